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

  /// The tokenizer with this name.
  package static func named(_ name: String) -> (any Tokenizer)? { all.first { $0.card.name == name } }
}
