import Basics

/// Grapheme clusters: what a person calls a character (UAX 29, extended clusters, the standard library's
/// edition of Unicode).
///
/// A cluster of one scalar is numbered by its code point, a longer one by a hash. Well-formed stretches are
/// cut by the standard library; a byte that is not UTF-8 is a unit and ends the cluster before it.
package struct GraphemeSegmenter: Segmenter {
  package init() {}

  package var name: String { "graphemes" }
  package var definition: String {
    "A unit is one extended grapheme cluster; clusters of several scalars are numbered by a hash."
  }

  package func forEachUnit(
    in text: Span<UInt8>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    var position = 0
    while position < text.count {
      let end = Self.standsAlone(text, position) ? position : Self.stretch(text, position)
      if end > position {
        try cut(text, position..<end, body)
        position = end
      } else {
        try body(position, position + 1)
        position += 1
      }
    }
  }

  /// Whether two ASCII characters meet behind `position`, of which the first therefore is a cluster: only CR
  /// LF join.
  @inline(__always)
  private static func standsAlone(_ text: Span<UInt8>, _ position: Int) -> Bool {
    text[position] < 0x80 && (position + 1 == text.count || text[position + 1] < 0x80) && text[position] != 13
  }

  /// The end of the well-formed stretch from `start`; it ends early where two ASCII characters meet.
  private static func stretch(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while position < text.count {
      let (value, length) = UTF8Scalar.read(text, position, text.count)
      if value == nil
        || position > start && standsAlone(text, position) && text[position - 1] < 0x80
          && text[position - 1] != 13
      {
        return position
      }
      position += length
    }
    return position
  }

  private func cut(
    _ text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    if range.isEmpty { return }
    let string = String(decoding: range.map { text[$0] }, as: UTF8.self)
    var start = range.lowerBound
    for character in string {
      let end = start + character.utf8.count
      try body(start, end)
      start = end
    }
  }

  package func id(of text: Span<UInt8>, _ unit: Range<Int>) -> TokenID { UnitHash.scalarOrHash(text, unit) }

  package func bytes(of id: TokenID) -> [UInt8]? { UnitHash.scalarBytes(id) }

  /// Between two ASCII characters other than CR LF: nothing further left or right joins them.
  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    var position = max(0, from) + 1
    while position < bytes.count {
      if bytes[position] < 0x80 && bytes[position - 1] < 0x80
        && !(bytes[position - 1] == 13 && bytes[position] == 10)
      {
        return position
      }
      position += 1
    }
    return nil
  }
}
