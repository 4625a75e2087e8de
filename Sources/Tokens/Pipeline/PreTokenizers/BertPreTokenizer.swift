import Basics

/// Cuts at white space, which vanishes, and around each punctuation character.
package struct BertPreTokenizer: PreTokenizer {
  package static let kind = "BertPreTokenizer"

  package init(_ declaration: Declaration) throws(Trouble) {}

  package var cuts: CutPromise { .anywhere }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    try pieces.split(where: ScalarSet.whitespace.contains, .removed)
    try pieces.split(where: ScalarSet.punctuation.contains, .isolated)
  }
}
