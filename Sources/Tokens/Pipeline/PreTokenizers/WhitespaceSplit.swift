import Basics

/// Cuts at white space, which vanishes.
package struct WhitespaceSplit: PreTokenizer {
  package static let kind = "WhitespaceSplit"

  package init(_ declaration: Declaration) throws(Trouble) {}

  package var cuts: CutPromise { .anywhere }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    try pieces.split(where: ScalarSet.whitespace.contains, .removed)
  }
}
