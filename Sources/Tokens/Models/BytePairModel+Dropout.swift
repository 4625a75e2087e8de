import Basics

extension BytePairModel {
  /// Merging with dropout, nil where no merge is left out.
  ///
  /// As in the Hugging Face library: of the merges that could be next the lowest is taken with probability 1 − p, else the one
  /// after it, and so on; those passed over may be taken in the next step. Merging ends when all are passed over. Pieces
  /// are never looked up as a whole.
  package func sampler(_ method: Sampling.Method) throws(Trouble) -> PieceSampler? {
    guard case .dropout(let asked) = method else { throw Sampling.unfit(method, summary) }
    let share = try Sampling.share(asked, ofFile: rules.dropout)
    if share == 0 { return nil }
    return { [self] text, piece, random, tokens in
      guard rules.breaksAtUnknown && !merger.symbols.isPlain else {
        return sample(text, piece, share, &random, &tokens)
      }
      var runs: [Range<Int>] = []
      merger.symbols.forEachKnownRun(text, piece) { runs.append($0) }
      for run in runs { sample(text, run, share, &random, &tokens) }
    }
  }

  /// Where nearly all merges are passed over, each step may look at all of them: long pieces are then merged part by part.
  private static let partSize = 1024

  private func sample(
    _ text: Span<UInt8>, _ piece: Range<Int>, _ share: Double, _ random: inout SeededRandom,
    _ tokens: inout [Token]
  ) {
    let symbols = merger.symbols.symbols(of: text, piece)
    let size = share > 0.99 ? Self.partSize : max(symbols.count, 1)
    for start in stride(from: 0, to: symbols.count, by: size) {
      var merging = DropoutMerging(symbols[start..<min(start + size, symbols.count)], merger)
      merging.run(text, share, &random)
      merging.append(to: &tokens)
    }
  }
}

/// Merging in which every candidate may be passed over, over a linked list of symbols.
private struct DropoutMerging {
  private struct Place {
    var symbol: SymbolTable.Symbol
    /// Negative at the ends, and for a symbol that was taken into its left neighbour.
    var previous: Int
    var next: Int
    var isGone = false
  }

  private let merger: PairMerger
  private var places: [Place] = []

  init(_ symbols: ArraySlice<SymbolTable.Symbol>, _ merger: PairMerger) {
    self.merger = merger
    for (index, symbol) in symbols.enumerated() {
      places.append(
        Place(symbol: symbol, previous: index - 1, next: index + 1 < symbols.count ? index + 1 : -1))
    }
  }

  mutating func run(_ text: Span<UInt8>, _ share: Double, _ random: inout SeededRandom) {
    var heap = MergeHeap(
      places.indices.compactMap { index in
        number(index, text).map { MergeHeap.entry($0, index) }
      })
    var passed: [(number: UInt32, position: Int)] = []
    while let candidate = heap.popLowest() {
      if random.unit() < share {
        passed.append(candidate)
        continue
      }
      for (number, position) in passed { heap.push(number, position) }
      passed.removeAll(keepingCapacity: true)
      guard let current = number(candidate.position, text),
        merger.result(current) == merger.result(candidate.number)
      else { continue }
      merge(candidate.position, merger.result(current))
      for index in [places[candidate.position].previous, candidate.position] {
        if let number = number(index, text) { heap.push(number, index) }
      }
    }
  }

  /// The number of the merge of a symbol with the one after it; nil when they do not merge.
  private func number(_ index: Int, _ text: Span<UInt8>) -> UInt32? {
    guard index >= 0, !places[index].isGone, places[index].next >= 0 else { return nil }
    let (left, right) = (places[index].symbol, places[places[index].next].symbol)
    let number =
      merger.joinsBytes
      ? merger.number(joining: text, left, right) : merger.list.pairs.number(left.id, right.id)
    return number == PairTable.none ? nil : number
  }

  private mutating func merge(_ index: Int, _ made: TokenID) {
    let taken = places[index].next
    places[index].symbol.id = made
    places[index].symbol.end = places[taken].symbol.end
    places[index].next = places[taken].next
    places[taken].isGone = true
    if places[taken].next >= 0 { places[places[taken].next].previous = index }
  }

  func append(to tokens: inout [Token]) {
    for place in places where !place.isGone {
      tokens.append(Token(id: place.symbol.id, start: Int(place.symbol.start), end: Int(place.symbol.end)))
    }
  }
}

extension PairMerger {
  /// The number of the merge of two neighbours whose joined bytes are looked up in the text.
  fileprivate func number(
    joining text: Span<UInt8>, _ left: SymbolTable.Symbol, _ right: SymbolTable.Symbol
  ) -> UInt32 {
    guard left.end == right.start else { return PairTable.none }
    return number(
      left.id, right.id, joined: (Int(left.start)..<Int(right.end)).map { text[$0] })
  }
}
