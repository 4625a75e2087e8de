import Basics

/// The quick way of pipelines that change their text: unit by unit, each remembered with its tokens.
extension Pipeline {
  /// Whether the text falls apart into units, and how those are written: for the tokenizer's card and checks.
  package var unitSummary: String {
    guard let plan = units.plan(parts) else { return "whole" }
    return switch plan.way {
    case .aligned, .direct: "units"
    case .spaced: "units with visible spaces"
    case .words: "units of words"
    }
  }

  /// At which ends of a stretch the text goes on.
  func edges(_ options: EncodeOptions, _ range: Range<Int>) -> StretchEdges {
    options.startsInside && range.lowerBound == 0 ? .before : []
  }

  /// Whether a token that is found in normalized text may be refused, which a unit that is remembered would not be.
  func refusesNormalized(_ special: SpecialPolicy) -> Bool {
    parts.added.hasNormalized && resolved(special) == .refuse
  }

  /// Puts the tokens of a stretch. Equal to the way through an `AlignedText` of the whole, which stays beside it.
  func encodeUnits<Sink: PieceSink & ~Copyable>(
    _ plan: UnitPlan, _ text: Span<UInt8>, _ range: Range<Int>, _ options: EncodeOptions, _ ticket: Ticket,
    into sink: inout Sink
  ) throws(Trouble) {
    if range.isEmpty { return }
    let isText = parts.added.hasNormalized && resolved(options.special) == .text
    try (isText ? unitsOfText : units).withScratch { (scratch) throws(Trouble) in
      let startsInside = edges(options, range).contains(.before)
      try unsafe UnitRun.withWeights(plan) { (weights) throws(Trouble) in
        var run = unsafe UnitRun(
          plan, weights, text.count, range, startsInside: startsInside, options.special, scratch)
        try unsafe UnitWalk.with(plan, text, end: range.upperBound) { (walk) throws(Trouble) in
          try unsafe walkUnits(&run, walk, text, ticket, into: &sink)
        }
        run.finish(into: &sink)
      }
    }
  }

  /// So many units before its turn a unit's place in the cache is asked for.
  private static let distance = 12

  /// The loop. Many units are found before the first is looked up, so that look-ups do not wait for the guesses of the search,
  /// and their waits for memory overlap.
  private func walkUnits<Sink: PieceSink & ~Copyable>(
    _ run: inout UnitRun, _ walk: UnitWalk, _ text: Span<UInt8>, _ ticket: Ticket, into sink: inout Sink
  ) throws(Trouble) {
    let found = run.scratch.found
    var position = run.range.lowerBound
    var nextStep = position + 1 << 16
    while true {
      let count = unsafe walk.fill(found, from: position)
      if count == 0 { return }
      sink.makeRoom()
      for index in 0..<min(count, Self.distance) { unsafe run.prepare(walk.base, found, index) }
      for index in 0..<count {
        if index + Self.distance < count { unsafe run.prepare(walk.base, found, index + Self.distance) }
        let (start, end) = unsafe (Int(found.starts[index]), Int(found.ends[index]))
        // A unit that was joined with this one is done.
        if start < position { continue }
        if unsafe run.putShort(found.keys[index], start, into: &sink) {
          position = end
        } else {
          position = try unsafe encodeUnit(&run, walk, start, end, text, into: &sink)
        }
      }
      if position >= nextStep {
        nextStep = position + 1 << 16
        try ticket.step(Double(position) / Double(text.count))
      }
    }
  }

  /// Puts the unit from `start`, remembered or not, with as many of the next as it must be joined with; where that ends.
  @inline(never)
  private func encodeUnit<Sink: PieceSink & ~Copyable>(
    _ run: inout UnitRun, _ walk: UnitWalk, _ start: Int, _ cut: Int, _ text: Span<UInt8>,
    into sink: inout Sink
  ) throws(Trouble) -> Int {
    if unsafe run.recall(walk.base, start, cut, into: &sink) { return cut }
    var end = cut
    var more = 1
    while true {
      run.scratch.missed.removeAll(keepingCapacity: true)
      if let mayKeep = run.encode(text, start, end) {
        if mayKeep { unsafe run.remember(walk.base, start, end) }
        run.putMissed(into: &sink)
        return end
      }
      let isLast = unsafe end == walk.end
      if try encodeLong(run, text, start..<end, isLast: isLast) {
        if run.mayKeepLongWay(start) { unsafe run.remember(walk.base, start, end) }
        run.putMissed(into: &sink)
        return end
      }
      // Each time twice as many, so that what is never closed costs no more than a few times its length.
      for _ in 0..<more where unsafe end < walk.end { unsafe end = walk.cut(end) }
      more *= 2
    }
  }

  /// Puts the tokens of a unit into `scratch.missed` the long way. False, with nothing done, where it must be joined with the next.
  private func encodeLong(
    _ run: UnitRun, _ text: Span<UInt8>, _ range: Range<Int>, isLast: Bool
  ) throws(Trouble) -> Bool {
    if case .direct(let route) = run.plan.way, route.serves(text, range) {
      var sink = TokenSink(expecting: range.count / 4)
      try pool.lend { scratch throws(Trouble) in
        try encodePieces(route, text, range, .open, scratch, into: &sink)
      }
      run.scratch.missed = sink.finish()
      return true
    }
    var edges: StretchEdges = run.isPlain(range.lowerBound) || run.startsInside ? .before : []
    if !isLast { edges.insert(.behind) }
    let aligned = try normalized(text, range, edges)
    if run.plan.mayBeOpen && Self.isOpen(aligned) {
      if !isLast { return false }
      run.scratch.isEnd = true
    }
    let scratch = run.scratch
    var cut: PieceCut?
    if let model = run.running {
      cut = { text, piece, tokens in
        let (steps, sum) = model.bestSteps(text, piece, from: scratch.sum)
        scratch.sum = sum
        model.append(steps.reversed(), text, &tokens)
      }
    }
    try encodeNormalized(aligned, text, range.lowerBound, run.special, .open, false, cut) {
      scratch.missed.append($0.exact(after: scratch.missed.last))
    }
    return true
  }

  /// Whether nothing is left, or the next unit's spaces would meet one.
  private static func isOpen(_ text: AlignedText) -> Bool {
    guard let last = text.bytes.last else { return true }
    return last == 0x20 || text.bytes.suffix(3).elementsEqual(VisibleSpace.bytes)
  }
}
