import Basics

/// Lets a splitter of Unicode 16 see a text as one of Unicode 15 would: characters that are newer are of no class.
///
/// For the splitter, each of them is replaced by a noncharacter of the same length, so places stay what they are.
package struct EditionSplitter: Splitter {
  /// What it lets see.
  package let splitter: any Splitter

  package init(_ splitter: any Splitter) { self.splitter = splitter }

  package var summary: String { splitter.summary }

  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? { splitter.safeCut(in: bytes, from: from) }

  package func cut(
    _ range: Range<Int>, of text: Span<UInt8>, keepsMatches: Bool, keepsGaps: Bool,
    into pieces: inout [Range<Int>]
  ) throws(Trouble) {
    guard let copy = Self.older(text, range) else {
      return try splitter.cut(
        range, of: text, keepsMatches: keepsMatches, keepsGaps: keepsGaps, into: &pieces)
    }
    let first = pieces.count
    try splitter.cut(
      0..<copy.count, of: copy.span, keepsMatches: keepsMatches, keepsGaps: keepsGaps, into: &pieces)
    for index in first..<pieces.count {
      let piece = pieces[index]
      pieces[index] = piece.lowerBound + range.lowerBound..<piece.upperBound + range.lowerBound
    }
  }

  package func seam(_ left: Neighbour, _ right: UInt32) -> Seam { splitter.seam(left, right) }

  package func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    guard let copy = Self.older(text, range) else { return try splitter.forEachMatch(in: text, range, body) }
    try splitter.forEachMatch(in: copy.span, 0..<copy.count) { start, end throws(Trouble) in
      try body(start + range.lowerBound, end + range.lowerBound)
    }
  }

  /// The text without newer characters, nil when it has none.
  private static func older(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    guard var position = NewerCharacters.first(in: text, range) else { return nil }
    var copy = range.map { text[$0] }
    while true {
      // They have three or four bytes.
      let length = Unit.at(position, in: text, end: range.upperBound).length
      let start = position - range.lowerBound
      let substitute: [UInt8] = length == 3 ? [0xEF, 0xBF, 0xBF] : [0xF0, 0x9F, 0xBF, 0xBF]
      copy.replaceSubrange(start..<start + length, with: substitute)
      guard let next = NewerCharacters.first(in: text, position + length..<range.upperBound) else {
        return copy
      }
      position = next
    }
  }
}

/// The characters that came with Unicode 16.0. Source: DerivedAge.txt of the Unicode Character Database.
enum NewerCharacters {
  static func contains(_ unit: UInt32) -> Bool { unit >= 0x897 && set.contains(unit) }

  /// The place of the first in a part of a text.
  ///
  /// Safety: `base[..<end]` is legible, and `begins` has a place for any two bytes of which the first is at least 0xE0.
  static func first(in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range lies inside the text")
    return unsafe text.withUnsafeBufferPointer { bytes in
      unsafe begins.withUnsafeBufferPointer { begins in
        guard let base = bytes.baseAddress else { return nil }
        let end = range.upperBound
        var position = unsafe UTF8Text.asciiEnd(base, range.lowerBound, end)
        while position < end {
          let lead = unsafe base[position]
          position &+= 1
          if lead < 0x80 { position = unsafe UTF8Text.asciiEnd(base, position, end) }
          if lead < 0xE0 || position >= end { continue }
          if unsafe !begins[Int(lead & 31) &<< 6 | Int(base[position] & 63)] { continue }
          if contains(Unit.at(position - 1, in: text, end: end).unit) { return position - 1 }
        }
        return nil
      }
    }
  }

  /// By the first two bytes: whether one may begin with them.
  private static let begins: [Bool] = {
    var begins = [Bool](repeating: false, count: 32 << 6)
    for range in set.ranges {
      for scalar in range {
        let (lead, next) = scalar < 0x1_0000 ? (scalar >> 12, scalar >> 6) : (16 | scalar >> 18, scalar >> 12)
        begins[Int(lead << 6 | next & 63)] = true
      }
    }
    return begins
  }()

  static let set = CodePointSet([
    0x897...0x897, 0x1B4E...0x1B4F, 0x1B7F...0x1B7F, 0x1C89...0x1C8A, 0x2427...0x2429, 0x31E4...0x31E5,
    0xA7CB...0xA7CD, 0xA7DA...0xA7DC, 0x105C0...0x105F3, 0x10D40...0x10D65, 0x10D69...0x10D85,
    0x10D8E...0x10D8F, 0x10EC2...0x10EC4, 0x10EFC...0x10EFC, 0x11380...0x11389, 0x1138B...0x1138B,
    0x1138E...0x1138E, 0x11390...0x113B5, 0x113B7...0x113C0, 0x113C2...0x113C2, 0x113C5...0x113C5,
    0x113C7...0x113CA, 0x113CC...0x113D5, 0x113D7...0x113D8, 0x113E1...0x113E2, 0x116D0...0x116E3,
    0x11BC0...0x11BE1, 0x11BF0...0x11BF9, 0x11F5A...0x11F5A, 0x13460...0x143FA, 0x16100...0x16139,
    0x16D40...0x16D79, 0x18CFF...0x18CFF, 0x1CC00...0x1CCF9, 0x1CD00...0x1CEB3, 0x1E5D0...0x1E5FA,
    0x1E5FF...0x1E5FF, 0x1F8B2...0x1F8BB, 0x1F8C0...0x1F8C1, 0x1FA89...0x1FA89, 0x1FA8F...0x1FA8F,
    0x1FABE...0x1FABE, 0x1FAC6...0x1FAC6, 0x1FADC...0x1FADC, 0x1FADF...0x1FADF, 0x1FAE9...0x1FAE9,
    0x1FBCB...0x1FBEF,
  ])
}
