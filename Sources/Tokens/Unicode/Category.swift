/// General categories of Unicode 16.0, the edition of the engines that tokenizers were made with.
///
/// The standard library's own tables are of another edition and would cut other pieces on thousands of
/// letters.
package enum Category: UInt8, Sendable, CaseIterable {
  case lu, ll, lt, lm, lo, mn, mc, me, nd, nl, no
  case pc, pd, ps, pe, pi, pf, po, sm, sc, sk, so, zs, zl, zp, cc, cf, cs, co, cn

  /// The edition of the tables.
  package static let unicodeVersion = CategoryRuns.version

  static let table = RunTable(CategoryRuns.text)

  /// The category of a code point; surrogates are Cs, values above U+10FFFF are Cn.
  package init(_ scalar: UInt32) { self = Category(rawValue: Self.table.value(scalar)) ?? .cn }

  /// The two letters: `Lu`.
  package var code: String {
    let name = String(describing: self)
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  /// Whether the code or its first letter is this name: `L` and `Lu` both hold for `A`.
  package func matches(_ name: String) -> Bool { code == name || String(code.prefix(1)) == name }
}

/// Properties of code points beyond the category, after Unicode 16.0.
package enum CodePoint {
  /// The property White_Space: 25 code points, not U+001C–001F, U+200B or U+FEFF.
  package static func isWhitespace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }
}
