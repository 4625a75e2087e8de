extension Legible {
  /// The piece that begins at `at`; it ends at `limit` or before. `at` is less than `limit`.
  package static func next(in bytes: Span<UInt8>, at: Int, limit: Int, _ options: Options) -> Legible {
    let first = bytes[at]
    if first < 0x80 {
      guard first > 0x20 && first < 0x7F else { return ascii(first, at, options) }
      // A mark can only follow when the next byte is not ASCII, so most text leaves here.
      if at + 1 == limit || bytes[at + 1] < 0x80 {
        return Legible(
          .plain, at..<at + 1, asciiGlyphs[Int(first)], columns: 1, scalar: UInt32(first))
      }
    }
    guard let (scalar, length) = decode(bytes, at, limit) else {
      return Legible(.oddByte, at..<at + 1, "\\x" + hex(UInt32(first), 2), columns: 4, scalar: UInt32(first))
    }
    let range = at..<at + length
    switch ColumnWidth.characterClass(scalar.value) {
    case .narrow: return base(scalar, 1, bytes, range, limit, options)
    case .wide: return base(scalar, 2, bytes, range, limit, options)
    case .ambiguous: return base(scalar, options.ambiguousIsWide ? 2 : 1, bytes, range, limit, options)
    case .mark: return base("\u{25CC}", 1, bytes, at..<at, limit, options)
    case .space: return space(scalar, range, options)
    case .control: return escaped(.control, scalar, range, digits: 2)
    case .invisible, .selector: return escaped(.invisible, scalar, range)
    case .bidi: return escaped(.bidi, scalar, range)
    case .unassigned: return escaped(.unassigned, scalar, range)
    }
  }

  /// Strings of one ASCII character, made once.
  private static let asciiGlyphs = (UInt8(0)..<0x80).map { String(Unicode.Scalar($0)) }

  /// C0, space and DEL.
  private static func ascii(_ byte: UInt8, _ at: Int, _ options: Options) -> Legible {
    let kind: LegibleKind =
      switch byte {
      case 0x09: .tab
      case 0x0A: .newline
      case 0x0D: .carriageReturn
      case 0x20: .space
      default: .control
      }
    let glyph: String
    if byte == 0x20 {
      glyph = !options.showsSpaces ? asciiGlyphs[0x20] : options.isASCII ? "_" : "·"
    } else if options.isASCII {
      glyph = "^" + String(Unicode.Scalar(byte ^ 0x40))
    } else {
      glyph = picture(of: byte)
    }
    return Legible(kind, at..<at + 1, glyph, columns: glyph.unicodeScalars.count, scalar: UInt32(byte))
  }

  private static func picture(of control: UInt8) -> String {
    switch control {
    case 0x08: "␈"
    case 0x09: "→"
    case 0x0A: "↵"
    case 0x0D: "␍"
    case 0x7F: "␡"
    default: String(Unicode.Scalar(0x2400 + UInt32(control)) ?? "?")
    }
  }

  /// A base with the marks that follow; marks past the fourth and variation selectors are covered but not drawn.
  private static func base(
    _ scalar: Unicode.Scalar, _ columns: Int, _ bytes: Span<UInt8>, _ range: Range<Int>, _ limit: Int,
    _ options: Options
  ) -> Legible {
    var glyph = String.UnicodeScalarView()
    if !options.isASCII || !range.isEmpty { glyph.append(scalar) }
    var marks = 0
    var end = range.upperBound
    var first = scalar
    while end < limit, bytes[end] >= 0x80, let (mark, length) = decode(bytes, end, limit) {
      let kind = ColumnWidth.characterClass(mark.value)
      guard kind == .mark || kind == .selector else { break }
      if range.isEmpty && marks == 0 { first = mark }
      end += length
      marks += kind == .mark ? 1 : 0
      if kind == .mark && marks <= 4 { glyph.append(mark) }
    }
    let whole = range.lowerBound..<end
    let kind: LegibleKind = range.isEmpty ? .invisible : .plain
    if options.isASCII {
      let spelled = glyph.map(asciiForm).joined()
      return Legible(kind, whole, spelled, columns: spelled.utf8.count, scalar: first.value)
    }
    return Legible(kind, whole, String(glyph), columns: columns, scalar: first.value)
  }

  private static func asciiForm(_ scalar: Unicode.Scalar) -> String {
    scalar.isASCII ? String(scalar) : "<\(hex(scalar.value, 4))>"
  }

  private static func space(_ scalar: Unicode.Scalar, _ range: Range<Int>, _ options: Options) -> Legible {
    let wide = scalar.value == 0x3000
    guard options.showsSpaces else {
      return Legible(.space, range, wide ? "  " : " ", columns: wide ? 2 : 1, scalar: scalar.value)
    }
    switch scalar.value {
    case 0xA0 where !options.isASCII: return Legible(.space, range, "⍽", columns: 1, scalar: scalar.value)
    case 0x3000 where !options.isASCII:
      return Legible(.space, range, "␣␣", columns: 2, scalar: scalar.value)
    default: return escaped(.space, scalar, range)
    }
  }

  /// `<200b>`; tags and regional indicators also say the letter they stand for: `<e0041=A>`, `<1f1eb=F>`.
  private static func escaped(
    _ kind: LegibleKind, _ scalar: Unicode.Scalar, _ range: Range<Int>, digits: Int = 4
  ) -> Legible {
    var glyph = "<" + hex(scalar.value, digits)
    if let letter = letter(of: scalar.value) { glyph += "=\(letter)" }
    glyph += ">"
    return Legible(kind, range, glyph, columns: glyph.utf8.count, scalar: scalar.value)
  }

  private static func letter(of scalar: UInt32) -> Unicode.Scalar? {
    switch scalar {
    case 0xE0021...0xE007E: Unicode.Scalar(scalar - 0xE0000)
    case 0x1F1E6...0x1F1FF: Unicode.Scalar(scalar - 0x1F1E6 + 0x41)
    default: nil
    }
  }

  private static func hex(_ value: UInt32, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// The scalar whose UTF-8 form begins at `at` and ends before `limit`; nil for anything that is not strict UTF-8.
  static func decode(
    _ bytes: Span<UInt8>, _ at: Int, _ limit: Int
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    let lead = bytes[at]
    let length: Int
    var value: UInt32
    switch lead {
    case 0..<0x80: return (Unicode.Scalar(lead), 1)
    case 0xC2...0xDF: (length, value) = (2, UInt32(lead & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(lead & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(lead & 0x07))
    default: return nil
    }
    guard at + length <= limit else { return nil }
    for i in 1..<length {
      guard bytes[at + i] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[at + i] & 0x3F)
    }
    // Surrogates fail in `Unicode.Scalar`; overlong forms are shorter than their length promises.
    guard value >= (length == 3 ? 0x800 : length == 4 ? 0x10000 : 0x80) else { return nil }
    return Unicode.Scalar(value).map { ($0, length) }
  }
}
