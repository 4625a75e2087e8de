/// What the split patterns ask of a code point, as bits.
struct SplitClass: OptionSet, Sendable {
  let rawValue: UInt8

  /// `\p{L}`
  static let letter = SplitClass(rawValue: 1)
  /// `\p{N}`
  static let number = SplitClass(rawValue: 2)
  /// `\s`
  static let space = SplitClass(rawValue: 4)
  /// `[\r\n]`
  static let newline = SplitClass(rawValue: 8)
  /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`
  static let upper = SplitClass(rawValue: 16)
  /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`
  static let lower = SplitClass(rawValue: 32)
  /// `\p{M}`
  static let mark = SplitClass(rawValue: 64)
  /// `\p{Han}`
  static let han = SplitClass(rawValue: 128)
}

/// The class bits of every code point in two levels.
struct SplitClasses: Sendable {
  static let shared = SplitClasses()

  let table: RunTable

  private init() {
    let han = Script(named: "Han")?.number
    var values = RunTable(Category.table, Script.table) { category, script in
      Self.bits(category) | (script == han ? SplitClass.han.rawValue : 0)
    }
    for scalar in UInt32(0)...0x3000 where CodePoint.isWhitespace(scalar) {
      values.insert(SplitClass.space.rawValue, at: scalar)
    }
    values.insert(SplitClass.newline.rawValue, at: 10)
    values.insert(SplitClass.newline.rawValue, at: 13)
    table = values
  }

  private static func bits(_ value: UInt8) -> UInt8 {
    guard let category = Category(rawValue: value) else { return 0 }
    let bits: SplitClass =
      switch category {
      case .lu, .lt: [.letter, .upper]
      case .ll: [.letter, .lower]
      case .lm, .lo: [.letter, .upper, .lower]
      case .mn, .mc, .me: [.mark, .upper, .lower]
      case .nd, .nl, .no: [.number]
      default: []
      }
    return bits.rawValue
  }
}
