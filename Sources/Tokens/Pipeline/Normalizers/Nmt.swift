import Basics

/// The clean-up of machine translation data: some controls vanish, unusual spaces become plain ones.
///
/// Source: the `nmt` rules of SentencePiece (Kudo and Richardson, "SentencePiece", EMNLP 2018 demonstrations).
package struct Nmt: Normalizer {
  package static let kind = "Nmt"

  package init(_ declaration: Declaration) throws(Trouble) {}

  package var fates: ByteFates? {
    var fates = ByteFates(changesOthers: true)
    for byte in UInt8.min..<0x20 { fates.fates[Int(byte)] = .unsure }
    for byte in [9, 10, 12, 13] { fates.fates[byte] = .space }
    fates.fates[0x7F] = .unsure
    return fates
  }

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    text.mapUnits { unit, index, result in
      switch unit {
      case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: break
      case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD:
        result.append(0x20, as: index, of: text)
      default: result.append(unit, as: index, of: text)
      }
    }
  }
}
