import Basics

/// Cuts by a pattern, literal or regular expression.
package struct Split: PreTokenizer {
  package static let kind = "Split"
  /// What is searched for.
  package let pattern: TextPattern
  /// What becomes of matches.
  package let behavior: SplitBehavior
  /// Matches are what lies between.
  package let isInverted: Bool

  /// Cuts by what a splitter finds.
  package init(_ splitter: any Splitter, _ behavior: SplitBehavior, isInverted: Bool = false) {
    pattern = TextPattern(splitter)
    self.behavior = behavior
    self.isInverted = isInverted
  }

  package init(_ declaration: Declaration) throws(Trouble) {
    pattern = try TextPattern(declaration)
    behavior = try SplitBehavior(declaration)
    isInverted = try declaration.flag("invert")
  }

  package var cuts: CutPromise {
    guard let splitter = pattern.splitter, behavior == .isolated || behavior == .removed else { return .none }
    return .splitter(splitter)
  }

  package var stage: SplitterChain.Stage? {
    guard let splitter = pattern.splitter else { return nil }
    return switch behavior {
    case .isolated: SplitterChain.Stage(splitter)
    case .removed: SplitterChain.Stage(splitter, keepsMatches: isInverted, keepsGaps: !isInverted)
    default: nil
    }
  }

  package func cut(_ pieces: inout Pieces) throws(Trouble) {
    try pieces.split(by: pattern, isInverted: isInverted, behavior)
  }
}
