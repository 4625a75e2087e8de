import Basics

/// The quick way of pipelines that change their text: unit by unit, each remembered with its tokens.
extension Pipeline {
  /// Whether the text falls apart into units, in words: for checks.
  package var unitSummary: String {
    guard let plan = units.plan(parts) else { return "whole" }
    return switch plan.way {
    case .aligned: "units"
    case .spaced: "units with visible spaces"
    case .words: "units of words"
    }
  }

  /// Appends the tokens of a stretch. Equal to the way through an `AlignedText` of the whole, which stays beside it.
  func encodeUnits(
    _ plan: UnitPlan, _ text: Span<UInt8>, _ range: Range<Int>, _ options: EncodeOptions, _ ticket: Ticket,
    into tokens: inout [Token]
  ) throws(Trouble) {
    if range.isEmpty { return }
    let isText = parts.added.hasNormalized && resolved(options.special) == .text
    try (isText ? unitsOfText : units).withScratch { (scratch) throws(Trouble) in
      scratch.sum = 0
      var run = UnitRun(plan, range, startsInside: edges(options, range).contains(.before))
      try unsafe UnitWalk.with(plan, text, end: range.upperBound) { (walk) throws(Trouble) in
        try unsafe walkUnits(&run, walk, text, options, scratch, ticket, &tokens)
      }
    }
  }

  private func walkUnits(
    _ run: inout UnitRun, _ walk: UnitWalk, _ text: Span<UInt8>, _ options: EncodeOptions, _ scratch: UnitScratch,
    _ ticket: Ticket, _ tokens: inout [Token]
  ) throws(Trouble) {
    var position = run.range.lowerBound
    var nextStep = position + 1 << 16
    while true {
      position = unsafe walk.skip(position)
      if unsafe position >= walk.end { return }
      let end = unsafe walk.cut(position)
      if run.isPlain(position), unsafe run.recall(walk, position, end, scratch, &tokens) {
        position = end
        continue
      }
      position = try unsafe encodeUnit(&run, walk, position, end, text, options, scratch, &tokens)
      if position >= nextStep {
        nextStep = position + 1 << 16
        try ticket.step(Double(position) / Double(text.count))
      }
    }
  }

  /// Encodes and remembers the unit from `start`, with as many of the next as it must be joined with; where that ends.
  private func encodeUnit(
    _ run: inout UnitRun, _ walk: UnitWalk, _ start: Int, _ cut: Int, _ text: Span<UInt8>, _ options: EncodeOptions,
    _ scratch: UnitScratch, _ tokens: inout [Token]
  ) throws(Trouble) -> Int {
    var end = cut
    while true {
      scratch.missed.removeAll(keepingCapacity: true)
      let isLast = unsafe end == walk.end
      if run.isPlain(start), let mayKeep = run.encode(text, start, end, scratch) {
        if mayKeep {
          unsafe scratch.cache.insert(
            UnsafeRawPointer(walk.base + start), end - start, readable: walk.end - start, scratch.missed.span, start: start)
        }
        run.add(scratch.missed, &tokens)
        return end
      }
      var edges: StretchEdges = run.isPlain(start) || run.startsInside ? .before : []
      if !isLast { edges.insert(.behind) }
      if try encodePlainly(run, text, start..<end, edges, options, scratch) {
        run.add(scratch.missed, &tokens)
        return end
      }
      unsafe end = walk.cut(end)
    }
  }

  /// Puts the tokens of a unit into `scratch.missed` the long way. False, with nothing done, where it must be joined with the next.
  private func encodePlainly(
    _ run: UnitRun, _ text: Span<UInt8>, _ range: Range<Int>, _ edges: StretchEdges, _ options: EncodeOptions,
    _ scratch: UnitScratch
  ) throws(Trouble) -> Bool {
    let aligned = try normalized(text, range, edges)
    if run.plan.mayBeOpen && edges.contains(.behind) && Self.isOpen(aligned) { return false }
    var cut: PieceCut?
    if case .spaced(let way) = run.plan.way, case .running(let model) = way.engine.kind {
      cut = { text, piece, tokens in
        let (steps, sum) = model.bestSteps(text, piece, from: scratch.sum)
        scratch.sum = sum
        model.append(steps.reversed(), text, &tokens)
      }
    }
    try encodeNormalized(aligned, text, range.lowerBound, options.special, .open, false, cut) {
      scratch.missed.append($0.exact(after: scratch.missed.last))
    }
    return true
  }

  /// Whether nothing is left, or the next unit's spaces would meet one.
  private static func isOpen(_ text: AlignedText) -> Bool {
    guard let last = text.bytes.last else { return true }
    return last == 0x20 || text.bytes.suffix(3).elementsEqual(VisibleSpace.bytes)
  }

  /// At which ends of a stretch the text goes on.
  func edges(_ options: EncodeOptions, _ range: Range<Int>) -> StretchEdges {
    options.startsInside && range.lowerBound == 0 ? .before : []
  }
}

/// One pass over the units of a stretch.
struct UnitRun {
  let plan: UnitPlan
  let range: Range<Int>
  /// Whether text stands before the stretch.
  let startsInside: Bool
  private let firstDiffers: Bool
  /// The model whose sums go on from unit to unit.
  private let running: UnigramModel?

  init(_ plan: UnitPlan, _ range: Range<Int>, startsInside: Bool) {
    self.plan = plan
    self.range = range
    self.startsInside = startsInside
    firstDiffers = plan.firstDiffers && !startsInside
    if case .spaced(let way) = plan.way, case .running(let model) = way.engine.kind { running = model } else { running = nil }
  }

  /// Whether the unit that begins here is like any other.
  @inline(__always)
  func isPlain(_ start: Int) -> Bool { start > range.lowerBound || !firstDiffers }

  /// Appends what is remembered of a unit; false when nothing is.
  @inline(__always) @unsafe
  func recall(
    _ walk: UnitWalk, _ start: Int, _ end: Int, _ scratch: UnitScratch, _ tokens: inout [Token]
  ) -> Bool {
    guard
      let entry = unsafe scratch.cache.find(
        UnsafeRawPointer(walk.base + start), end &- start, readable: walk.end &- start)
    else { return false }
    if running != nil || plan.fused != nil {
      return unsafe recallSlowly(entry, start, end, scratch, &tokens)
    }
    unsafe Self.read(entry, start, scratch) { tokens.append($0) }
    return true
  }

  /// Calls `body` with each token of an entry.
  @inline(__always) @unsafe
  private static func read(_ entry: PieceCache.Entry, _ start: Int, _ scratch: UnitScratch, _ body: (Token) -> Void) {
    if unsafe !entry.isStored {
      let words = unsafe entry.words
      for index in 0..<(unsafe entry.count) {
        let word = words[index]
        let first = start &+ Int(word >> 24 & 15)
        body(Token(id: word & 0xFF_FFFF, start: first, end: first &+ Int(word >> 28)))
      }
    } else if let record = unsafe scratch.cache.record(entry) {
      for index in 0..<(unsafe record.count) {
        let place = unsafe record.places[index]
        let first = start &+ Int(place & 0xFFFF)
        unsafe body(Token(id: record.ids[index], start: first, end: first &+ Int(place >> 16)))
      }
    }
  }

  /// As `recall` for models whose sums must be followed, or whose unknown neighbours become one.
  @unsafe
  private func recallSlowly(
    _ entry: PieceCache.Entry, _ start: Int, _ end: Int, _ scratch: UnitScratch, _ tokens: inout [Token]
  ) -> Bool {
    if let running {
      if running.isLow(scratch.sum, before: 3 * (end - start)) { return false }
      var sum = scratch.sum
      unsafe Self.read(entry, start, scratch) { sum = running.rounded(sum + running.scores[Int($0.id)]) }
      scratch.sum = sum
    }
    var isFirst = true
    unsafe Self.read(entry, start, scratch) { token in
      if isFirst, token.id == plan.fused, let last = tokens.indices.last, tokens[last].id == plan.fused {
        tokens[last].end = token.end
      } else {
        tokens.append(token)
      }
      isFirst = false
    }
    return true
  }

  /// Appends the tokens of a unit, of which the first may go into the last before it.
  func add(_ unit: [Token], _ tokens: inout [Token]) {
    var rest = unit[...]
    if let fused = plan.fused, let first = unit.first, first.id == fused, let last = tokens.indices.last, tokens[last].id == fused {
      tokens[last].end = first.end
      rest = rest.dropFirst()
    }
    tokens.append(contentsOf: rest)
  }

  /// Puts the tokens of a unit into `scratch.missed` the short way; whether they may be remembered. Nil where there is no short way.
  func encode(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ scratch: UnitScratch) -> Bool? {
    guard end - start <= UnitText.longest else { return nil }
    switch plan.way {
    case .aligned: return nil
    case .spaced(let way):
      guard way.write(text, start, end, to: scratch.text) else { return nil }
      if plan.mayBeOpen && scratch.text.endsInSpace { return nil }
      return encode(way, start, scratch)
    case .words(let way):
      return way.encode(text, start, end, scratch) ? true : nil
    }
  }

  private func encode(_ way: SpacedUnits, _ start: Int, _ scratch: UnitScratch) -> Bool? {
    let written = scratch.text
    let sum = scratch.sum
    var mayKeep = true
    if let running {
      let outcome = scratch.viterbi.follow(running, written, from: sum, into: &scratch.missed)
      scratch.sum = outcome.sum
      mayKeep = outcome.isSure && outcome.isPlain
    } else {
      way.forEachPiece(written) { way.engine.encode(written, $0, $1, scratch, into: &scratch.missed) }
    }
    if written.place(&scratch.missed, from: 0, origin: start) { return mayKeep }
    scratch.sum = sum
    scratch.missed.removeAll(keepingCapacity: true)
    return nil
  }
}
