/// Classes of characters as llama.cpp sees them: those of Unicode 15.1.
enum LlamaCppClasses {
  static let whitespace = ScalarSet.whitespace

  /// Canonical decompositions that are younger than the tables of normalization, by their first character.
  static let laterDecompositions: [UInt32: UInt32] = [0x11938: 0x11935]

  /// Unassigned where the character is newer.
  private static func category(_ unit: UInt32) -> Category {
    NewerCharacters.contains(unit) ? .cn : Category(unit)
  }

  /// Controls, formats, private and surrogate code points.
  static func isControl(_ unit: UInt32) -> Bool {
    switch category(unit) {
    case .cc, .cf, .co, .cs: true
    default: false
    }
  }

  static func isMark(_ unit: UInt32) -> Bool { category(unit).matches("M") }

  /// The simple mapping of one character to one.
  static func lowercased(_ unit: UInt32) -> UInt32 {
    if unit < 0x80 { return unit &- 65 < 26 ? unit + 32 : unit }
    guard category(unit) != .cn, let scalar = Unicode.Scalar(unit) else { return unit }
    return scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? unit
  }

  /// Punctuation, the symbols of ASCII and Chinese characters are words of their own.
  static func standsAlone(_ unit: UInt32) -> Bool {
    switch category(unit) {
    case .pc, .pd, .ps, .pe, .pi, .pf, .po: true
    case .sm, .sc, .sk, .so: unit < 0x7F
    default: BertNormalizer.isChinese(unit)
    }
  }
}
