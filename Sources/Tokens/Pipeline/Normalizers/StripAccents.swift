import Basics

/// Deletes combining marks. Composed characters keep theirs unless form D came first.
package struct StripAccents: Normalizer {
  package static let kind = "StripAccents"

  package var allowsCuts: Bool { true }

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText {
    text.filter { !ScalarSet.marks.contains($0) }
  }
}
