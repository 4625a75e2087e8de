import Basics
import Tokens

/// Words of a text, and the tokens that spell them.
package enum WordSpans {
  /// The runs of letters and marks in bytes of a text; apostrophes inside belong to them.
  package static func words(in text: [UInt8], _ range: Range<Int>? = nil) -> [Range<Int>] {
    let range = range ?? 0..<text.count
    var words: [Range<Int>] = []
    var start: Int?
    var at = range.lowerBound
    while at < range.upperBound {
      let (isLetter, length) = letter(text, at)
      if isLetter, start == nil { start = at }
      if !isLetter, let from = start {
        words.append(from..<at)
        start = nil
      }
      at += length
    }
    if let start { words.append(start..<min(at, range.upperBound)) }
    return words
  }

  /// The word that holds a byte or ends there, else the next one.
  package static func word(at byte: Int, in text: [UInt8]) -> Range<Int>? {
    let near = max(0, byte - 256)..<min(text.count, byte + 4096)
    return words(in: text, near).first { $0.upperBound >= byte && $0.upperBound > $0.lowerBound }
  }

  private static func letter(_ text: [UInt8], _ at: Int) -> (Bool, Int) {
    let first = text[at]
    if first < 0x80 { return ((first | 0x20) >= 0x61 && (first | 0x20) <= 0x7A, 1) }
    let length = UTF8Scalar.length(text.span, at, text.count)
    let part = String(decoding: text[at..<at + length], as: UTF8.self).unicodeScalars.first
    let properties = part?.properties
    let isMark = properties?.generalCategory == .nonspacingMark || properties?.generalCategory == .spacingMark
    return (part?.value != 0xFFFD && (properties?.isAlphabetic ?? false || isMark), length)
  }

  /// The indexes of the tokens that cover bytes of the text, by bisection.
  package static func tokens(_ tokens: [Token], covering range: Range<Int>) -> Range<Int> {
    func first(_ isPast: (Token) -> Bool) -> Int {
      var (low, high) = (0, tokens.count)
      while low < high {
        let middle = (low + high) / 2
        if isPast(tokens[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let start = first { $0.bytes.upperBound > range.lowerBound }
    let end = first { $0.bytes.lowerBound >= range.upperBound }
    return start..<max(start, end)
  }

  /// By id, whether an entry cannot go on a word: it begins with white space or with what is no letter and no digit, or its
  /// spelling says so.
  package static func beginnings(_ entries: SurfaceEntries) -> [Bool] {
    var begins = [Bool](repeating: true, count: entries.idLimit)
    for id in entries.ids {
      let role = entries.role(of: id)
      guard let first = entries.bytes(of: id).first else { continue }
      let isLetter =
        first >= 0x80 || (first | 0x20) >= 0x61 && (first | 0x20) <= 0x7A || (0x30...0x39).contains(first)
      begins[Int(id)] = role.continues.map { !$0 } ?? !isLetter
    }
    return begins
  }

  /// Tokens cut into words: a new one begins where the next token cannot go on the one before.
  package static func groups(_ ids: [TokenID], _ begins: [Bool]) -> [ArraySlice<TokenID>] {
    var groups: [ArraySlice<TokenID>] = []
    var start = 0
    for index in ids.indices.dropFirst()
    where Int(ids[index]) >= begins.count || begins[Int(ids[index])] {
      groups.append(ids[start..<index])
      start = index
    }
    if start < ids.count { groups.append(ids[start...]) }
    return groups
  }
}
