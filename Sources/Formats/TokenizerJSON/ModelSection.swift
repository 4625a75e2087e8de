import Basics
import Tokens

/// The `model` of a tokenizer.json as it stands in the file: strings are places, nothing is looked up yet.
struct ModelSection {
  /// Everything but vocabulary and merges.
  var settings = Setting.null
  /// Spellings and their ids, in file order.
  var spellings: [JSONText] = []
  var ids: [UInt32] = []
  /// Left and right parts one after another.
  var merges: [JSONText] = []
  var hasMerges = false
  /// The file of merges and the number of its first merge's line, when they are not in the same file.
  var mergeLines: (file: String, first: Int)?
  var shape: Shape?
  /// By place in a vocabulary that is a list.
  var scores: [Double] = []

  /// The two forms of vocabularies.
  enum Shape: String {
    /// An object of spellings and ids.
    case named = "an object"
    /// A list of spellings and scores; the place is the id.
    case scored = "a list"
  }

  static let entryLimit = 4_000_000
  static let idLimit = 1 << 24
  static let tokenLimit = 64 << 10

  init() {}

  /// A file that is a vocabulary and nothing else.
  init(vocabulary scanner: inout JSONScanner, _ ticket: Ticket) throws(Trouble) {
    try readVocabulary(&scanner, ticket)
    try scanner.end()
  }

  /// Throws unless the vocabulary is there and has this shape.
  func check(_ wanted: Shape, _ settings: Declaration) throws(Trouble) {
    guard let shape else { throw settings.trouble("the vocabulary is missing", in: "vocab") }
    guard shape == wanted else {
      throw settings.trouble("\(wanted.rawValue) expected, \(shape.rawValue) found", in: "vocab")
    }
  }

  init(_ scanner: inout JSONScanner, _ ticket: Ticket) throws(Trouble) {
    try scanner.beginObject()
    var fields: [Setting.Field] = []
    while let key = try scanner.nextKey() {
      let name = Array(scanner.bytes(key))
      if fields.contains(where: { $0.name == name }) {
        throw scanner.trouble(
          "the key \(scanner.string(key)) stands twice", at: key.start, remedy: "Remove one of them")
      }
      var value = Setting.null
      switch String(decoding: name, as: UTF8.self) {
      case "vocab":
        if scanner.peek() == 0x5B {
          try readScores(&scanner, ticket)
        } else {
          try readVocabulary(&scanner, ticket)
        }
      case "merges": try readMerges(&scanner, ticket)
      default: value = try scanner.value()
      }
      fields.append(Setting.Field(name: name, value: value))
    }
    settings = .fields(fields)
  }

  private mutating func readVocabulary(_ scanner: inout JSONScanner, _ ticket: Ticket) throws(Trouble) {
    shape = .named
    // An entry takes some twenty bytes of the file. What is reserved in vain is never touched and costs nothing.
    let expected = (scanner.bytes.count - scanner.position) / 20
    spellings.reserveCapacity(expected)
    ids.reserveCapacity(expected)
    try scanner.beginObject()
    while let spelling = try scanner.nextKey() {
      let id = try scanner.integer()
      guard id >= 0, id < Self.idLimit else {
        throw scanner.trouble(
          "the id \(id) is outside 0 to \(Self.idLimit - 1)", remedy: "Number the vocabulary from 0")
      }
      try add(spelling, UInt32(id), scanner)
      try step(scanner, ticket)
      scanner.namedRun(Self.runLength) { spelling, id in
        guard id < Self.idLimit, spelling.count <= Self.tokenLimit else { return false }
        spellings.append(spelling)
        ids.append(UInt32(truncatingIfNeeded: id))
        return true
      }
    }
    try checkCount(ids.count, "entries", scanner.file)
  }

  /// So many elements are read without asking whether the reader is still wanted.
  private static let runLength = 1 << 14

  private mutating func readScores(_ scanner: inout JSONScanner, _ ticket: Ticket) throws(Trouble) {
    shape = .scored
    try scanner.beginList()
    while try scanner.nextElement() {
      let start = scanner.position
      try scanner.beginList()
      guard try scanner.nextElement() else {
        throw scanner.trouble("a piece and its score expected", at: start)
      }
      try add(try scanner.text(), UInt32(ids.count), scanner)
      guard try scanner.nextElement() else { throw scanner.trouble("the piece has no score", at: start) }
      scores.append(try scanner.twiceRoundedDouble())
      if try scanner.nextElement() {
        throw scanner.trouble("a piece and its score expected, more found", at: start)
      }
      if ids.count & 0x3FFF == 0 { try step(scanner, ticket) }
      try checkCount(ids.count, "entries", scanner.file)
    }
  }

  mutating func add(_ spelling: JSONText, _ id: UInt32, _ scanner: JSONScanner) throws(Trouble) {
    if spelling.count > Self.tokenLimit {
      throw scanner.trouble("an entry of \(spelling.count) bytes is over the limit of \(Self.tokenLimit)")
    }
    spellings.append(spelling)
    ids.append(id)
  }

  private mutating func readMerges(_ scanner: inout JSONScanner, _ ticket: Ticket) throws(Trouble) {
    hasMerges = true
    if try scanner.takeNull() { return }
    merges.reserveCapacity((scanner.bytes.count - scanner.position) / 8)
    try scanner.beginList()
    var areLines: Bool?
    while try scanner.nextElement() {
      let isLine = scanner.peek() == 0x22
      guard isLine == areLines ?? isLine else {
        throw scanner.trouble("merges are given both as strings and as pairs", remedy: "Use one form for all")
      }
      areLines = isLine
      if isLine { try readLine(&scanner) } else { try readPair(&scanner) }
      try step(scanner, ticket)
      if isLine { readLines(&scanner) } else { readPairs(&scanner) }
    }
    try checkCount(merges.count / 2, "merges", scanner.file)
  }

  /// The old form: both parts in one string with one space between them. Only a line `#version …` is a comment.
  private mutating func readLine(_ scanner: inout JSONScanner) throws(Trouble) {
    let start = scanner.position
    let line = try scanner.text()
    let (space, isOnly) = scanner.withSpan(of: line) { bytes in
      var spaces = 0
      var first = 0
      for index in 0..<bytes.count where bytes[index] == 0x20 {
        if spaces == 0 { first = index }
        spaces += 1
      }
      return (first, spaces == 1)
    }
    if scanner.bytes(line).starts(with: "#version".utf8) { return }
    guard isOnly else {
      throw scanner.trouble(
        "merge \(merges.count / 2) should be two parts with one space between them, \(scanner.string(line)) found",
        at: start,
        remedy: "Export the merges again; tokens with spaces need the form with pairs")
    }
    merges.append(line.part(0..<space))
    merges.append(line.part(space + 1..<line.count))
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

  /// Plain lines, as long as there are some.
  private mutating func readLines(_ scanner: inout JSONScanner) {
    scanner.stringRun(Self.runLength) { line, bytes in
      var space = -1
      for index in bytes.indices where bytes[index] == 0x20 {
        if space >= 0 { return false }
        space = index
      }
      if space < 0 || bytes[0] == 0x23 { return false }
      merges.append(line.part(0..<space))
      merges.append(line.part(space + 1..<line.count))
      return true
    }
  }

  /// Plain pairs, as long as there are some.
  private mutating func readPairs(_ scanner: inout JSONScanner) {
    scanner.pairRun(Self.runLength) { left, right in
      merges.append(left)
      merges.append(right)
    }
  }

  private func step(_ scanner: JSONScanner, _ ticket: Ticket) throws(Trouble) {
    try ticket.step(0.05 + 0.45 * Double(scanner.position) / Double(scanner.bytes.count))
  }

  /// Throws when there are more merges than are read.
  func checkMerges(_ file: String) throws(Trouble) { try checkCount(merges.count / 2, "merges", file) }

  func checkCount(_ count: Int, _ what: String, _ file: String) throws(Trouble) {
    guard count > Self.entryLimit else { return }
    throw Trouble(.limit, at: .file(file), "\(count) \(what) are over the limit of \(Self.entryLimit)")
  }
}
