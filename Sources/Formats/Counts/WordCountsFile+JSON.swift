import Basics
import Tokens

/// The form in JSON.
extension WordCountsFile {
  func json() -> [UInt8] {
    var out = JSONOutput()
    out.raw("{\n  \"tessera_counts\": \(Self.version),\n  \"pattern\": ")
    out.string(rules.cut.text)
    out.raw(
      ",\n  \"normalization\": \"\(rules.normalization.rawValue)\",\n  \"lines\": \(rules.isByLine),\n  \"words\": ["
    )
    out.list(order) { out, word in
      let text = words.word(word)
      out.raw("    [\(words.count(of: word)), ")
      if UTF8Text.isValid(Array(text).span) && !text.contains(where: { $0 < 0x20 }) {
        out.string(Array(text))
        out.raw("]")
      } else {
        var escaped: [UInt8] = []
        CountsEscapes.append(text, to: &escaped)
        out.string(escaped)
        out.raw(", true]")
      }
    }
    out.raw("]\n}\n")
    return out.bytes
  }

  static func fromJSON(_ bytes: [UInt8], file: String, _ ticket: Ticket) throws(Trouble) -> WordCountsFile {
    var scanner = try JSONScanner(bytes, file: file)
    var (pattern, normalization, isByLine, found): (String?, String?, Bool?, Int?)
    var words: WordCounts?
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch scanner.string(key) {
      case "tessera_counts": found = try scanner.integer()
      case "pattern": pattern = try string(&scanner)
      case "normalization": normalization = try string(&scanner)
      case "lines": isByLine = try scanner.flag()
      case "words" where words == nil: words = try readWords(&scanner, ticket)
      default: throw scanner.trouble("\(scanner.string(key)) does not belong in a file of counts")
      }
    }
    try scanner.end()
    guard found == version, let pattern, let normalization, let isByLine, let words,
      let rules = WordRules(pattern: pattern, normalization: normalization, isByLine: isByLine)
    else {
      throw Trouble(
        .input, at: .file(file),
        "this is not a file of counts, version \(version), or its settings do not go together")
    }
    return WordCountsFile(rules: rules, words: words)
  }

  /// Read before it is looked up: the scanner keeps what it unescapes.
  private static func string(_ scanner: inout JSONScanner) throws(Trouble) -> String {
    let text = try scanner.text()
    return scanner.string(text)
  }

  private static func readWords(_ scanner: inout JSONScanner, _ ticket: Ticket) throws(Trouble) -> WordCounts
  {
    var words = WordCounts()
    try scanner.beginList()
    while try scanner.nextElement() {
      if words.count & 0xFFF == 0 { try ticket.step(0) }
      try scanner.beginList()
      guard try scanner.nextElement() else { throw scanner.trouble("a count expected") }
      let count = try scanner.integer()
      guard count > 0 else { throw scanner.trouble("a count above zero expected") }
      guard try scanner.nextElement() else { throw scanner.trouble("a word expected") }
      let text = try scanner.text()
      var word = Array(scanner.bytes(text))
      if try scanner.nextElement() {
        var bytes: [UInt8] = []
        guard try scanner.flag(), CountsEscapes.undo(word[...], into: &bytes), try !scanner.nextElement()
        else {
          throw scanner.trouble("an escape is not understood")
        }
        word = bytes
      }
      guard !word.isEmpty else { throw scanner.trouble("an empty word") }
      words.add(word.span, 0..<word.count, times: count)
    }
    return words
  }
}
