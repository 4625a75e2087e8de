/// Viterbi's algorithm over one unit on columns that stay in the first cache.
///
/// Where a whole text is one piece its sums are rounded, so a way may win or lose by what came before. Every sum of a unit
/// lies at most `steps × half a unit in the last place` beside its true value, so a way that leads by more than twice that at
/// each of its places wins whatever the sum before it; `isSure` says that this is so.
///
/// Safety: columns have `room + 1` elements and places are at most the number of normalized bytes, which callers see to be no more
/// than `room`.
@safe final class UnigramRun {
  private let scores: UnsafeMutablePointer<Double>
  /// By how much the best way to a place leads.
  private let leads: UnsafeMutablePointer<Double>
  private let befores: UnsafeMutablePointer<Int32>
  private let ids: UnsafeMutablePointer<TokenID>
  /// The ends of the steps of the last path, from `pathStart` to the end of the column.
  private let path: UnsafeMutablePointer<Int32>
  /// So many normalized bytes fit.
  let room: Int
  private let pathStartCell: Cell<Int>
  private var pathStart: Int {
    @inline(__always) get { pathStartCell.value }
    @inline(__always) _modify { yield &pathStartCell.value }
  }

  init(room: Int = 3 * UnitText.usual + 64) {
    self.room = room
    pathStartCell = Cell(room)
    unsafe scores = .allocate(capacity: room + 1)
    unsafe leads = .allocate(capacity: room + 1)
    unsafe befores = .allocate(capacity: room + 1)
    unsafe ids = .allocate(capacity: room + 1)
    unsafe path = .allocate(capacity: room + 1)
  }

  deinit {
    pathStartCell.free()
    unsafe scores.deallocate()
    unsafe leads.deallocate()
    unsafe befores.deallocate()
    unsafe ids.deallocate()
    unsafe path.deallocate()
  }

  /// What came out.
  struct Outcome {
    /// The sum at the end.
    var sum: Double
    /// Whether the tokens are the same for every sum at the start.
    var isSure: Bool
    /// Whether the sum may be followed by adding the scores of the tokens one by one.
    var isPlain: Bool
  }

  /// Appends the tokens of `text.bytes[start..<end]` where the sum before them is `sum`.
  func run(
    _ model: UnigramModel, _ trie: ScoredTrie?, _ text: UnitText, _ start: Int, _ end: Int, from sum: Double,
    into tokens: inout [Token]
  ) -> Outcome {
    forward(model, trie, text, start, end, from: sum)
    return back(model, text, start, end, into: &tokens)
  }

  /// As `run`, at first with a sum of zero, which rounds least, and once more with the true one when that may matter.
  func follow(
    _ model: UnigramModel, _ trie: ScoredTrie?, _ text: UnitText, from sum: Double, into tokens: inout [Token]
  ) -> Outcome {
    let first = tokens.count
    if !model.isLow(sum, before: text.count) {
      var outcome = run(model, trie, text, 0, text.count, from: 0, into: &tokens)
      if outcome.isSure {
        outcome.sum = followed(model, from: sum)
        return outcome
      }
      tokens.removeSubrange(first...)
    }
    var outcome = run(model, trie, text, 0, text.count, from: sum, into: &tokens)
    outcome.isSure = false
    return outcome
  }

  private func forward(
    _ model: UnigramModel, _ trie: ScoredTrie?, _ text: UnitText, _ start: Int, _ end: Int, from sum: Double
  ) {
    precondition(end - start <= room, "the columns are long enough")
    for index in 0...(end - start) { unsafe befores[index] = -1 }
    unsafe scores[0] = sum
    unsafe leads[0] = .infinity
    guard let trie else { return forwardPlainly(model, text, start, end) }
    unsafe trie.withTable { table in unsafe forward(model, table, text.bytes, start, end) }
  }

  @inline(__always) @unsafe
  private func forward(
    _ model: UnigramModel, _ table: ScoredTrie.Table, _ bytes: UnsafeMutablePointer<UInt8>, _ start: Int,
    _ end: Int
  ) {
    let isSingle = model.precision == .single
    let unknown = model.unknownScore
    var position = start
    while position < end {
      let place = position &- start
      if isSingle, unsafe scores[place] < UnigramModel.rebaseLimit { rebase(model, place, end - start) }
      let here = unsafe scores[place]
      let single = unsafe min(position &+ UnigramModel.characterLength(bytes[position]), end)
      var isCovered = false
      unsafe table.forEachPrefix(of: bytes, at: position, end: end) { entry, score, stop in
        let sum = here + Double(score)
        arrive(stop &- start, isSingle ? Double(Float(sum)) : sum, place, entry)
        if stop == single { isCovered = true }
      }
      if !isCovered {
        arrive(single &- start, model.rounded(here + unknown), place, UnigramModel.noEntry)
      }
      position = single
    }
  }

  /// The same where scores have more than 32 bits.
  private func forwardPlainly(_ model: UnigramModel, _ text: UnitText, _ start: Int, _ end: Int) {
    text.withSpan { bytes in
      var position = start
      while position < end {
        let place = position - start
        if model.precision == .single, unsafe scores[place] < UnigramModel.rebaseLimit {
          rebase(model, place, end - start)
        }
        let here = unsafe scores[place]
        let single = min(position + UnigramModel.characterLength(bytes[position]), end)
        var isCovered = false
        model.trie.forEachPrefix(of: bytes, at: position, end: end) { entry, stop in
          arrive(stop - start, model.rounded(here + model.score(entry, stop - position)), place, entry)
          if stop == single { isCovered = true }
        }
        if !isCovered {
          arrive(single - start, model.rounded(here + model.unknownScore), place, UnigramModel.noEntry)
        }
        position = single
      }
    }
  }

  @inline(__always)
  private func arrive(_ place: Int, _ score: Double, _ before: Int, _ id: TokenID) {
    if unsafe befores[place] < 0 {
      unsafe leads[place] = .infinity
    } else {
      let lead = unsafe score - scores[place]
      if lead <= 0 {
        unsafe leads[place] = min(leads[place], -lead)
        return
      }
      unsafe leads[place] = lead
    }
    unsafe scores[place] = score
    unsafe befores[place] = Int32(truncatingIfNeeded: before)
    unsafe ids[place] = id
  }

  /// As in `UnigramModel`.
  private func rebase(_ model: UnigramModel, _ place: Int, _ count: Int) {
    let base = unsafe scores[place]
    unsafe scores[place] = 0
    let last = min(place + max(model.trie.longest, 4), count)
    for index in stride(from: place + 1, through: last, by: 1) where unsafe befores[index] >= 0 {
      unsafe scores[index] = model.rounded(scores[index] - base)
    }
  }

  private func back(
    _ model: UnigramModel, _ text: UnitText, _ start: Int, _ end: Int, into tokens: inout [Token]
  ) -> Outcome {
    var outcome = unsafe Outcome(sum: scores[end - start], isSure: true, isPlain: true)
    var place = end - start
    pathStart = room
    while place > 0 {
      let id = unsafe ids[place]
      if unsafe leads[place] <= Double(place) * UnigramModel.doubt { outcome.isSure = false }
      if id == UnigramModel.noEntry || model.isUserDefined(id) { outcome.isPlain = false }
      pathStart -= 1
      unsafe path[pathStart] = Int32(truncatingIfNeeded: place)
      place = unsafe Int(befores[place])
    }
    if outcome.isPlain && (model.precision == .single || !hasOnPath(model.unknown)) {
      for index in pathStart..<room {
        let place = unsafe Int(path[index])
        unsafe tokens.append(Token(id: ids[place], start: start + Int(befores[place]), end: start + place))
      }
    } else {
      text.withSpan { model.append(steps(model, start), $0, &tokens) }
    }
    return outcome
  }

  private func hasOnPath(_ id: TokenID?) -> Bool {
    (pathStart..<room).contains { unsafe ids[Int(path[$0])] == id }
  }

  private func steps(_ model: UnigramModel, _ start: Int) -> [UnigramModel.Step] {
    (pathStart..<room).map { index in
      let place = unsafe Int(path[index])
      let (id, before) = unsafe (ids[place], Int(befores[place]))
      let isUnknown = id == UnigramModel.noEntry
      return UnigramModel.Step(
        id: isUnknown ? model.unknown ?? 0 : id, range: start + before..<start + place, isUnknown: isUnknown)
    }
  }

  /// The sum behind the last path when it is `sum` before it.
  private func followed(_ model: UnigramModel, from sum: Double) -> Double {
    var sum = sum
    for index in pathStart..<room {
      let place = unsafe Int(path[index])
      let id = unsafe ids[place]
      let score =
        unsafe id == UnigramModel.noEntry ? model.unknownScore : model.score(id, place - Int(befores[place]))
      sum = model.rounded(sum + score)
    }
    return sum
  }
}

extension UnigramModel {
  /// Twice the most that a sum of 32 bits is rounded by (sums are above −131,072, whose last place is 2⁻⁷), and a little more for
  /// the sums that this is compared with.
  static let doubt = 1.02 / 128

  /// Whether the entry is paid for by its length.
  func isUserDefined(_ id: TokenID) -> Bool { hasUserDefined && vocabulary.kind(of: id) == .userDefined }

  /// Whether sums at the start are so low that they may begin anew within so many bytes.
  func isLow(_ sum: Double, before bytes: Int) -> Bool {
    precision == .single && sum + Double(bytes + 1) * min(unknownScore, 0) < Self.rebaseLimit
  }

  /// What neighbours without entry become together, nil where each becomes its bytes.
  var fusedUnknown: TokenID? { fallsBackToBytes && byteEntries.isComplete ? nil : unknown }
}
