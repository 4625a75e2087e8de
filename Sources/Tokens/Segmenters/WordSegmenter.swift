import Basics

/// Words in a plain sense: what a person would count without knowing any language.
///
/// A unit is a maximal run of letters, marks, numbers and underscores (`L`, `M`, `N` of Unicode 16.0 and
/// `_`); or a maximal run of White_Space; or any other scalar or stray byte by itself. `don't stop` is `don`,
/// `'`, `t`, a space, `stop`. Languages written without spaces get long words: this is a counter, not a word
/// breaker.
package struct WordSegmenter: Segmenter {
  private let table = SplitClasses.shared.table

  package init() {}

  package var name: String { "words" }
  package var definition: String {
    "A unit is a run of letters, marks, numbers and underscores, a run of whitespace, or any other character; longer units are numbered by a hash."
  }

  private enum Sort { case word, space, other }

  package func forEachUnit(
    in text: Span<UInt8>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    var (start, sort) = (0, Sort.other)
    var position = 0
    while position < text.count {
      let (own, length) = self.sort(text, position)
      if position > start && (own != sort || own == .other) {
        try body(start, position)
        start = position
      }
      sort = own
      position += length
    }
    if position > start { try body(start, position) }
  }

  private func sort(_ text: Span<UInt8>, _ position: Int) -> (Sort, Int) {
    let (value, length) = UTF8Scalar.read(text, position, text.count)
    guard let value else { return (.other, 1) }
    let bits = SplitClass(rawValue: table.value(value))
    if value == 0x5F || !bits.isDisjoint(with: [.letter, .mark, .number]) { return (.word, length) }
    return (bits.contains(.space) ? .space : .other, length)
  }

  package func id(of text: Span<UInt8>, _ unit: Range<Int>) -> TokenID { UnitHash.scalarOrHash(text, unit) }

  package func bytes(of id: TokenID) -> [UInt8]? { UnitHash.scalarBytes(id) }

  /// Between two ASCII characters of different sorts, or beside one that stands alone.
  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    var position = max(0, from) + 1
    while position < bytes.count {
      if bytes[position] < 0x80 && bytes[position - 1] < 0x80 {
        let (left, right) = (sort(bytes, position - 1).0, sort(bytes, position).0)
        if left != right || left == .other { return position }
      }
      position += 1
    }
    return nil
  }
}
