import Basics
import Tokens

/// The `model` of a tokenizer.json as it stands in the file: strings are places, nothing is looked up yet.
struct ModelSection {
  /// Everything but vocabulary and merges.
  var settings = Setting.null
  /// Spellings and their ids, in file order; empty for models whose vocabulary is a list.
  var spellings: [JSONText] = []
  var ids: [UInt32] = []
  /// Left and right parts one after another, or whole lines of the old form.
  var merges: [JSONText] = []
  var mergesAreLines = false
  var hasMerges = false
  var hasVocabulary = false

  static let entryLimit = 4_000_000
  static let idLimit = 1 << 24
  static let tokenLimit = 64 << 10

  /// A section without anything, to take the place of one that has been used.
  static let empty = ModelSection()

  private init() {}

  init(_ scanner: inout JSONScanner, _ ticket: Ticket) throws(Trouble) {
    try scanner.beginObject()
    var fields: [Setting.Field] = []
    while let key = try scanner.nextKey() {
      let name = Array(scanner.bytes(key))
      if fields.contains(where: { $0.name == name }) {
        throw scanner.trouble("the key \(scanner.string(key)) stands twice", at: Int(key.start), remedy: "Remove one of them")
      }
      var value = Setting.null
      switch String(decoding: name, as: UTF8.self) {
      case "vocab":
        if scanner.peek() == 0x7B { try readVocabulary(&scanner, ticket) } else { try scanner.skip() }
      case "merges": try readMerges(&scanner, ticket)
      default: value = try scanner.value()
      }
      fields.append(Setting.Field(name: name, value: value))
    }
    settings = .fields(fields)
  }

  private mutating func readVocabulary(_ scanner: inout JSONScanner, _ ticket: Ticket) throws(Trouble) {
    hasVocabulary = true
    try scanner.beginObject()
    while let spelling = try scanner.nextKey() {
      let id = try scanner.integer()
      guard id >= 0, id < Self.idLimit else {
        throw scanner.trouble("the id \(id) is outside 0 to \(Self.idLimit - 1)", remedy: "Number the vocabulary from 0")
      }
      if Int(spelling.count) > Self.tokenLimit {
        throw scanner.trouble("an entry of \(spelling.count) bytes is over the limit of \(Self.tokenLimit)")
      }
      spellings.append(spelling)
      ids.append(UInt32(id))
      if ids.count & 0x3FFF == 0 { try step(scanner, ticket) }
    }
    try checkCount(ids.count, "entries", scanner)
  }

  private mutating func readMerges(_ scanner: inout JSONScanner, _ ticket: Ticket) throws(Trouble) {
    hasMerges = true
    if try scanner.takeNull() { return }
    try scanner.beginList()
    var isFirst = true
    while try scanner.nextElement() {
      let isLine = scanner.peek() == 0x22
      if isFirst { mergesAreLines = isLine }
      isFirst = false
      guard isLine == mergesAreLines else {
        throw scanner.trouble("merges are given both as strings and as pairs", remedy: "Use one form for all")
      }
      if isLine { merges.append(try scanner.text()) } else { try readPair(&scanner) }
      if merges.count & 0x3FFF == 0 { try step(scanner, ticket) }
    }
    try checkCount(merges.count / (mergesAreLines ? 1 : 2), "merges", scanner)
  }

  private mutating func readPair(_ scanner: inout JSONScanner) throws(Trouble) {
    let start = scanner.position
    try scanner.beginList()
    var count = 0
    while try scanner.nextElement() {
      merges.append(try scanner.text())
      count += 1
    }
    if count != 2 { throw scanner.trouble("a merge has two parts, not \(count)", at: start) }
  }

  private func step(_ scanner: JSONScanner, _ ticket: Ticket) throws(Trouble) {
    try ticket.step(0.05 + 0.45 * Double(scanner.position) / Double(scanner.bytes.count))
  }

  private func checkCount(_ count: Int, _ what: String, _ scanner: JSONScanner) throws(Trouble) {
    guard count > Self.entryLimit else { return }
    throw Trouble(.limit, at: .file(scanner.file), "\(count) \(what) are over the limit of \(Self.entryLimit)")
  }
}
