import Basics

/// Every byte by itself; the number is its value.
package struct ByteSegmenter: Segmenter {
  package init() {}

  package var name: String { "bytes" }
  package var definition: String { "A unit is one byte; its number is the byte's value." }

  package var idLimit: Int { 256 }

  package func forEachUnit(
    in text: Span<UInt8>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    for index in 0..<text.count { try body(index, index + 1) }
  }

  package func id(of text: Span<UInt8>, _ unit: Range<Int>) -> TokenID { TokenID(text[unit.lowerBound]) }

  package func bytes(of id: TokenID) -> [UInt8]? { id < 256 ? [UInt8(id)] : nil }

  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? { from <= bytes.count ? from : nil }
}
