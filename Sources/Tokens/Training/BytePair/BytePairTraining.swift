import Basics
import HeapModule

/// A training under way: the words as they are merged so far, and what has been learned. See `TrainingStep`.
///
/// A heap holds candidates with the counts they had. A pair's count only falls, but for a pair whose parts were made
/// in two ways; so a candidate whose count has changed is entered again with its present count, and the best is
/// known when it comes out unchanged.
package struct BytePairTraining: Sendable {
  /// What has been learned so far.
  package private(set) var learned: TrainedBytePairs
  let trainer: BytePairTrainer
  private var symbols: TrainingSymbols
  private var heap = Heap<PairCandidate>()
  private let firstCount: Int

  /// The alphabet and the pairs of the words; nothing is merged yet.
  package init(_ trainer: BytePairTrainer, _ words: WordCounts, _ ticket: Ticket) throws(Trouble) {
    try self.init(
      trainer,
      TrainedBytePairs(specialTokens: trainer.specialTokens, alphabet: trainer.alphabet, words: words), words,
      ticket)
    start()
  }

  /// As above with entries that are there already; `start` must be called before the first step.
  init(
    _ trainer: BytePairTrainer, _ known: TrainedBytePairs, _ words: WordCounts, _ ticket: Ticket
  ) throws(Trouble) {
    guard words.byteCount < TrainingSymbols.limit else {
      throw Trouble(
        .limit, "the distinct words have \(words.byteCount) bytes, more than \(TrainingSymbols.limit)",
        remedy: "Learn from less text, or split it into smaller words")
    }
    var (learned, symbols) = (known, TrainingSymbols(frequencies: words.counts))
    try learned.symbols(of: words, ticket) { symbols.append($0, word: $1) }
    self.trainer = trainer
    self.learned = learned
    self.symbols = symbols
    firstCount = learned.entries.count
  }

  /// Makes the heap of candidates.
  mutating func start() {
    heap = Heap((0..<Int32(symbols.pairCount)).compactMap { candidate($0) })
  }

  /// Applies merges learned elsewhere, in their order; those whose pair does not occur here change nothing.
  mutating func replay(_ merges: ArraySlice<Merge>, _ made: (Merge) -> TokenID?, _ ticket: Ticket)
    throws(Trouble)
  {
    for (index, merge) in merges.enumerated() {
      if index & 0xFF == 0 { try ticket.step(Double(index) / Double(merges.count)) }
      guard let pair = symbols.number(merge), symbols.count(pair) > 0, let id = made(merge) else { continue }
      _ = symbols.apply(pair, id)
    }
  }

  /// Merges the best pair; nil when the vocabulary is complete or no pair is frequent enough.
  package mutating func next(runnersUp: Int = 0, _ ticket: Ticket) throws(Trouble) -> TrainingStep? {
    guard learned.entries.count < trainer.vocabularySize, let best = popBest() else { return nil }
    let goal = max(1, trainer.vocabularySize - firstCount)
    try ticket.step(min(1, Double(learned.entries.count - firstCount) / Double(goal)))
    let others = runnersUp > 0 ? nextBest(runnersUp) : []
    let chosen = shown(best)
    let rank = learned.merges.count
    let id = learned.add(chosen.merge)
    for pair in symbols.apply(best.pair, id) {
      if let candidate = candidate(pair) { heap.insert(candidate) }
    }
    return TrainingStep(rank: rank, id: id, chosen: chosen, runnersUp: others)
  }

  private mutating func popBest() -> PairCandidate? {
    while let top = heap.popMax() {
      let present = symbols.count(top.pair)
      if present != top.count {
        if let candidate = candidate(top.pair) { heap.insert(candidate) }
      } else if !trainer.refuses(learned, symbols.merge(top.pair)) {
        return top
      }
    }
    return nil
  }

  /// Takes the next candidates out and puts them back.
  private mutating func nextBest(_ count: Int) -> [TrainingStep.Candidate] {
    var best: [PairCandidate] = []
    while best.count < count, let next = popBest() {
      if !best.contains(next) { best.append(next) }
    }
    for candidate in best { heap.insert(candidate) }
    return best.map(shown)
  }

  private func shown(_ candidate: PairCandidate) -> TrainingStep.Candidate {
    let merge = symbols.merge(candidate.pair)
    return TrainingStep.Candidate(merge: merge, count: candidate.count, entry: learned.joined(merge))
  }

  /// A pair as it is now, nil when it is too rare or would make too long an entry.
  private func candidate(_ pair: Int32) -> PairCandidate? {
    let (count, merge) = (symbols.count(pair), symbols.merge(pair))
    guard count >= max(1, trainer.minimumFrequency) else { return nil }
    if let limit = trainer.maximumLength,
      learned.lengths[Int(merge.left)] + learned.lengths[Int(merge.right)] > limit
    {
      return nil
    }
    return PairCandidate(count: count, merge: merge, pair: pair)
  }
}

/// A pair that may be merged next; the greater one is merged first.
struct PairCandidate: Comparable, Sendable {
  var count: Int
  var merge: Merge
  var pair: Int32

  static func == (a: PairCandidate, b: PairCandidate) -> Bool { a.count == b.count && a.merge == b.merge }

  static func < (a: PairCandidate, b: PairCandidate) -> Bool {
    if a.count != b.count { return a.count < b.count }
    return (a.merge.left, a.merge.right) > (b.merge.left, b.merge.right)
  }
}
