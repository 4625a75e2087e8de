import Basics
import Glibc

extension UnigramTrainer {
  /// The entries without those whose loss costs least: never below the goal, and at most the shrinking share.
  ///
  /// Without an entry its uses go to the best other way of writing it; what that costs is estimated with all else
  /// left as it is. An entry that is in no best segmentation goes first; characters stay.
  func pruned(
    _ pieces: [UnigramPiece], _ words: UnigramWords, _ ticket: Ticket
  ) throws(Trouble) -> [UnigramPiece] {
    var segmenting = UnigramSegmenting(pieces)
    let uses = try segmenting.bestUses(words, ticket)
    return kept(pieces, uses) { segmenting.alternative(to: $0) }
  }

  func kept(
    _ pieces: [UnigramPiece], _ uses: [Double], _ alternative: (Int) -> [Int]
  ) -> [UnigramPiece] {
    let total = uses.reduce(0, +)
    var stay: [Int] = []
    var losses: [(piece: Int, loss: Double)] = []
    for piece in pieces.indices {
      let others = pieces[piece].units.count > 1 ? alternative(piece) : []
      if others.isEmpty {
        stay.append(piece)
      } else if uses[piece] > 0 {
        losses.append((piece, Self.loss(uses, piece, others, total)))
      }
    }
    let share = Int(shrinkingFactor * Double(pieces.count))
    let room = max(0, max(roundGoal, share) - stay.count)
    losses.sort { a, b in
      let (left, right) = ((a.loss * 1e12).rounded(), (b.loss * 1e12).rounded())
      if left != right { return left > right }
      return pieces[a.piece].units.lexicographicallyPrecedes(pieces[b.piece].units)
    }
    stay += losses.prefix(room).map(\.piece)
    return stay.map { pieces[$0] }
  }

  /// How much less probable the text becomes when others stand for an entry.
  private static func loss(_ uses: [Double], _ piece: Int, _ others: [Int], _ total: Double) -> Double {
    let own = uses[piece]
    let before = log(own) - log(total)
    let later = log(total + own * Double(others.count - 1))
    let after = others.reduce(0.0) { $0 + log(uses[$1] + own) - later }
    return own / total * (before - after)
  }
}
