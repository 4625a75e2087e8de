import Basics
import Formats
import Tensors
import Tokens

/// Makes embeddings for a tokenizer from texts, by counting: see `CooccurrenceEmbeddings`.
///
/// Texts are encoded on all processors and counted in their order, each file a document of its own, so the same texts give the same numbers.
/// A text larger than a megabyte is cut into several documents.
package struct EmbeddingMaking: Sendable {
  private let tokenizer: any Tokenizer
  private let rule: CooccurrenceEmbeddings
  private let readsBinary: Bool

  /// What was read.
  package struct Sums: Sendable, Equatable {
    package var texts = 0
    package var bytes = 0
    package var tokens = 0
    /// Binary files that were passed over.
    package var skipped = 0
  }

  /// The name of the matrix in the file, one of those that `Embeddings` looks for.
  package static let tensorName = "embeddings.weight"

  package init(_ tokenizer: any Tokenizer, _ rule: CooccurrenceEmbeddings, readsBinary: Bool = false) {
    self.tokenizer = tokenizer
    self.rule = rule
    self.readsBinary = readsBinary
  }

  /// What stands near what in the files, in this order. `progress` hears how many bytes are done. Throws what the first file that cannot be
  /// read throws, when there is no text, and when cancelled.
  package nonisolated(nonsending) func count(
    _ files: [FoundFile], _ ticket: Ticket, progress: (Int) -> Void
  ) async throws(Trouble) -> (counts: CooccurrenceCounts, sums: Sums) {
    var counts = CooccurrenceCounts(vocabulary: tokenizer.vocabulary.idLimit, window: rule.window)
    var sums = Sums()
    let tokenizer = tokenizer
    var windows = FileWindows(
      files: files, cutters: [{ tokenizer.safeCut(in: $0, from: $1) }], takesBinary: readsBinary)
    try await inOrder { mayWait throws(Trouble) in
      try ticket.step(0)
      return windows.next(mayWait)
    } work: { job in
      Self.encoded(job, tokenizer, ticket)
    } deliver: { (result: Result<Part?, Trouble>) throws(Trouble) in
      guard let part = try result.get() else { return sums.skipped += 1 }
      if part.isLast { sums.texts += 1 }
      sums.bytes += part.byteCount
      sums.tokens += part.ids.count
      try counts.add(part.ids, ticket)
      progress(sums.bytes)
    }
    if sums.tokens == 0 {
      throw Trouble(.input, "there is no text to count in", remedy: "Name files or folders with text")
    }
    return (counts.settled(), sums)
  }

  private struct Part: Sendable {
    var ids: [TokenID]
    var byteCount: Int
    /// Whether its file ends with it.
    var isLast: Bool
  }

  /// The ids of a window; nil for a binary file.
  private static func encoded(
    _ job: FileWindows.Job, _ tokenizer: any Tokenizer, _ ticket: Ticket
  ) -> Result<Part?, Trouble> {
    switch job {
    case .binary: return .success(nil)
    case .failed(_, let trouble): return .failure(trouble)
    case .window(_, let name, _, let window):
      do throws(Trouble) {
        let tokens = try tokenizer.encode(window.bytes, window.options(EncodeOptions()), ticket)
        return .success(
          Part(ids: tokens.map(\.id), byteCount: window.bytes.count, isLast: window.isLast))
      } catch {
        return .failure(error.kind == .cancelled ? error : error.inFile(name, window))
      }
    }
  }

  /// The matrix, [ids, dimension], from what was counted. Throws when cancelled.
  package func matrix(_ counts: CooccurrenceCounts, _ ticket: Ticket) throws(Trouble) -> Tensor {
    try rule.matrix(of: counts, ticket)
  }

  /// What the file says about itself. `names` is what the texts are called.
  package func about(_ counts: CooccurrenceCounts, _ sums: Sums, names: [String]) -> String {
    let seen = counts.sums.count { $0 > 0 }
    let shown = names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and more" : "")
    return
      "Counted, not trained, and no part of a language model: which tokens of \(tokenizer.card.name) stand within"
      + " \(counts.window) of each other in \(sums.texts) texts of \(sums.bytes) bytes (\(shown)), as positive pointwise mutual"
      + " information cut down to \(rule.dimension) dimensions by singular values."
      + " \(seen) of \(counts.vocabulary) entries occur there; the rows of the others are nought."
  }

  /// Writes the matrix as half-precision numbers, with what it says about itself. Throws when the file cannot be written.
  package static func write(_ matrix: Tensor, about: String, to path: String, _ ticket: Ticket)
    throws(Trouble)
  {
    let halves = matrix.values.flatMap { value -> [UInt8] in
      let bits = Float16(value).bitPattern
      return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
    }
    let stored = try StoredTensor(
      name: tensorName, sizes: matrix.shape.sizes, type: .f16, in: MemoryBytes(halves, file: path),
      StoredTensor.Layout(offset: 0))
    try Safetensors.write([WrittenTensor(stored)], metadata: ["about": about], to: path, ticket)
  }
}
