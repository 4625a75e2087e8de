/// Every tokenizer that needs no file, one a line.
package enum TokenizerCatalog {
  /// The plain segmenters.
  package static let segmenters: [any Segmenter] = [
    ByteSegmenter(),
    ScalarSegmenter(),
    GraphemeSegmenter(),
    WordSegmenter(),
    FixedSegmenter(size: 4),
  ]

  /// The segmenters as tokenizers, by name.
  package static let all: [any Tokenizer] = segmenters.map { SegmentTokenizer($0) }

  /// The largest unit of fixed size.
  private static let sizeLimit = 1 << 20

  /// The tokenizer with this name; `fixed-16` has units of 16 bytes.
  package static func named(_ name: String) -> (any Tokenizer)? {
    if let known = all.first(where: { $0.card.name == name }) { return known }
    guard name.hasPrefix("fixed-"), let size = Int(name.dropFirst(6)), (1...sizeLimit).contains(size) else {
      return nil
    }
    return SegmentTokenizer(FixedSegmenter(size: size))
  }
}
