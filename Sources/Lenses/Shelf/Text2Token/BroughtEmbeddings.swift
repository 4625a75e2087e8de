import Basics
import Tensors

/// Embeddings of texts and a head, as a person brought them.
struct BroughtEmbeddings: Sendable {
  /// [texts, width], as many as there is room for; one, or two of the same texts.
  let versions: [(name: String, rows: Tensor)]
  /// [entries, width].
  let head: StoredTensor
  let headName: String
  /// By text, its tokens, where they were brought as ids.
  let ids: [[Int]]?
  /// How many texts the embeddings have, those left out included.
  let count: Int
  /// What was done to them, one sentence each.
  let notes: [String]

  /// The most logits that are held: 48 Mi, 192 MiB.
  private static let limit = 48 << 20

  /// The head is what is called so or, without that, the matrix of most rows, or the tokenizer's own; matrices of its width are embeddings.
  init(_ subject: Subject, _ ticket: Ticket) throws(Trouble) {
    let found = try NamedTensor.all(of: subject.tensorSets)
    let matrices = found.filter {
      $0.tensor.shape.rank == 2 && !$0.name.contains("mask") && !$0.name.contains("ids")
        && $0.tensor.shape.count > 0
    }
    let place = Self.head(among: matrices)
    let own = subject.embeddings.first ?? nil
    guard let head = place.map({ matrices[$0].tensor }) ?? own else {
      throw Trouble(
        .input, "there is no head: a matrix with a row for each entry of the vocabulary",
        remedy:
          "Bring lm_head.weight, or the embeddings that are tied to it, and embeddings of texts [texts, width]"
      )
    }
    let rows = matrices.indices.filter {
      $0 != place && matrices[$0].tensor.columnCount == head.columnCount
    }.prefix(2).map { matrices[$0] }
    guard let first = rows.first else {
      throw Trouble(
        .input, "no matrix beside the head is \(head.columnCount) numbers wide",
        remedy: "Bring embeddings of texts [texts, \(head.columnCount)]")
    }
    count = first.tensor.rowCount
    if let other = rows.dropFirst().first, other.tensor.rowCount != count {
      throw Trouble(
        .input, at: other.place,
        "there are \(other.tensor.rowCount) embeddings, and \(count) in \(first.shown)",
        remedy: "Bring embeddings of the same texts, before and after")
    }
    let kept = min(count, max(1, Self.limit / (max(1, head.rowCount) * rows.count)))
    let norm = try FinalNorm(found, width: head.columnCount)
    versions = try rows.map { matrix throws(Trouble) in
      try ticket.step(0)
      let values = try matrix.tensor.tensor(rows: 0..<kept)
      guard values.values.allSatisfy(\.isFinite) else {
        throw Trouble(
          .input, at: matrix.place, "there are numbers that are not finite", remedy: "Save it anew")
      }
      return (matrix.shown, norm?.apply(values) ?? values)
    }
    (self.head, headName) = (head, place.map { matrices[$0].shown } ?? "the tokenizer's own embeddings")
    ids = try Self.ids(found, count: count, kept: kept)
    notes =
      (norm.map { ["Embeddings went through \($0.name) before the head."] } ?? [])
      + (kept < count ? ["The first \(kept) of \(count) texts are looked at: more logits have no room."] : [])
  }

  private static func head(among matrices: [NamedTensor]) -> Int? {
    let names = ["lm_head", "head", "unembed", "output.weight", "embed_tokens", "wte", "word_embeddings"]
    for name in names {
      if let place = matrices.firstIndex(where: { $0.name.contains(name) }) { return place }
    }
    if let place = matrices.firstIndex(where: { $0.name == "w" || $0.name.hasPrefix("w.") }) { return place }
    guard matrices.count > 1 else { return nil }
    return matrices.indices.max { matrices[$0].tensor.rowCount < matrices[$1].tensor.rowCount }
  }

  /// Rows of ids, so far as the mask keeps them.
  private static func ids(_ found: [NamedTensor], count: Int, kept: Int) throws(Trouble) -> [[Int]]? {
    guard let ids = found.first(where: { $0.name.contains("ids") }) else { return nil }
    let mask = found.first { $0.name.contains("mask") }
    guard ids.tensor.rowCount == count, mask.map({ $0.tensor.shape == ids.tensor.shape }) ?? true else {
      throw Trouble(
        .input, at: ids.place, "\(ids.tensor.shape) is no row of ids for each of \(count) embeddings",
        remedy: "Save input_ids and attention_mask of the same texts")
    }
    let values = try ids.tensor.tensor(rows: 0..<kept).rowLists
    let masks = try mask?.tensor.tensor(rows: 0..<kept).rowLists
    return values.enumerated().map { row, values in
      values.indices.filter { (masks?[row][$0] ?? 1) != 0 }.compactMap { Int(exactly: values[$0]) }
    }
  }
}

/// The norm that stands before a head, where one was brought.
private struct FinalNorm {
  let name: String
  private let weight: Tensor
  private let bias: Tensor?

  /// A vector called norm or ln_f; with a bias it is a layer norm, else a root mean square norm.
  init?(_ found: [NamedTensor], width: Int) throws(Trouble) {
    func vector(_ end: String) -> NamedTensor? {
      found.first {
        ($0.name.contains("norm") || $0.name.contains("ln_f")) && $0.name.contains(end)
          && $0.tensor.shape.sizes == [width]
      }
    }
    guard let own = vector("weight") else { return nil }
    name = own.shown
    weight = Tensor(try own.tensor.read())
    if let other = vector("bias") { bias = Tensor(try other.tensor.read()) } else { bias = nil }
  }

  func apply(_ rows: Tensor) -> Tensor {
    bias.map { rows.layerNorm(weight: weight, bias: $0) } ?? rows.rmsNorm(weight: weight)
  }
}
