import Basics

/// Lower-cases character by character, without looking at neighbours: `Σ` always gives `σ`.
package struct Lowercase: Normalizer {
  package static let kind = "Lowercase"

  package var allowsCuts: Bool { true }

  package var fates: ByteFates? {
    var fates = ByteFates(changesOthers: true)
    for byte in UInt8(65)...90 { fates.fates[Int(byte)] = .unsure }
    return fates
  }

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText { text.lowercased() }
}

extension AlignedText {
  func lowercased() -> AlignedText {
    mapUnits { unit, index, result in
      if unit < 0x80 {
        result.append(unit &- 65 < 26 ? unit + 32 : unit, as: index, of: self)
      } else if let scalar = Unicode.Scalar(unit) {
        for lower in scalar.properties.lowercaseMapping.unicodeScalars {
          result.append(lower.value, as: index, of: self)
        }
      } else {
        result.append(unit, as: index, of: self)
      }
    }
  }
}
