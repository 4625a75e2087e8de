import Basics

/// Normalization form C: canonical composition.
package struct NFC: Normalizer {
  package static let kind = "NFC"

  package var allowsCuts: Bool { true }

  package var fates: ByteFates? { .composed }

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    NormalForm.composed.normalize(text)
  }
}
