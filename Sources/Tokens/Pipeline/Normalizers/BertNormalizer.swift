import Basics

/// The clean-up of BERT: controls deleted, spaces plain, Chinese characters set apart, accents and case removed.
///
/// Source: Devlin, Chang, Lee and Toutanova, "BERT", NAACL 2019; the table of Chinese characters has the hole of the
/// original program (U+2B820 to U+2B91F). Without `strip_accents` accents go when case goes.
package struct BertNormalizer: Normalizer {
  package static let kind = "BertNormalizer"
  private let cleansText: Bool
  private let spacesChinese: Bool
  private let stripsAccents: Bool
  private let lowercases: Bool

  package init(_ declaration: Declaration) throws(Trouble) {
    cleansText = try declaration.flag("clean_text")
    spacesChinese = try declaration.flag("handle_chinese_chars")
    lowercases = try declaration.flag("lowercase")
    stripsAccents = try declaration.flag("strip_accents", default: lowercases)
  }

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    var text = text
    if cleansText { text = Self.clean(text) }
    if spacesChinese { text = Self.spaceChinese(text) }
    if stripsAccents {
      text = NormalForm.decomposed.normalize(text).filter { !ScalarSet.nonspacingMarks.contains($0) }
    }
    if lowercases { text = text.lowercased() }
    return text
  }

  /// What a scalar becomes wherever it stands; nil where marks are left whose order neighbours decide.
  func become(_ unit: UInt32) -> [UInt32]? {
    var unit = unit
    if cleansText {
      if ScalarSet.bertRemoved.contains(unit) { return [] }
      if ScalarSet.whitespace.contains(unit) { unit = 0x20 }
    }
    var made = [unit]
    if stripsAccents {
      let table = NormalizationTable.shared
      made = Array(table.decomposition(of: unit, compatible: false) ?? [unit])
      made.removeAll(where: ScalarSet.nonspacingMarks.contains)
      if made.contains(where: { table.combiningClass($0) != 0 }) { return nil }
    }
    if !lowercases { return made }
    return made.flatMap { unit -> [UInt32] in
      Unicode.Scalar(unit)?.properties.lowercaseMapping.unicodeScalars.map(\.value) ?? [unit]
    }
  }

  /// Whether spaces are put around the character.
  func setsApart(_ unit: UInt32) -> Bool { spacesChinese && Self.isChinese(unit) }

  package var fates: ByteFates? {
    var fates = ByteFates(changesOthers: true)
    for byte in 0..<128 where byte != 0x20 { fates.fates[byte] = .unsure }
    return fates
  }

  private static func clean(_ text: AlignedText) -> AlignedText {
    text.mapUnits { unit, index, result in
      if ScalarSet.bertRemoved.contains(unit) { return }
      result.append(ScalarSet.whitespace.contains(unit) ? 0x20 : unit, as: index, of: text)
    }
  }

  private static func spaceChinese(_ text: AlignedText) -> AlignedText {
    text.mapUnits { unit, index, result in
      let isChinese = Self.isChinese(unit)
      if isChinese { result.insert([0x20], at: index, of: text) }
      result.append(unit, as: index, of: text)
      if isChinese { result.insert([0x20], at: index, of: text) }
    }
  }

  static func isChinese(_ unit: UInt32) -> Bool {
    switch unit {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}
