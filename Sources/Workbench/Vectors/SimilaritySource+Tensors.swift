import Basics
import Figures
import Formats
import Tensors
import Tokens

/// Tensors of files as rows: hidden states [layers, tokens, width], attention [layers, heads, tokens, tokens], any matrix.
extension SimilaritySource {
  /// A tensor seen as layers, and heads in them, of a matrix.
  private struct Layers {
    var tensor: StoredTensor
    var layers: Int
    var heads: Int
    /// Rows of the matrix, of which more than the limit are left out.
    var rows: Int
    /// What the file says the rows are, by place.
    var ids: [TokenID]?
    /// What the file tells of the text and its tokens.
    var known: HiddenStates?

    /// Whether each matrix is one of tokens by tokens.
    var isSquare: Bool { tensor.columnCount == rows }

    /// Axes of one before the last two do not count: libraries keep one for the batch.
    init(_ tensor: StoredTensor, ids: [TokenID]?, known: HiddenStates?) {
      let sizes = tensor.shape.sizes
      let outer = sizes.dropLast(2).filter { $0 != 1 }
      let isAttention = outer.count > 1 && sizes[sizes.count - 1] == sizes[sizes.count - 2]
      self.tensor = tensor
      rows = sizes[sizes.count - 2]
      heads = isAttention ? outer[outer.count - 1] : 1
      layers = outer.reduce(1, *) / max(1, heads)
      self.ids = ids
      self.known = known?.items.count == rows ? known : nil
    }

    /// Whether it shows what it is best as it is.
    var isPicture: Bool { heads > 1 || (isSquare && tensor.name.contains("attention")) }

    /// [rows, columns] of a layer and head, no more than `limit` rows.
    func matrix(_ layer: Int, _ head: Int, limit: Int) throws(Trouble) -> Tensor {
      let first = (layer * heads + head) * rows
      var floats: [Float] = []
      try tensor.rows(first..<first + min(rows, limit), into: &floats)
      return Tensor(floats, [min(rows, limit), tensor.columnCount])
    }
  }

  /// The tensors of the request.
  func compareTensors(_ ticket: Ticket) throws(Trouble) -> SimilarityPicture {
    let first = try open(request.first)
    let second = try request.second.map { name throws(Trouble) in try open(name) }
    let layer = SimilarityPicture.Choice(
      index: max(0, min(request.layer, first.layers - 1)), count: first.layers)
    if request.measure == .alignment, first.layers > 1 { return try align(first, second, layer, ticket) }
    if second == nil, request.measure == .values || first.isPicture { return try show(first, layer, ticket) }
    let rows = try vectors(first, layer.index, ticket)
    let columns = try second.map { other throws(Trouble) in
      try vectors(other, min(layer.index, other.layers - 1), ticket)
    }
    return try compare(
      rows, columns, names: (name(first), name(second ?? first)), layer: layer, ticket)
  }

  private func name(_ layers: Layers) -> String {
    layers.tensor.name.isEmpty ? PathNames.last(layers.tensor.file) : layers.tensor.name
  }

  /// The numbers of one layer and head as they are.
  private func show(_ first: Layers, _ layer: SimilarityPicture.Choice, _ ticket: Ticket) throws(Trouble)
    -> SimilarityPicture
  {
    let head = SimilarityPicture.Choice(index: max(0, min(request.head, first.heads - 1)), count: first.heads)
    var matrix = try first.matrix(layer.index, head.index, limit: Self.limit)
    if matrix.size(1) > Self.limit { matrix = matrix.sliced(1, 0..<Self.limit).packed() }
    let rows = LabelledVectors(
      items: try items(first, ticket), rows: matrix, notes: notes(first, layer.index))
    let columnItems =
      first.isSquare
      ? rows.items : (0..<matrix.size(1)).map { LabelledVectors.Item(label: .integer($0)) }
    let columns = LabelledVectors(items: columnItems, rows: matrix.transposed().packed())
    let names = first.isSquare ? ("from", "to") : (name(first), "numbers")
    return try arranged(
      matrix, rows, columns, names: names, measure: .values, layer: layer, head: head, ticket)
  }

  /// Every layer with every one, of the same tensor or of the second.
  private func align(
    _ first: Layers, _ second: Layers?, _ layer: SimilarityPicture.Choice, _ ticket: Ticket
  ) throws(Trouble) -> SimilarityPicture {
    let other = second ?? first
    guard first.rows == other.rows else {
      throw Trouble(
        .usage, "layers of \(first.rows) and of \(other.rows) rows cannot be aligned",
        remedy: "Choose hidden states of the same tokens")
    }
    let states = try matrices(first)
    let others = try second.map { layers throws(Trouble) in try matrices(layers) }
    let matrix: Tensor
    if let others {
      var values: [Float] = []
      for a in states {
        for b in others {
          try ticket.step(Double(values.count) / Double(states.count * others.count))
          values.append(a.alignment(with: b))
        }
      }
      matrix = Tensor(values, [states.count, others.count])
    } else {
      let heatmap = try SimilarityReport.alignment(ofLayers: states, ticket)
      matrix = Tensor(heatmap.values, [states.count, states.count])
    }
    func layers(_ states: [Tensor], _ notes: [String]) -> LabelledVectors {
      LabelledVectors(
        items: states.indices.map { LabelledVectors.Item(label: .text("layer \($0)")) },
        rows: Tensor(rows: states.map { [$0.norm().scalar] }), notes: notes)
    }
    return try arranged(
      matrix, layers(states, notes(first, nil)), others.map { layers($0, notes(other, nil)) },
      names: (name(first), name(other)), measure: .alignment, layer: layer, head: .init(), ticket)
  }

  private func matrices(_ layers: Layers) throws(Trouble) -> [Tensor] {
    try (0..<layers.layers).map { index throws(Trouble) in try layers.matrix(index, 0, limit: Self.limit) }
  }

  // MARK: Reading

  private func open(_ name: TensorName?) throws(Trouble) -> Layers {
    guard let wanted = name ?? request.paths.first.map({ TensorName(path: $0) }) else {
      throw Trouble(
        .usage, "no tensors are chosen",
        remedy: "Press o and name a file of tensors, such as states.safetensors")
    }
    let file = try TensorFileReader.open(wanted.path)
    let tensor: StoredTensor
    if let name = wanted.name { tensor = try file.tensor(named: name) } else { tensor = try likely(file) }
    guard tensor.shape.rank >= 2, tensor.shape.count > 0 else {
      throw Trouble(
        .usage, at: .field(file: wanted.path, name: tensor.name), "\(tensor.shape) is no matrix",
        remedy: "Choose a tensor with two axes or more")
    }
    return Layers(tensor, ids: try ids(in: file), known: try? HiddenStates(file))
  }

  /// The tensor that is most likely meant.
  private func likely(_ file: TensorFile) throws(Trouble) -> StoredTensor {
    for name in ["hidden_states", "attentions", "embeddings"] {
      if let found = file.tensors.first(where: { $0.name == name }) { return found }
    }
    if let found = file.tensors.first(where: { $0.shape.rank >= 2 && $0.shape.count > 0 }) { return found }
    throw Trouble(
      .usage, at: .file(file.path), "no tensor in it is a matrix", remedy: "Name a file that holds one")
  }

  /// What the rows are tokens of, when the file says it.
  private func ids(in file: TensorFile) throws(Trouble) -> [TokenID]? {
    guard let tensor = file.tensors.first(where: { $0.name == "input_ids" }), tensor.shape.count <= 1 << 20
    else { return nil }
    return try tensor.read().map { $0 >= 0 && $0 < 1e9 ? TokenID($0) : 0 }
  }

  private func vectors(_ layers: Layers, _ layer: Int, _ ticket: Ticket) throws(Trouble) -> LabelledVectors {
    LabelledVectors(
      items: try items(layers, ticket), rows: try layers.matrix(layer, 0, limit: Self.limit),
      notes: notes(layers, layer))
  }

  private func notes(_ layers: Layers, _ layer: Int?) -> [String] {
    var note = "\(PathNames.last(layers.tensor.file)): \(layers.tensor.name) \(layers.tensor.shape)"
    if let layer, layers.layers > 1 { note += ", layer \(layer) of 0–\(layers.layers - 1)" }
    var notes = [note]
    if layers.rows > Self.limit { notes.append("The first \(Self.limit) of \(layers.rows) rows.") }
    if let ids = layers.ids, ids.count != layers.rows {
      notes.append(
        "The file has \(ids.count) input_ids for \(layers.rows) rows, so rows are numbered instead of named.")
    }
    return notes
  }

  /// Rows named by what the file tells, by its ids, or by their numbers; they are tokens of the text where the file is about it.
  private func items(_ layers: Layers, _ ticket: Ticket) throws(Trouble) -> [LabelledVectors.Item] {
    let count = min(layers.rows, Self.limit)
    var items = (0..<count).map { LabelledVectors.Item(label: .integer($0)) }
    if let known = layers.known {
      items = Array(known.items.prefix(count))
      let size = known.text.count
      let isSame = size > 0 && size <= request.text.count && request.text[0..<size] == known.text
      if !isSame { for index in items.indices { items[index].bytes = nil } }
    }
    guard let ids = layers.ids, ids.count == layers.rows else { return items }
    let vocabulary = request.tokenizer.tokenizer.vocabulary
    for index in items.indices {
      items[index].id = ids[index]
      if case .integer = items[index].label {
        items[index].label = vocabulary.bytes(of: ids[index]).map { .bytes($0) } ?? .text("#\(ids[index])")
      }
    }
    if items.contains(where: { $0.bytes != nil }) { return items }
    let (tokens, _, start) = try tokens(of: request.text, around: request.around, ticket)
    guard let shift = Self.shift(of: tokens.map(\.id), in: ids) else { return items }
    for (index, token) in tokens.enumerated() where items.indices.contains(index + shift) {
      items[index + shift].bytes = start + Int(token.start)..<start + Int(token.end)
    }
    return items
  }

  /// How many special tokens stand before those of the text, when the text is what the file is about.
  private static func shift(of tokens: [TokenID], in ids: [TokenID]) -> Int? {
    guard !tokens.isEmpty else { return nil }
    return (0..<4).first { shift in
      let part = ids.dropFirst(shift).prefix(tokens.count)
      return part.count == tokens.count && Array(part) == tokens && ids.count - shift - tokens.count < 4
    }
  }
}
