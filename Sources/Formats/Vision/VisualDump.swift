import Basics
import Patches
import Tensors

/// Visual tokens that a model made elsewhere: files of `Samples/dump_hidden_states.py`, and plain matrices.
///
///     let pictures = try VisualDump.read("llava.safetensors", DumpLayout(), .open)
///
/// A tensor `hidden_states` [layers + 1, rows, width] is taken, or the only matrix [rows, width] or [layers, rows, width] of a .npy, .npz, .safetensors or GGUF
/// file, or the one that is named. Beside it `attentions` [layers, heads, rows, rows] and `projected` [patches, width] are used.
package enum VisualDump {
  private static let states = "hidden_states"
  private static let maps = "attentions"
  private static let projected = "projected"
  /// The most bytes that hidden states and kept attention take as Float32: 4 GiB.
  private static let limit = 4 << 30

  /// The tokens of each picture or tile in the file. Attention is read of the layers that are asked for only. Throws when counts do not fit
  /// (`DumpLayout`), when there is no such tensor, and when more than 4 GiB would be read.
  package static func read(
    _ path: String, _ layout: DumpLayout = DumpLayout(), attention: VisionTransformer.Keeping.Layers = .none,
    _ ticket: Ticket
  ) throws(Trouble) -> [VisualTokens] {
    let file = try TensorFileReader.open(path)
    let name = PathNames.last(path)
    let tensor = try tensor(in: file, named: layout.tensor)
    let place = Trouble.Place.field(file: name, name: tensor.name.isEmpty ? "the array" : tensor.name)
    let sizes = tensor.shape.sizes
    guard [2, 3].contains(sizes.count), tensor.shape.count > 0 else {
      throw Trouble(
        .input, at: place, "\(tensor.shape) is neither [rows, width] nor [layers, rows, width]",
        remedy: "Save one picture without an axis for batches")
    }
    let layout = try layout.completed(by: file.metadata, name)
    let rows = sizes[sizes.count - 2]
    let placed = try layout.placed(among: rows, at: place)
    let depth = sizes.count == 3 ? sizes[0] : 1
    let reader = Reader(
      file: file, tensor: tensor, placed: placed, rows: rows, depth: depth,
      maps: try maps(in: file, tensor, depth, rows, attention), kept: attention)
    try reader.check(limit)
    var pictures: [VisualTokens] = []
    for tile in placed.starts.indices {
      let part = 1 / Double(placed.starts.count)
      pictures.append(try reader.picture(tile, ticket.part(Double(tile) * part..<Double(tile + 1) * part)))
    }
    return pictures
  }

  private static func tensor(in file: TensorFile, named name: String?) throws(Trouble) -> StoredTensor {
    if let name { return try file.tensor(named: name) }
    if let states = file.tensors.first(where: { $0.name == states }) { return states }
    let matrices = file.tensors.filter { [2, 3].contains($0.shape.rank) }
    if matrices.count == 1 { return matrices[0] }
    throw Trouble(
      .usage, at: .file(PathNames.last(file.path)),
      matrices.isEmpty
        ? "there is no matrix in this file"
        : "there are \(matrices.count) matrices, and none is called \(states)",
      remedy: "Name the tensor with the visual tokens: --tensor NAME; tessera tensor ls lists them")
  }

  /// The attention that belongs to the states; nil when there is none or none is asked for.
  private static func maps(
    in file: TensorFile, _ tensor: StoredTensor, _ depth: Int, _ rows: Int,
    _ kept: VisionTransformer.Keeping.Layers
  ) throws(Trouble) -> StoredTensor? {
    guard kept != .none, tensor.name == states, let found = file.tensors.first(where: { $0.name == maps })
    else {
      return nil
    }
    let sizes = found.shape.sizes
    guard sizes.count == 4, sizes[0] == depth - 1, sizes[1] > 0, sizes[2] == rows, sizes[3] == rows else {
      throw Trouble(
        .input, at: .field(file: PathNames.last(file.path), name: maps),
        "\(found.shape) does not fit \(states) \(tensor.shape): [\(depth - 1), heads, \(rows), \(rows)] expected",
        remedy: "Write both in one run")
    }
    return found
  }

  /// One file, counted out.
  private struct Reader {
    let file: TensorFile
    let tensor: StoredTensor
    let placed: DumpLayout.Placed
    let rows: Int
    let depth: Int
    let maps: StoredTensor?
    let kept: VisionTransformer.Keeping.Layers

    func check(_ limit: Int) throws(Trouble) {
      let layers = maps == nil ? 0 : (0..<depth - 1).count(where: kept.contains)
      let numbers = tensor.shape.count + (maps.map { $0.shape.count / max(1, depth - 1) } ?? 0) * layers
      guard numbers <= limit / 4 else {
        throw Trouble(
          .limit, at: .file(PathNames.last(file.path)),
          "its numbers take \(numbers >> 18) MiB, more than the limit of \(limit >> 20)",
          remedy: "Save fewer layers, or look at the attention of one")
      }
    }

    func picture(_ tile: Int, _ ticket: Ticket) throws(Trouble) -> VisualTokens {
      let start = placed.starts[tile]
      let first = start + placed.specials.count
      let end = first + placed.grid.count
      var layers: [VisualTokens.Layer] = []
      for layer in 0..<depth {
        try ticket.step(Double(layer) / Double(depth))
        let all = try tensor.tensor(rows: layer * rows + start..<layer * rows + end)
        let specials = placed.specials.isEmpty ? nil : all.sliced(0, 0..<first - start)
        layers.append(
          VisualTokens.Layer(
            name: name(layer), hidden: all.sliced(0, first - start..<end - start), special: specials,
            attention: try attention(layer)))
      }
      let origin =
        "rows \(first)…\(end - 1) of \(tensor.name.isEmpty ? PathNames.last(file.path) : tensor.name) \(tensor.shape)"
      return VisualTokens(
        name: title(tile),
        grid: PatchGrid(
          rows: placed.grid.rows, columns: placed.grid.columns, patch: placed.patch, origin: origin),
        specials: placed.specials, firstPatch: first, layers: layers, projected: try projected(tile),
        notes: (file.metadata["about"].map { [$0] } ?? []) + placed.notes)
    }

    private func name(_ layer: Int) -> String {
      if tensor.shape.rank == 2 { return tensor.name.isEmpty ? "rows" : tensor.name }
      if tensor.name != VisualDump.states { return "layer \(layer)" }
      return layer == 0 ? "embeddings" : "layer \(layer)"
    }

    private func title(_ tile: Int) -> String {
      let name = file.metadata["picture"].map { Legible.string(of: $0) } ?? PathNames.last(file.path)
      return placed.starts.count == 1 ? name : "\(name), tile \(tile + 1) of \(placed.starts.count)"
    }

    /// [heads, rows, rows] of the attention that made a layer.
    private func attention(_ layer: Int) throws(Trouble) -> Tensor? {
      guard let maps, layer > 0, kept.contains(layer - 1) else { return nil }
      let heads = maps.shape.sizes[1]
      return try maps.tensor(rows: (layer - 1) * heads * rows..<layer * heads * rows).reshaped([
        heads, rows, rows,
      ])
    }

    /// The tokens of one tile as a language model receives them.
    private func projected(_ tile: Int) throws(Trouble) -> Tensor? {
      guard tensor.name != VisualDump.projected,
        let found = file.tensors.first(where: { $0.name == VisualDump.projected })
      else { return nil }
      let (count, tiles) = (placed.grid.count, placed.starts.count)
      guard found.shape.rank == 2, found.rowCount == count * tiles else {
        throw Trouble(
          .input, at: .field(file: PathNames.last(file.path), name: found.name),
          "\(found.shape) has no row for each of \(tiles) × \(count) patches", remedy: "Write both in one run"
        )
      }
      return try found.tensor(rows: tile * count..<(tile + 1) * count)
    }
  }
}
