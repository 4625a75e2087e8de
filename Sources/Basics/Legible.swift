/// What sort of thing a stretch of foreign text is, for style and legend.
package enum LegibleKind: String, Sendable, CaseIterable {
  /// Drawn as it is.
  case plain
  /// A space of any width, drawn as a mark when whitespace is shown.
  case space
  case newline, tab, carriageReturn
  /// C0 and C1 controls, DEL.
  case control
  /// Characters without a column of their own.
  case invisible
  /// Characters that change the direction of the text.
  case bidi
  /// A byte that is not UTF-8, or a part of a character.
  case oddByte
  /// Unassigned, surrogate, private use.
  case unassigned

  /// Whether the drawn form stands for something else and so needs a style of its own: `<200b>` typed by a person
  /// must not pass for the real thing.
  package var isEscaped: Bool { self != .plain && self != .space }
}

/// One drawable piece of foreign text: a base with its marks, a control picture, an escaped scalar or byte.
///
/// Everything that did not come from our own source passes here before it is drawn, printed, or put in a title.
/// `Legible.items(of: Array("a\u{1B}b".utf8))` gives `a`, `␛`, `b`; their ranges tile the bytes. No glyph ever
/// holds a control, a bidi control, a joiner, or anything else that a terminal would act on.
package struct Legible: Sendable, Equatable {
  /// What sort of thing it is.
  package var kind: LegibleKind
  /// The bytes it stands for, counted in the text that was given.
  package var range: Range<Int>
  /// What is drawn: one base with at most four marks, or some ASCII characters that spell an escape.
  package var glyph: String
  /// How many columns `glyph` takes.
  package var columns: Int
  /// The first code point, or the byte when `kind` is `oddByte`.
  package var scalar: UInt32

  package init(_ kind: LegibleKind, _ range: Range<Int>, _ glyph: String, columns: Int, scalar: UInt32) {
    self.kind = kind
    self.range = range
    self.glyph = glyph
    self.columns = columns
    self.scalar = scalar
  }

  /// Choices of the person, not of the text.
  package struct Options: Sendable, Equatable {
    /// Spell everything in ASCII, for terminals and locales that know no more.
    package var isASCII: Bool
    /// Draw spaces as marks.
    package var showsSpaces: Bool
    /// Count East Asian ambiguous characters as two columns.
    package var ambiguousIsWide: Bool

    package init(isASCII: Bool = false, showsSpaces: Bool = false, ambiguousIsWide: Bool = false) {
      self.isASCII = isASCII
      self.showsSpaces = showsSpaces
      self.ambiguousIsWide = ambiguousIsWide
    }
  }
}

extension Legible {
  /// The pieces of `bytes[range]`, seen in isolation: a character that the range cuts shows as its bytes, and a mark
  /// whose base is outside stands on a dotted circle. Any bytes will do.
  package static func items(
    of bytes: [UInt8], in range: Range<Int>? = nil, _ options: Options = Options()
  ) -> [Legible] {
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    var items: [Legible] = []
    items.reserveCapacity(range.count)
    forEach(in: bytes.span, range, options) { items.append($0) }
    return items
  }

  /// As `items(of:)`, one after the other and without an array, for callers that stop counting columns at a margin.
  package static func forEach(
    in bytes: Span<UInt8>, _ range: Range<Int>, _ options: Options = Options(), _ body: (Legible) -> Void
  ) {
    var at = range.lowerBound
    while at < range.upperBound {
      let item = next(in: bytes, at: at, limit: range.upperBound, options)
      body(item)
      at = item.range.upperBound
    }
  }

  /// The foreign text as one line that is safe to print; spaces stay spaces.
  package static func string(of bytes: [UInt8], ascii: Bool = false) -> String {
    var line = ""
    forEach(in: bytes.span, 0..<bytes.count, Options(isASCII: ascii)) { line += $0.glyph }
    return line
  }

  /// As above, for a string.
  package static func string(of text: String, ascii: Bool = false) -> String {
    string(of: Array(text.utf8), ascii: ascii)
  }

  /// How many columns the foreign text takes when it is drawn.
  package static func columns(of text: String, _ options: Options = Options()) -> Int {
    var columns = 0
    let bytes = Array(text.utf8)
    forEach(in: bytes.span, 0..<bytes.count, options) { columns += $0.columns }
    return columns
  }
}
