import Basics
import Figures
import Formats
import Tensors
import Tokens

/// The hidden states of a model for one text, layer by layer, in a file as `Samples/dump_hidden_states.py` writes it.
///
/// The file has a tensor `hidden_states` [layers + 1, tokens, width], the first layer being the embeddings that go in. Its metadata may have `text`,
/// `spans` (a list of [start, end] in bytes of the text), `tokens` (a list of spellings), and `about`; without them tokens are numbered.
package struct HiddenStates: Sendable {
  /// How many layers there are.
  package let layerCount: Int
  /// By token, what it stands for; bytes are those of `text`.
  package let items: [LabelledVectors.Item]
  /// The text, where the file has it.
  package let text: [UInt8]
  package let notes: [String]
  private let tensor: StoredTensor

  /// What the tensor is called.
  package static let tensorName = "hidden_states"

  /// Reads no more than the header. Throws when there are no such states in the file, or its metadata does not fit them.
  package init(_ file: TensorFile) throws(Trouble) {
    let tensor = try file.tensor(named: Self.tensorName)
    let place = Trouble.Place.field(file: PathNames.last(file.path), name: tensor.name)
    guard tensor.shape.rank == 3, tensor.shape.count > 0 else {
      throw Trouble(
        .input, at: place, "\(tensor.shape) is not [layers, tokens, width]",
        remedy: "Write it as Samples/dump_hidden_states.py does")
    }
    self.tensor = tensor
    layerCount = tensor.shape.sizes[0]
    text = Array((file.metadata["text"] ?? "").utf8)
    items = try Self.items(file.metadata, tensor.shape.sizes[1], text, place)
    notes =
      ["\(PathNames.last(file.path)): \(tensor.name) \(tensor.shape), \(tensor.type)"]
      + (file.metadata["about"].map { [$0] } ?? [])
  }

  /// One layer, the last being the deepest.
  package func vectors(layer: Int) throws(Trouble) -> LabelledVectors {
    guard (0..<layerCount).contains(layer) else {
      throw Trouble(
        .usage, at: .field(file: tensor.file, name: tensor.name), "there is no layer \(layer)",
        remedy: "Name one of 0 to \(layerCount - 1)")
    }
    let count = items.count
    let rows = try tensor.tensor(rows: layer * count..<(layer + 1) * count)
    return LabelledVectors(items: items, rows: rows, notes: notes + ["Layer \(layer) of \(layerCount - 1)."])
  }

  private static func items(
    _ metadata: [String: String], _ count: Int, _ text: [UInt8], _ place: Trouble.Place
  ) throws(Trouble) -> [LabelledVectors.Item] {
    let spans = try metadata["spans"].map { json throws(Trouble) in try Self.spans(json, text.count) }
    let names = try metadata["tokens"].map { json throws(Trouble) in try Self.names(json) }
    for (key, found) in [("spans", spans?.count), ("tokens", names?.count)] where found ?? count != count {
      throw Trouble(
        .input, at: place, "there are \(count) tokens, but \(found ?? 0) \(key) in the metadata",
        remedy: "Write the file again")
    }
    return (0..<count).map { index in
      if let span = spans?[index], !span.isEmpty {
        return LabelledVectors.Item(label: .bytes(Array(text[span])), bytes: span)
      }
      return LabelledVectors.Item(label: names.map { .bytes($0[index]) } ?? .integer(index))
    }
  }

  /// `[[0, 5], [5, 11]]`, each inside the text.
  private static func spans(_ json: String, _ limit: Int) throws(Trouble) -> [Range<Int>] {
    var scanner = try Formats.JSONScanner(Array(json.utf8), file: "spans")
    guard case .list(let list) = try scanner.value() else { throw unfit("spans") }
    return try list.map { pair throws(Trouble) in
      guard case .list(let ends) = pair, ends.count == 2, case .integer(let start) = ends[0],
        case .integer(let end) = ends[1], start >= 0, start <= end, end <= limit
      else { throw unfit("spans") }
      return start..<end
    }
  }

  /// `["The", " cat"]`.
  private static func names(_ json: String) throws(Trouble) -> [[UInt8]] {
    var scanner = try Formats.JSONScanner(Array(json.utf8), file: "tokens")
    guard case .list(let list) = try scanner.value() else { throw unfit("tokens") }
    return try list.map { name throws(Trouble) in
      guard case .text(let bytes) = name else { throw unfit("tokens") }
      return bytes
    }
  }

  private static func unfit(_ key: String) -> Trouble {
    Trouble(
      .input, at: .field(file: "metadata", name: key), "it is not as expected",
      remedy: "Write spans as [[start, end], …] in bytes of the text, and tokens as a list of texts")
  }
}
