package struct TextCounts: Sendable, Equatable {
  package var bytes = 0
  package var scalars = 0
  package var graphemes = 0
  package var words = 0
  package var newlines = 0
  package init() {}
  package init(_ bytes: Span<UInt8>) { self.bytes = bytes.count }
  package static func + (a: TextCounts, b: TextCounts) -> TextCounts { a }
  package static func - (a: TextCounts, b: TextCounts) -> TextCounts { a }
}
