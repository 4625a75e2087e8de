import Synchronization

/// What one encode needs beside its text: memory of units, and columns that are used again and again.
///
/// Safety: `cache` is one initialized cache, freed with the scratch.
@safe final class UnitScratch {
  let cache: UnsafeMutablePointer<PieceCache>
  let found = FoundUnits()
  let symbols = CharacterSymbols()
  let scalars = WordScalars()
  private let textCell = Cell(UnitText())
  var text: UnitText { textCell.value }
  private let viterbiCell = Cell(UnigramRun())
  var viterbi: UnigramRun { viterbiCell.value }
  /// The sum of scores so far, where a whole text is one piece of a unigram model.
  private let sumCell = Cell<Double>(0)
  var sum: Double {
    @inline(__always) get { sumCell.value }
    @inline(__always) _modify { yield &sumCell.value }
  }
  /// Whether the unit was what it is because the text ends there.
  private let isEndCell = Cell<Bool>(false)
  var isEnd: Bool {
    @inline(__always) get { isEndCell.value }
    @inline(__always) _modify { yield &isEndCell.value }
  }
  /// Tokens of one unit that was missing.
  private let missedCell = Cell<[Token]>([])
  var missed: [Token] {
    @inline(__always) get { missedCell.value }
    @inline(__always) _modify { yield &missedCell.value }
  }

  init() {
    unsafe cache = .allocate(capacity: 1)
    // Units are longer than pieces of a pattern, and more of them need a record.
    unsafe cache.initialize(to: PieceCache(PieceCache.Bounds(arena: 24 << 20)))
  }

  /// Sees that a unit of so many raw bytes fits.
  func reserve(_ count: Int) {
    if count > text.limit { textCell.value = UnitText(limit: max(count, 2 * text.limit)) }
  }

  /// Sees that columns are long enough for what has been written.
  func reserveColumns() {
    if text.count > viterbi.room { viterbiCell.value = UnigramRun(room: max(text.count, 2 * viterbi.room)) }
  }

  /// Gives back what long units have taken.
  func shrink() {
    if text.limit > UnitText.usual { textCell.value = UnitText() }
    if viterbi.room > 3 * UnitText.usual + 64 { viterbiCell.value = UnigramRun() }
  }

  deinit {
    textCell.free()
    viterbiCell.free()
    missedCell.free()
    isEndCell.free()
    sumCell.free()
    unsafe cache.deinitialize(count: 1)
    unsafe cache.deallocate()
  }
}

/// The plan of a pipeline, made when it is first asked for, and the scratches that wait for the next encode: what one text taught is
/// there for the next.
final class UnitRoute: Sendable {
  private let pool = Pool(limit: 8) { UnitScratch() }
  private let made = Mutex<Made?>(nil)

  private struct Made: Sendable {
    var plan: UnitPlan?
  }

  /// The plan for these parts, which are the same at every call.
  func plan(_ parts: PipelineParts) -> UnitPlan? {
    made.withLock { made in
      if let made { return made.plan }
      let plan = UnitPlan(parts)
      made = Made(plan: plan)
      return plan
    }
  }

  /// Forgets what is remembered and nobody uses now.
  func forget() { pool.removeAll() }

  /// Lends a scratch.
  func withScratch<E: Error>(_ body: (UnitScratch) throws(E) -> Void) throws(E) {
    try pool.lend { (scratch) throws(E) in
      defer { scratch.shrink() }
      try body(scratch)
    }
  }
}
