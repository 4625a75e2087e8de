import Basics

/// Cuts at punctuation.
package struct Punctuation: PreTokenizer {
  package static let kind = "Punctuation"
  private let behavior: SplitBehavior

  /// Whether runs of punctuation are cut from what is none.
  var setsRunsApart: Bool { behavior == .isolated || behavior == .contiguous }

  package init(_ declaration: Declaration) throws(Trouble) {
    behavior = try SplitBehavior(declaration, default: .isolated)
  }

  package var cuts: CutPromise { .anywhere }

  package var stage: SplitterChain.Stage? {
    guard setsRunsApart else { return nil }
    return SplitterChain.Stage(
      CharacterSplitter(matchesRuns: behavior == .contiguous, ScalarSet.punctuation.contains))
  }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    try pieces.split(where: ScalarSet.punctuation.contains, behavior)
  }
}
