import Basics

/// Cuts at one character, which vanishes.
package struct CharDelimiterSplit: PreTokenizer {
  package static let kind = "CharDelimiterSplit"
  private let delimiter: UInt32

  package init(_ declaration: Declaration) throws(Trouble) {
    delimiter = try declaration.character("delimiter")
  }

  package var cuts: CutPromise { .anywhere }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    try pieces.split(where: { $0 == delimiter }, .removed)
  }
}
