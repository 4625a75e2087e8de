/// Viterbi's algorithm over one unit on columns that stay in the first cache.
///
/// Where a whole text is one piece its sums are rounded, so a way may win or lose by what came before. Every sum of a unit
/// lies at most `steps × half a unit in the last place` beside its true value, so a way that leads by more than twice that at
/// each of its places wins whatever the sum before it; `isSure` says that this is so.
///
/// Safety: columns have `UnitText.room + 1` elements and places are at most the number of normalized bytes.
@safe final class UnigramRun {
  private let scores: UnsafeMutablePointer<Double>
  /// By how much the best way to a place leads.
  private let leads: UnsafeMutablePointer<Double>
  private let befores: UnsafeMutablePointer<Int32>
  private let ids: UnsafeMutablePointer<TokenID>
  private var steps: [UnigramModel.Step] = []

  init() {
    unsafe scores = .allocate(capacity: UnitText.room + 1)
    unsafe leads = .allocate(capacity: UnitText.room + 1)
    unsafe befores = .allocate(capacity: UnitText.room + 1)
    unsafe ids = .allocate(capacity: UnitText.room + 1)
  }

  deinit {
    unsafe scores.deallocate()
    unsafe leads.deallocate()
    unsafe befores.deallocate()
    unsafe ids.deallocate()
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
    _ model: UnigramModel, _ text: UnitText, _ start: Int, _ end: Int, from sum: Double, into tokens: inout [Token]
  ) -> Outcome {
    forward(model, text, start, end, from: sum)
    return back(model, text, start, end, into: &tokens)
  }

  /// As `run`, at first with a sum of zero, which rounds least, and once more with the true one when that may matter.
  func follow(
    _ model: UnigramModel, _ text: UnitText, from sum: Double, into tokens: inout [Token]
  ) -> Outcome {
    let first = tokens.count
    if !model.isLow(sum, before: text.count) {
      var outcome = run(model, text, 0, text.count, from: 0, into: &tokens)
      if outcome.isSure {
        outcome.sum = steps.reversed().reduce(sum) { total, step in
          model.rounded(total + (step.isUnknown ? model.unknownScore : model.score(step.id, step.range.count)))
        }
        return outcome
      }
      tokens.removeSubrange(first...)
    }
    var outcome = run(model, text, 0, text.count, from: sum, into: &tokens)
    outcome.isSure = false
    return outcome
  }

  private func forward(_ model: UnigramModel, _ text: UnitText, _ start: Int, _ end: Int, from sum: Double) {
    let count = end - start
    for index in 0...count { unsafe befores[index] = -1 }
    unsafe scores[0] = sum
    unsafe leads[0] = .infinity
    let isSingle = model.precision == .single
    text.withSpan { bytes in
      var position = start
      while position < end {
        let place = position - start
        if isSingle, unsafe scores[place] < UnigramModel.rebaseLimit { rebase(model, place, count) }
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
    steps.removeAll(keepingCapacity: true)
    var place = end - start
    let sum = unsafe scores[place]
    var (isSure, isPlain) = (true, true)
    while place > 0 {
      let (before, id) = unsafe (Int(befores[place]), ids[place])
      let isUnknown = id == UnigramModel.noEntry
      if unsafe leads[place] <= Double(place) * UnigramModel.doubt { isSure = false }
      if isUnknown || model.isUserDefined(id) { isPlain = false }
      steps.append(
        UnigramModel.Step(
          id: isUnknown ? model.unknown ?? 0 : id, range: start + before..<start + place, isUnknown: isUnknown))
      place = before
    }
    text.withSpan { model.append(steps.reversed(), $0, &tokens) }
    return Outcome(sum: sum, isSure: isSure, isPlain: isPlain)
  }
}

extension UnigramModel {
  /// Twice the most that a sum of 32 bits is rounded by (sums are above −131,072, whose last place is 2⁻⁷), and a little more for
  /// the sums that this is compared with.
  static let doubt = 1.02 / 128

  /// Whether the entry is paid for by its length.
  func isUserDefined(_ id: TokenID) -> Bool { precision == .single && vocabulary.kind(of: id) == .userDefined }

  /// Whether sums at the start are so low that they may begin anew within so many bytes.
  func isLow(_ sum: Double, before bytes: Int) -> Bool {
    precision == .single && sum + Double(bytes + 1) * min(unknownScore, 0) < Self.rebaseLimit
  }

  /// What neighbours without entry become together, nil where each becomes its bytes.
  var fusedUnknown: TokenID? { fallsBackToBytes && byteEntries.isComplete ? nil : unknown }
}
