/// Why a model cuts one piece as it does, step by step.
package enum Reasons: Sendable, Equatable {
  /// Byte pair encoding: neighbours that merged and those that lost.
  case merges(MergeSteps)
  /// Look-up of entries: what was tried and what was found (WordPiece, WordLevel, tries, whole pieces).
  case search(EntrySearch)
  /// All ways to cut the piece with their scores (Unigram).
  case lattice(UnigramLattice)

  /// The longest piece, in bytes, that is explained as a whole.
  package static let pieceLimit = 64

  /// What a person must know: `this entry is found by look-up, no merge reaches it`; empty when nothing.
  package var remark: String {
    switch self {
    case .merges(let steps): steps.remark
    case .search(let search): search.remark
    case .lattice(let lattice): lattice.remark
    }
  }
}
