import Basics
import Figures
import Glibc
import Tensors
import Tokens

/// Embeddings and a head were brought.
extension Text2TokenStudy {
  private struct Key: Hashable {
    var files: [String]
    var entries: Int
    var numbers: [Float]
  }

  /// What passing through the head gives, which takes longest.
  private struct Passed: Sendable {
    var logits: [Tensor]
    var direction: MeanDirection
    var words: Tensor
  }

  init(brought subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    let brought = try BroughtEmbeddings(subject, ticket)
    let tokenizer = subject.tokenizers.first
    let texts = try Self.texts(brought, subject, ticket)
    let entries = brought.head.rowCount
    if let token = texts.lazy.flatMap(\.tokens).first(where: { $0 < 0 || $0 >= entries }) {
      throw Trouble(
        .input, "a text has token \(token), and \(brought.headName) has \(entries) rows",
        remedy: "Give the tokenizer of the model that the head is from")
    }
    let key = Key(
      files: [brought.headName] + brought.versions.map(\.name), entries: entries,
      numbers: brought.versions.flatMap { $0.rows.sum(over: [1]).values })
    let passed = try await subject.memory.value(for: key) { () throws(Trouble) in
      try Self.pass(brought, ticket)
    }
    (knobs, isSample, self.texts) = (subject.knobs, false, texts)
    versions = zip(brought.versions, passed.logits).map { Version(name: $0.name, rows: $0.rows, logits: $1) }
    (direction, directionWords) = (passed.direction, passed.words)
    // Of few texts even the rarest words have a small idf; a cut beyond half of that would leave nothing.
    let cut = min(subject.knobs.number("idf"), log(Double(texts.count + 1) / 2) / 2)
    targets = TokenTargets(
      texts.map(\.tokens), size: entries, cut: cut,
      leaving: Self.left(texts, tokenizer))
    vocabulary = tokenizer.map { EntryNames(vocabulary: $0.vocabulary) } ?? WordNames(words: [])
    let made = targets
    let skipped = texts.count { made.target(of: $0.tokens) == nil }
    notes =
      [
        "\(brought.versions.map(\.name).joined(separator: " and ")): embeddings of \(texts.count) texts, under \(brought.headName), \(brought.head.shape).",
        "Targets are what the texts themselves give: tf · idf over these texts, without special tokens, punctuation and what has an idf of \(Knob.written(cut, step: 0.01)) nats or less; \(skipped) texts have none and are skipped.",
        "Tokens that differ in case or white space only are one in lists (“×2”), and apart in every number.",
      ] + brought.notes
    if tokenizer == nil { notes.append("There is no tokenizer, so tokens are shown as ids.") }
  }

  private static func pass(_ brought: BroughtEmbeddings, _ ticket: Ticket) throws(Trouble) -> Passed {
    let direction = try MeanDirection(of: brought.versions[0].rows)
    let stacked = Tensor.concatenated(brought.versions.map(\.rows) + [direction.direction.expanded(0)])
    var parts: [Tensor] = []
    try RowBlocks(brought.head).forEach(ticket) { parts.append(stacked.matmul($0.transposed())) }
    let all = Tensor.concatenated(parts, axis: 1)
    let n = brought.versions[0].rows.size(0)
    return Passed(
      logits: brought.versions.indices.map { all.sliced(0, $0 * n..<($0 + 1) * n).packed() },
      direction: direction, words: all.at(all.size(0) - 1).packed())
  }

  /// By text, its tokens: ids that were brought, or files or lines as the tokenizer cuts them. Throws when their number is another.
  private static func texts(
    _ brought: BroughtEmbeddings, _ subject: Subject, _ ticket: Ticket
  ) throws(Trouble) -> [Text] {
    let kept = brought.versions[0].rows.size(0)
    if let ids = brought.ids {
      return ids.enumerated().map { index, tokens in
        let vocabulary = subject.tokenizers.first?.vocabulary
        var text = Text(name: "row \(index)", bytes: [], tokens: tokens, ranges: [])
        for token in tokens {
          let bytes =
            TokenID(exactly: token).flatMap { vocabulary?.bytes(of: $0) } ?? Array("#\(token) ".utf8)
          text.ranges.append(text.bytes.count..<text.bytes.count + bytes.count)
          text.bytes += bytes
        }
        return text
      }
    }
    guard let tokenizer = subject.tokenizers.first, !subject.isSample else {
      throw Trouble(
        .input, "the texts of these embeddings are not known",
        remedy: "Name the texts and their tokenizer, or bring a tensor called input_ids")
    }
    let parts = try parts(subject.texts, count: brought.count)
    return try parts.prefix(kept).map { part throws(Trouble) in
      let tokens = try tokenizer.encode(part.bytes, EncodeOptions(special: .text), ticket)
      return Text(
        name: part.name, bytes: part.bytes, tokens: tokens.map { Int($0.id) }, ranges: tokens.map(\.bytes),
        offset: part.offset)
    }
  }

  private static func parts(
    _ texts: [Subject.Text], count: Int
  ) throws(Trouble) -> [(name: String, bytes: [UInt8], offset: Int?)] {
    if texts.count == count {
      return texts.enumerated().map { ($1.name, $1.bytes, $0 == 0 ? 0 : nil) }
    }
    let first = texts.first
    let lines = first?.bytes.split(separator: 10, omittingEmptySubsequences: true) ?? []
    guard texts.count == 1, lines.count == count else {
      throw Trouble(
        .input,
        "there are \(count) embeddings and \(texts.count) text\(texts.count == 1 ? "" : "s")"
          + (texts.count == 1 ? " of \(lines.count) lines" : ""),
        remedy: "Give a file for each embedding, in order, or one file with a line for each")
    }
    return lines.enumerated().map { ("line \($0 + 1)", Array($1), $1.startIndex) }
  }

  /// Tokens that can be no targets: special ones, and those without a letter or digit.
  private static func left(_ texts: [Text], _ tokenizer: (any Tokenizer)?) -> Set<Int> {
    guard let vocabulary = tokenizer?.vocabulary else { return [] }
    return Set(texts.lazy.flatMap(\.tokens)).filter { token in
      let kind = vocabulary.kind(of: TokenID(token))
      let bytes = vocabulary.bytes(of: TokenID(token)) ?? []
      let hasLetter = bytes.contains {
        $0 >= 0x80 || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20)
      }
      return kind == .special || kind == .control || kind == .unknown || !hasLetter
    }
  }
}

/// The rows of a stored matrix in blocks, in order.
private struct RowBlocks {
  private let matrix: StoredTensor

  init(_ matrix: StoredTensor) { self.matrix = matrix }

  func forEach(_ ticket: Ticket, _ body: (Tensor) -> Void) throws(Trouble) {
    let step = max(16, (1 << 18) / max(1, matrix.columnCount))
    for start in stride(from: 0, to: matrix.rowCount, by: step) {
      try ticket.step(Double(start) / Double(matrix.rowCount))
      body(try matrix.tensor(rows: start..<min(matrix.rowCount, start + step)))
    }
  }
}
