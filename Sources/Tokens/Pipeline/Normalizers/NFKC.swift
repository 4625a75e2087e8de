import Basics

/// Normalization form KC: compatibility composition.
package struct NFKC: Normalizer {
  package static let kind = "NFKC"

  package var allowsCuts: Bool { true }

  package var fates: ByteFates? { .composed }

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    NormalForm.compatibleComposed.normalize(text)
  }
}
