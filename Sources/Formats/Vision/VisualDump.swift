import Basics
import Patches
import Tensors

/// Visual tokens that a model made elsewhere: files of `Samples/dump_hidden_states.py`, and plain matrices.
///
///     let pictures = try VisualDump.read("llava.safetensors", DumpLayout(), .open)
///
/// A tensor `hidden_states` [layers + 1, rows, width] is taken, or the only matrix [rows, width] or [layers, rows, width] of a .npy, .npz, .safetensors or GGUF
/// file, or the one that is named. Beside it `attentions` [layers, heads, rows, rows], `keys` [layers, heads, rows, width of a head] and `projected`
/// [patches, width] are used.
package enum VisualDump {
  private static let states = "hidden_states"
  private static let maps = "attentions"
  private static let keys = "keys"
  private static let projected = "projected"
  /// The most bytes that hidden states and kept attention take as Float32: 4 GiB.
  private static let limit = 4 << 30

  /// The tokens of each picture or tile in the file. Attention and keys are read of the layers that are asked for only. Throws when counts do not
  /// fit (`DumpLayout`), when there is no such tensor, and when more than 4 GiB would be read.
  package static func read(
    _ path: String, _ layout: DumpLayout = DumpLayout(), keeping: VisionTransformer.Keeping = .init(),
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
      maps: try beside(maps, in: file, tensor, depth, rows, keeping.attention, isSquare: true),
      keys: try beside(keys, in: file, tensor, depth, rows, keeping.keys, isSquare: false), kept: keeping)
    try reader.check(limit)
    var pictures: [VisualTokens] = []
    for tile in placed.starts.indices {
      let part = 1 / Double(placed.starts.count)
      pictures.append(try reader.picture(tile, ticket.part(Double(tile) * part..<Double(tile + 1) * part)))
    }
    return pictures
  }

  /// How the patches of one picture lie among the hidden states of a dump and the row of the first, where the file says so itself; nil otherwise.
  package static func patches(in file: TensorFile) -> (grid: PatchGrid, first: Int)? {
    guard let tensor = file.tensors.first(where: { $0.name == states && $0.shape.rank == 3 }),
      let layout = try? DumpLayout().completed(by: file.metadata, PathNames.last(file.path)),
      layout.grid != nil || layout.span != nil, layout.specials != nil || layout.span != nil,
      let placed = try? layout.placed(among: tensor.shape.sizes[1], at: .file(PathNames.last(file.path))),
      placed.starts.count == 1
    else { return nil }
    let first = placed.starts[0] + placed.specials.count
    let grid = PatchGrid(
      rows: placed.grid.rows, columns: placed.grid.columns, patch: placed.patch,
      origin: "rows \(first)…\(first + placed.grid.count - 1) of \(states) \(tensor.shape)")
    return (grid, first)
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

  /// The attention or the keys that belong to the states; nil when there are none or none are asked for.
  private static func beside(
    _ name: String, in file: TensorFile, _ tensor: StoredTensor, _ depth: Int, _ rows: Int,
    _ kept: VisionTransformer.Keeping.Layers, isSquare: Bool
  ) throws(Trouble) -> StoredTensor? {
    guard kept != .none, tensor.name == states, let found = file.tensors.first(where: { $0.name == name })
    else {
      return nil
    }
    let sizes = found.shape.sizes
    guard sizes.count == 4, sizes[0] == depth - 1, sizes[1] > 0, sizes[2] == rows,
      isSquare ? sizes[3] == rows : sizes[3] > 0
    else {
      throw Trouble(
        .input, at: .field(file: PathNames.last(file.path), name: name),
        "\(found.shape) does not fit \(states) \(tensor.shape): [\(depth - 1), heads, \(rows), \(isSquare ? "\(rows)" : "width of a head")] expected",
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
    let keys: StoredTensor?
    let kept: VisionTransformer.Keeping

    func check(_ limit: Int) throws(Trouble) {
      func count(_ stored: StoredTensor?, _ kept: VisionTransformer.Keeping.Layers) -> Int {
        guard let stored else { return 0 }
        return stored.shape.count / max(1, depth - 1) * (0..<depth - 1).count(where: kept.contains)
      }
      let numbers = tensor.shape.count + count(maps, kept.attention) + count(keys, kept.keys)
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
            attention: try plane(maps, layer, kept.attention), keys: try plane(keys, layer, kept.keys)))
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

    /// [heads, rows, …]: of what stands beside the states, the part of the attention that made a layer.
    private func plane(
      _ stored: StoredTensor?, _ layer: Int, _ kept: VisionTransformer.Keeping.Layers
    ) throws(Trouble) -> Tensor? {
      guard let stored, layer > 0, kept.contains(layer - 1) else { return nil }
      let (heads, last) = (stored.shape.sizes[1], stored.shape.sizes[3])
      return try stored.tensor(rows: (layer - 1) * heads * rows..<layer * heads * rows)
        .reshaped([heads, rows, last])
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
