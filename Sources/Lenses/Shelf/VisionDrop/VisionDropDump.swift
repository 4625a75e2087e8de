import Basics
import Patches
import Tensors

/// One layer of a dump: hidden states [layers + 1, rows, width] with the attention [layers, heads, rows, rows] and, where they were written,
/// the keys [layers, heads, rows, width of a head] that made it.
struct VisionDropDump: Sendable {
  /// [patches, width]
  let tokens: Tensor
  /// [heads, rows, rows]
  let attention: Tensor
  /// [heads, rows, width of a head]; nil when they were not written.
  let keys: Tensor?
  /// The rows that are patches.
  let visual: Range<Int>
  let grid: PatchGrid
  let name: String

  /// Nil when the tensors that were brought are no dump. Throws when its shapes do not fit, when it has no such layer, and when nothing says which
  /// rows are patches.
  init?(_ subject: Subject, limit: Int) throws(Trouble) {
    guard
      let set = subject.tensorSets.first(where: { set in
        set.tensors.contains { $0.name == "hidden_states" && $0.shape.rank == 3 }
      }), let states = set.tensors.first(where: { $0.name == "hidden_states" })
    else { return nil }
    let sizes = states.shape.sizes
    let (layer, rows) = (subject.knobs.integer("layer"), sizes[1])
    guard (1..<sizes[0]).contains(layer) else {
      throw Trouble(
        .usage, at: .option("layer"), "there is no layer \(layer): \(states.shape) has \(sizes[0] - 1)",
        remedy: "Set the knob layer to 1 to \(max(1, sizes[0] - 1))")
    }
    guard let maps = try Self.plane("attentions", of: set, layer, sizes, limit, last: rows) else {
      throw Trouble(
        .input, at: .file(set.name), "there are hidden states but no attentions",
        remedy: "Write both in one run, as Samples/dump_hidden_states.py does")
    }
    attention = maps
    keys = try Self.plane("keys", of: set, layer, sizes, limit, last: nil)
    (grid, visual) = try Self.patches(subject, set, rows)
    let all = try states.tensor(rows: layer * rows..<(layer + 1) * rows)
    tokens = all.sliced(0, visual).packed()
    name = "\(set.name), layer \(layer)"
  }

  private static func plane(
    _ name: String, of set: Subject.TensorSet, _ layer: Int, _ states: [Int], _ limit: Int, last: Int?
  ) throws(Trouble) -> Tensor? {
    guard let stored = set.tensors.first(where: { $0.name == name }) else { return nil }
    let sizes = stored.shape.sizes
    guard sizes.count == 4, sizes[0] == states[0] - 1, sizes[1] > 0, sizes[2] == states[1],
      last == nil || sizes[3] == last, sizes[3] > 0, stored.shape.count / sizes[0] <= limit
    else {
      throw Trouble(
        .input, at: .field(file: set.name, name: name),
        "\(stored.shape) does not fit hidden states of [\(states.map(String.init).joined(separator: ", "))]",
        remedy: "Write both in one run")
    }
    let rows = sizes[1] * sizes[2]
    return try stored.tensor(rows: (layer - 1) * rows..<layer * rows).reshaped([sizes[1], sizes[2], sizes[3]])
  }

  /// What the file says, or from the row that the knob names on.
  private static func patches(
    _ subject: Subject, _ set: Subject.TensorSet, _ rows: Int
  ) throws(Trouble) -> (PatchGrid, Range<Int>) {
    let first = subject.knobs.integer("first")
    if first >= 0, first < rows { return (EmbedLensGround.grid(rows - first), first..<rows) }
    guard let told = set.patches, told.first + told.grid.count <= rows else {
      throw Trouble(
        .input, at: .file(set.name), "nothing says which of \(rows) rows are patches",
        remedy: "Set the knob first to the row of the first patch")
    }
    return (told.grid, told.first..<told.first + told.grid.count)
  }
}
