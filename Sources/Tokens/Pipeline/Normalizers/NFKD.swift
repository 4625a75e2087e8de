import Basics

/// Normalization form KD: compatibility decomposition.
package struct NFKD: Normalizer {
  package static let kind = "NFKD"

  package var allowsCuts: Bool { true }

  package var fates: ByteFates? { ByteFates(changesOthers: true) }

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    NormalForm.compatibleDecomposed.normalize(text)
  }
}
