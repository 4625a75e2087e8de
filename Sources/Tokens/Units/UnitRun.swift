import CScan

/// One pass over the units of a stretch.
///
/// Safety: units lie inside the text, one behind the other; sixteen bytes are read at once only where the text has as many.
/// `cache` is the scratch's own and lives as long.
@safe struct UnitRun {
  let plan: UnitPlan
  let range: Range<Int>
  /// Whether text stands before the stretch.
  let startsInside: Bool
  let special: SpecialPolicy
  let scratch: UnitScratch
  /// The model whose sums go on from unit to unit.
  let running: UnigramModel?
  private let cache: UnsafeMutablePointer<PieceCache>
  /// The scores of `running`, by id.
  private let weights: UnsafePointer<Double>?
  /// With a sum below this a short unit is not put at once.
  private let lowSum: Double
  private let firstPlain: Int
  private let textCount: Int
  private let lastQuick: Int
  /// The unknown token whose neighbours become one, or no id.
  private let fused: TokenID
  /// Whether more than the tokens of a unit counts.
  private let isFollowing: Bool
  /// An unknown token at the end of the last unit, which may go on.
  private var pending: Token?

  /// Lends the scores that sums are made of; nil where there are no sums.
  static func withWeights<E: Error>(
    _ plan: UnitPlan, _ body: (UnsafePointer<Double>?) throws(E) -> Void
  ) throws(E) {
    guard let model = plan.running else { return try body(nil) }
    try unsafe model.scores.withUnsafeBufferPointer { (scores) throws(E) in
      try unsafe body(scores.baseAddress)
    }
  }

  @unsafe
  init(
    _ plan: UnitPlan, _ weights: UnsafePointer<Double>?, _ textCount: Int, _ range: Range<Int>,
    startsInside: Bool, _ special: SpecialPolicy,
    _ scratch: UnitScratch
  ) {
    self.plan = plan
    self.range = range
    self.startsInside = startsInside
    self.special = special
    self.scratch = scratch
    self.textCount = textCount
    scratch.sum = 0
    unsafe cache = scratch.cache
    firstPlain = plan.firstDiffers && !startsInside ? range.lowerBound + 1 : range.lowerBound
    lastQuick = textCount - 16
    fused = plan.fused ?? .max
    running = plan.running
    unsafe self.weights = weights
    lowSum = UnigramModel.rebaseLimit - 64 * min(running?.unknownScore ?? 0, 0)
    isFollowing = running != nil || plan.fused != nil
  }

  /// Whether the unit that begins here is like any other.
  @inline(__always)
  func isPlain(_ start: Int) -> Bool { start >= firstPlain }

  /// Makes the key of a unit that was found and asks for its place in the cache. The key of a unit that cannot be put at once
  /// is empty.
  @inline(__always) @unsafe
  func prepare(_ base: UnsafePointer<UInt8>, _ found: FoundUnits, _ index: Int) {
    let start = unsafe Int(found.starts[index])
    let count = unsafe Int(found.ends[index]) &- start
    guard isPlain(start), start <= lastQuick, count <= PieceKey.longestShort else {
      return unsafe found.keys[index] = PieceKey(low: 0, high: 0)
    }
    let key = unsafe PieceKey(short: UnsafeRawPointer(base + start), count, cache.pointee.masks)
    unsafe found.keys[index] = key
    unsafe cs_prefetch(cache.pointee.line(key.hash))
  }

  /// Puts a short unit that is remembered and needs nothing else; false for any other.
  @inline(__always) @unsafe
  func putShort<Sink: PieceSink & ~Copyable>(_ key: PieceKey, _ start: Int, into sink: inout Sink) -> Bool {
    if key.high == 0 { return false }
    guard let entry = unsafe cache.pointee.find(key, cache.pointee.line(key.hash)), unsafe !entry.isStored
    else {
      return false
    }
    if isFollowing, unsafe !passes(entry.words, entry.count) { return false }
    var cursor = sink.cursor
    unsafe Sink.put(entry.words, entry.count, at: start, &cursor)
    sink.cursor = cursor
    return true
  }

  /// Whether no unknown token stands at an end of these or before them; then the sum is followed.
  @inline(__always)
  private func passes(_ words: SIMD4<UInt32>, _ count: Int) -> Bool {
    if count == 0 || pending != nil || scratch.sum < lowSum { return false }
    if words[0] & 0xFF_FFFF == fused || words[count - 1] & 0xFF_FFFF == fused { return false }
    guard let weights = unsafe weights else { return true }
    var sum = scratch.sum
    for index in 0..<count { unsafe sum = Double(Float(sum + weights[Int(words[index] & 0xFF_FFFF)])) }
    scratch.sum = sum
    return true
  }

  /// Puts a unit that is remembered; false when it is not.
  @unsafe
  mutating func recall<Sink: PieceSink & ~Copyable>(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, into sink: inout Sink
  ) -> Bool {
    guard isPlain(start),
      let entry = unsafe cache.pointee.find(
        UnsafeRawPointer(base + start), end - start, readable: textCount - start)
    else { return false }
    if isFollowing { return unsafe follow(entry, start, end, into: &sink) }
    if unsafe !entry.isStored {
      var tokens = InlineArray<4, Token>(repeating: Token(id: 0, start: 0, end: 0))
      for index in unsafe 0..<entry.count { unsafe tokens[index] = Self.token(entry.words[index], start) }
      unsafe sink.put(tokens.span.extracting(first: entry.count))
    } else if let record = unsafe cache.pointee.record(entry) {
      unsafe sink.put(record, at: start)
    }
    return true
  }

  @inline(__always)
  private static func token(_ word: UInt32, _ start: Int) -> Token {
    let first = start &+ Int(word >> 24 & 15)
    return Token(id: word & 0xFF_FFFF, start: first, end: first &+ Int(word >> 28))
  }

  /// As `recall` for models whose sums must be followed, or whose unknown neighbours become one.
  @inline(__always) @unsafe
  private mutating func follow<Sink: PieceSink & ~Copyable>(
    _ entry: PieceCache.Entry, _ start: Int, _ end: Int, into sink: inout Sink
  ) -> Bool {
    if let running, running.isLow(scratch.sum, before: 3 * (end - start)) { return false }
    let missed = scratch
    missed.missed.removeAll(keepingCapacity: true)
    if unsafe !entry.isStored {
      let (words, count) = unsafe (entry.words, entry.count)
      for index in 0..<count { missed.missed.append(Self.token(words[index], start)) }
    } else if let record = unsafe cache.pointee.record(entry) {
      for index in unsafe 0..<record.count {
        unsafe missed.missed.append(record.token(index, at: UInt32(truncatingIfNeeded: start)))
      }
    }
    if let running {
      var sum = scratch.sum
      for token in missed.missed { sum = running.rounded(sum + running.scores[Int(token.id)]) }
      scratch.sum = sum
    }
    putMissed(into: &sink)
    return true
  }

  /// Puts the tokens of `scratch.missed`, of which the first may belong to the one that is pending.
  mutating func putMissed<Sink: PieceSink & ~Copyable>(into sink: inout Sink) {
    let missed = scratch.missed
    guard fused != .max, let first = missed.first, let last = missed.last else {
      return sink.put(missed.span)
    }
    var rest = 0..<missed.count
    if first.id == fused {
      pending = pending.map { Token(id: fused, start: Int($0.start), end: Int(first.end)) } ?? first
      rest = 1..<missed.count
    }
    if rest.isEmpty { return }
    finish(into: &sink)
    if last.id == fused {
      pending = last
      rest = rest.lowerBound..<missed.count - 1
    }
    sink.put(missed.span.extracting(rest))
  }

  /// Puts what is pending.
  mutating func finish<Sink: PieceSink & ~Copyable>(into sink: inout Sink) {
    guard let token = pending else { return }
    sink.put(token.id, token.bytes)
    pending = nil
  }

  /// Remembers the tokens of `scratch.missed`.
  @unsafe
  func remember(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
    // At the very beginning of a text a pre-tokenizer may do what it does nowhere else.
    if start == 0 { return }
    unsafe cache.pointee.insert(
      UnsafeRawPointer(base + start), end - start, readable: textCount - start, scratch.missed.span,
      start: start)
  }

  /// Whether what came out the long way for the unit from `start` holds wherever the same bytes stand.
  func mayKeepLongWay(_ start: Int) -> Bool {
    defer { scratch.isEnd = false }
    return isPlain(start) && running == nil && !scratch.isEnd
  }

  /// Puts the tokens of a unit into `scratch.missed` the short way; whether they may be remembered. Nil where there is no short way.
  func encode(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool? {
    guard end - start <= UnitText.longest else { return nil }
    scratch.reserve(end - start)
    switch plan.way {
    case .spaced(let way):
      guard let spaces = isPlain(start) ? 0 : way.firstSpaces,
        way.write(text, start, end, behind: spaces, to: scratch.text)
      else { return nil }
      if plan.mayBeOpen && scratch.text.endsInSpace { return nil }
      scratch.reserveColumns()
      return encode(way, start).map { $0 && isPlain(start) }
    case .direct(let route) where isPlain(start): return encode(route, text, start..<end) ? true : nil
    case .words(let way) where isPlain(start): return way.encode(text, start, end, scratch) ? true : nil
    default: return nil
    }
  }

  /// Nothing is put where something is changed, or the splitter has trouble, which the long way will have too. Long units are not
  /// remembered; their pieces are.
  private func encode(_ route: DirectRoute, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.count > PieceCache.longest || route.firstChange(text, range) != nil { return false }
    do {
      try route.forEachPiece(text, range) { route.model.encode(text, $0, into: &scratch.missed) }
      return true
    } catch {
      scratch.missed.removeAll(keepingCapacity: true)
      return false
    }
  }

  private func encode(_ way: SpacedUnits, _ start: Int) -> Bool? {
    let written = scratch.text
    let sum = scratch.sum
    var mayKeep = true
    if let running {
      let outcome = scratch.viterbi.follow(
        running, plan.runningTrie, written, from: sum, into: &scratch.missed)
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
