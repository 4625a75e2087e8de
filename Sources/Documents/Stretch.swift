/// One part of a document, counted: what lies between two neighbouring cuts.
package struct Stretch: Sendable, Equatable {
  package var tokenCount: Int
  package var text: TextCounts
  /// Whether its end is a place where the tokenizer promises a cut, or the end of the text.
  package var isProven: Bool

  package init(tokenCount: Int, text: TextCounts, isProven: Bool) {
    self.tokenCount = tokenCount
    self.text = text
    self.isProven = isProven
  }

  /// Its size.
  package var byteCount: Int { text.bytes }
}

/// What neighbouring stretches have together.
package struct StretchSums: Sendable, Equatable, TreeSums {
  package var stretches = 0
  package var tokens = 0
  package var text = TextCounts()
  /// Stretches whose end is no proven cut.
  package var unproven = 0

  package init() {}

  init(_ stretch: Stretch) {
    stretches = 1
    tokens = stretch.tokenCount
    text = stretch.text
    unproven = stretch.isProven ? 0 : 1
  }

  /// How many stretches there are.
  var count: Int { stretches }

  /// The bytes of the stretches.
  package var bytes: Int { text.bytes }

  static func + (a: StretchSums, b: StretchSums) -> StretchSums { combine(a, b, +) }

  static func - (a: StretchSums, b: StretchSums) -> StretchSums { combine(a, b, -) }

  private static func combine(_ a: StretchSums, _ b: StretchSums, _ with: (Int, Int) -> Int) -> StretchSums {
    var sum = StretchSums()
    sum.stretches = with(a.stretches, b.stretches)
    sum.tokens = with(a.tokens, b.tokens)
    sum.unproven = with(a.unproven, b.unproven)
    sum.text.bytes = with(a.text.bytes, b.text.bytes)
    sum.text.scalars = with(a.text.scalars, b.text.scalars)
    sum.text.graphemes = with(a.text.graphemes, b.text.graphemes)
    sum.text.words = with(a.text.words, b.text.words)
    sum.text.newlines = with(a.text.newlines, b.text.newlines)
    return sum
  }
}

extension Stretch: TreeItem {
  static var leafLimit: Int { 32 }

  static func sums(of items: [Stretch]) -> StretchSums {
    items.reduce(into: StretchSums()) { $0 = $0 + StretchSums($1) }
  }
}
