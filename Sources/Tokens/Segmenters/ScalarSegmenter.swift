import Basics

/// Every Unicode scalar by itself; the number is its code point, that of a stray byte is 0x110000 more than
/// its value.
package struct ScalarSegmenter: Segmenter {
  package init() {}

  package var name: String { "scalars" }
  package var definition: String {
    "A unit is one Unicode scalar, numbered by its code point; a byte that is not UTF-8 is a unit numbered from 1114112."
  }

  package func forEachUnit(
    in text: Span<UInt8>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    var position = 0
    while position < text.count {
      let end = position + UTF8Scalar.length(text, position, text.count)
      try body(position, end)
      position = end
    }
  }

  package func id(of text: Span<UInt8>, _ unit: Range<Int>) -> TokenID { UnitHash.scalarOrHash(text, unit) }

  package func bytes(of id: TokenID) -> [UInt8]? { UnitHash.scalarBytes(id) }

  /// Before any byte that does not continue a character.
  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    var position = max(0, from)
    while position < bytes.count {
      if bytes[position] & 0xC0 != 0x80 { return position }
      position += 1
    }
    return nil
  }
}
