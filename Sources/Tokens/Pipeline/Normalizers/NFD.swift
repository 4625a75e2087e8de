import Basics

/// Normalization form D: canonical decomposition.
package struct NFD: Normalizer {
  package static let kind = "NFD"

  package var allowsCuts: Bool { true }

  package var fates: ByteFates? { ByteFates(changesOthers: true) }

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    NormalForm.decomposed.normalize(text)
  }
}
