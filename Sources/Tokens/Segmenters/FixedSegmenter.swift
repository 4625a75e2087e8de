import Basics

/// Stretches of a fixed number of bytes, the last one shorter.
package struct FixedSegmenter: Segmenter {
  private let size: Int

  /// Units of `size` bytes, at least one.
  package init(size: Int) { self.size = max(1, size) }

  package var name: String { "fixed-\(size)" }
  package var definition: String {
    "A unit is \(size) bytes counted from the start of the text; its number is a hash, except for one byte."
  }

  package var idLimit: Int { 256 }

  package func forEachUnit(
    in text: Span<UInt8>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    for start in stride(from: 0, to: text.count, by: size) { try body(start, min(start + size, text.count)) }
  }

  package func id(of text: Span<UInt8>, _ unit: Range<Int>) -> TokenID {
    unit.count == 1 ? TokenID(text[unit.lowerBound]) : UnitHash.of(text, unit)
  }

  package func bytes(of id: TokenID) -> [UInt8]? { id < 256 ? [UInt8(id)] : nil }

  /// Where a unit begins depends on the distance from the start of the text, which a window does not show;
  /// single bytes excepted.
  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    size == 1 && from <= bytes.count ? from : nil
  }
}
