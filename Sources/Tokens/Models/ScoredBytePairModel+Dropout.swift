import Basics

extension ScoredBytePairModel {
  /// Merging with dropout, nil where no merge is left out.
  ///
  /// As in SentencePiece: a pair whose turn comes is passed over with probability p, and then for good, until one of its
  /// symbols has changed.
  package func sampler(_ method: Sampling.Method) throws(Trouble) -> PieceSampler? {
    guard case .dropout(let asked) = method else { throw Sampling.unfit(method, summary) }
    let share = try Sampling.share(asked, ofFile: nil)
    if share == 0 { return nil }
    return { [self] text, piece, random, tokens in
      var merging = ScoredMerging()
      var follows = false
      merging.run(self, text, piece) { random.unit() < share }
      append(merging, text, &follows, &tokens)
    }
  }
}
