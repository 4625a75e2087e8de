import Basics

/// What llama.cpp does to a text before WordPiece: characters go one by one, and words begin with `▁`.
///
/// It differs from BERT's own clean-up: of a decomposition only the first character stays and then every mark goes, so Hangul
/// syllables keep their first letter only; vertical tabs and form feeds end words; there is no limit to a word's length.
package struct LlamaCppBert: Normalizer, PreTokenizer {
  package static let kind = "LlamaCppBert"
  private let lowercases: Bool
  private let stripsAccents: Bool

  package init(lowercases: Bool, stripsAccents: Bool) {
    self.lowercases = lowercases
    self.stripsAccents = stripsAccents
  }

  package init(_ declaration: Declaration) throws(Trouble) {
    lowercases = try declaration.flag("lowercase", default: true)
    stripsAccents = try declaration.flag("strip_accents", default: lowercases)
  }

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    let table = NormalizationTable.shared
    return text.mapUnits { unit, index, result in
      var unit = unit
      if stripsAccents { unit = Self.first(of: unit, table) }
      if LlamaCppClasses.whitespace.contains(unit) {
        return result.append(0x20, as: index, of: text)
      }
      if unit == 0 || unit == 0xFFFD || LlamaCppClasses.isControl(unit) { return }
      if stripsAccents && LlamaCppClasses.isMark(unit) { return }
      result.append(lowercases ? LlamaCppClasses.lowercased(unit) : unit, as: index, of: text)
    }
  }

  /// The first character of the canonical decomposition.
  private static func first(of unit: UInt32, _ table: NormalizationTable) -> UInt32 {
    LlamaCppClasses.laterDecompositions[unit] ?? table.decomposition(of: unit, compatible: false)?.first ?? unit
  }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    try pieces.split(where: { $0 == 0x20 }, .removed)
    try pieces.split(where: LlamaCppClasses.standsAlone, .isolated)
    pieces.rewrite { text, range, result in
      result.insert(VisibleSpace.bytes, at: range.lowerBound, of: text)
      result.copy(range, of: text)
    }
  }
}
