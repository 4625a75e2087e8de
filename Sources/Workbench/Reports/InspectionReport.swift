import Basics
import Figures
import Tokens

/// Everything about one token, for the inspector and for `tessera inspect`.
package struct InspectionReport: Sendable {
  /// Where the token stands in a text.
  package struct Context: Sendable, Equatable {
    /// Its bytes in the original.
    package var range: Range<Int>
    /// How often the id occurs in the text, when that has been counted.
    package var occurrences: Int?

    package init(range: Range<Int>, occurrences: Int? = nil) {
      self.range = range
      self.occurrences = occurrences
    }
  }

  /// How many entries are shown on either side, and how many that begin alike.
  static let neighbourCount = 3
  static let alikeCount = 8
  /// The most tokens of a text that are inspected one by one.
  static let textLimit = 100

  let tokenizer: any Tokenizer
  private let index: VocabularyIndex?

  /// Without an index the entries that begin alike are left out.
  package init(_ tokenizer: any Tokenizer, _ index: VocabularyIndex? = nil) {
    self.tokenizer = tokenizer
    self.index = index
  }

  /// The figures of one id. Throws when the vocabulary has no such entry.
  package func figures(of id: TokenID, _ context: Context? = nil) throws(Trouble) -> [Figure] {
    guard let bytes = tokenizer.vocabulary.bytes(of: id) else {
      throw Trouble(
        .input, "id \(id) is not in the vocabulary of \(tokenizer.card.name)",
        remedy: "Its ids run from 0 to \(tokenizer.vocabulary.idLimit - 1)")
    }
    var figures: [Figure] = [.table(facts(id, bytes, context))]
    if let tree = merges(id) { figures.append(.tree(tree)) }
    figures.append(.table(characters(bytes)))
    figures.append(.table(neighbours(id)))
    if let alike = alike(id, bytes) { figures.append(.table(alike)) }
    return figures
  }

  /// The figures of every token of a short text, the text itself first.
  package func figures(ofText text: [UInt8]) throws(Trouble) -> [Figure] {
    let tokens = try tokenizer.encode(text, EncodeOptions(special: .allow), Ticket())
    guard tokens.count <= Self.textLimit else {
      throw Trouble(
        .usage, "the text has \(tokens.count) tokens, too many to inspect one by one",
        remedy: "Give at most \(Self.textLimit), or use tessera encode --spans")
    }
    let title = "\(tokenizer.card.name): \(tokens.count) tokens"
    let pieces = segments(tokens, tokenizer.vocabulary)
    var figures: [Figure] = [.segments(Segments(title: title, text: text, segments: pieces))]
    for token in tokens {
      let count = tokens.count { $0.id == token.id }
      figures += try self.figures(of: token.id, Context(range: token.bytes, occurrences: count))
    }
    return figures
  }

  private func facts(_ id: TokenID, _ bytes: [UInt8], _ context: Context?) -> Table {
    let kind = tokenizer.vocabulary.kind(of: id)
    var rows: [[Value]] = [
      [.text("id"), .integer(Int(id))],
      [.text("text"), .bytes(bytes)],
      [.text("bytes"), .text(hexText(bytes))],
      [.text("length in bytes"), .integer(bytes.count)],
      [.text("kind"), .text(kind.rawValue)],
    ]
    switch tokenizer.vocabulary.weight(of: id) {
    case .rank(let rank): rows.append([.text("merge rank"), .integer(rank)])
    case .score(let score): rows.append([.text("score"), .number(score, decimals: 6)])
    case nil: break
    }
    if let context {
      rows.append([.text("byte range"), .text("\(context.range.lowerBound)–\(context.range.upperBound)")])
      if let count = context.occurrences { rows.append([.text("occurs here"), .integer(count)]) }
    }
    return Table(title: "Token \(id)", columns: Self.factColumns, rows: rows)
  }

  private static let factColumns = [
    Table.Column("", key: "field"), Table.Column("", key: "value"),
  ]

  private func neighbours(_ id: TokenID) -> Table {
    let low = max(0, Int(id) - Self.neighbourCount)
    let high = min(tokenizer.vocabulary.idLimit - 1, Int(id) + Self.neighbourCount)
    let ids = low <= high ? (low...high).map { TokenID($0) } : []
    return Table(
      title: "Neighbours by id", columns: Self.entryColumns, rows: ids.map { entry($0, current: id) })
  }

  /// The longest entries that this one begins with, and the lowest ids of those that begin with it.
  private func alike(_ id: TokenID, _ bytes: [UInt8]) -> Table? {
    guard let index, !bytes.isEmpty else { return nil }
    let longer = index.entries(withPrefix: bytes)
    let first = Self.lowest(Self.alikeCount, of: longer.filter { $0 != id })
    let shorter = (1..<max(1, bytes.count)).reversed().compactMap {
      tokenizer.vocabulary.id(of: Array(bytes[..<$0]))
    }
    let ids = Array(shorter.prefix(Self.alikeCount).reversed()) + [id] + first
    return Table(
      title: "Entries that share its beginning (\(longer.count - 1) are longer)", columns: Self.entryColumns,
      rows: ids.map { entry($0, current: id) })
  }

  private static func lowest(_ count: Int, of ids: [TokenID]) -> [TokenID] {
    var lowest: [TokenID] = []
    for id in ids where lowest.count < count || id < (lowest.last ?? 0) {
      lowest.insert(id, at: lowest.firstIndex { $0 > id } ?? lowest.count)
      if lowest.count > count { lowest.removeLast() }
    }
    return lowest
  }

  private static let entryColumns = [
    Table.Column("", key: "here"), Table.Column("id", key: "id", isNumeric: true),
    Table.Column("text", key: "text"),
    Table.Column("bytes", key: "hex"),
  ]

  private func entry(_ id: TokenID, current: TokenID) -> [Value] {
    let bytes = tokenizer.vocabulary.bytes(of: id)
    return [
      id == current ? .text("▸") : .none, .integer(Int(id)), bytes.map { .bytes($0) } ?? .text("(hole)"),
      .text(hexText(bytes ?? [])),
    ]
  }
}
