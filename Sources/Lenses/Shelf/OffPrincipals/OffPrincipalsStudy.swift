import Basics
import Figures
import Tensors

/// A base and its updates, measured matrix by matrix.
struct OffPrincipalsStudy: Sendable {
  /// What was measured of one matrix that all have in common.
  struct Measured: Sendable {
    var name: String
    /// By update.
    var updates: [UpdateMeasures]
  }

  /// The matrix that is drawn: its pairs and measures, by update.
  struct Drawn: Sendable {
    var name: String
    var pairs: [MatrixPair]
    var updates: [UpdateMeasures]
  }

  let settings: OffPrincipalsSettings
  /// By update.
  let names: [String]
  let baseName: String
  let matched: MatchedWeights
  /// The types of the files, none for the micro networks.
  let types: [String]
  let micro: MicroTriple?
  private let memory: LensMemory
  /// The bytes of vectors that this look leaves in memory, and the most there may be.
  private var keptBytes = 0
  private static let keptLimit = 256 << 20
  private(set) var measured: [Measured] = []
  private(set) var drawn: Drawn?
  /// What could not be measured and why: one sentence each.
  private(set) var troubles: [String] = []

  /// Throws when only one file was brought, or files have nothing in common.
  init(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    let knobs = subject.knobs
    settings = OffPrincipalsSettings(knobs)
    memory = subject.memory
    if subject.tensorSets.isEmpty {
      let key = MicroTriple.Key(
        seed: UInt64(knobs.integer("seed")), rate: Float(knobs.number("rate")), steps: knobs.integer("steps"),
        isRewarded: false)
      let triple = try await MicroTriple.made(key, memory, ticket)
      let updates = triple.arms.map { WeightSet(name: $0.name, $0.parameters) }
      matched = try MatchedWeights(WeightSet(name: "base", triple.base.parameters), updates)
      (names, baseName, types, micro) = (MicroTriple.names, "base", [], triple)
      return
    }
    guard subject.tensorSets.count > 1 else {
      throw Trouble(
        .usage, at: .file(subject.tensorSets[0].name), "one file has no update",
        remedy: "Name the weights before and after: two files, the one before first")
    }
    let sets = subject.tensorSets.map(WeightSet.init)
    matched = try MatchedWeights(sets[0], Array(sets.dropFirst()))
    names = Self.distinct(sets.dropFirst().map(\.name))
    (baseName, micro) = (sets[0].name, nil)
    types = sets.map { $0.types.joined(separator: ", ") }
  }

  /// File names without their endings, numbered where they are the same.
  private static func distinct(_ names: [String]) -> [String] {
    let names = names.map { name in
      name.lastIndex(of: ".").map { String(name[..<$0]) }.flatMap { $0.isEmpty ? nil : $0 } ?? name
    }
    return Set(names).count == names.count
      ? names : names.enumerated().map { "\($0.offset + 1) \($0.element)" }
  }

  /// Which match is drawn: the first whose name has what was asked for, else the last.
  private func drawnIndex() throws(Trouble) -> Int {
    if settings.tensor.isEmpty { return matched.matches.count - 1 }
    if let found = matched.matches.firstIndex(where: { $0.name.lowercased().contains(settings.tensor) }) {
      return found
    }
    throw Trouble(
      .usage, at: .option("tensor"), "no matrix has “\(settings.tensor)” in its name",
      remedy: "There are \(matched.matches.prefix(6).map(\.name).joined(separator: ", "))")
  }

  private struct DoneKey: Hashable {
    var names: [String]
    var matches: [String]
  }

  /// Measures all matrices, the one that is drawn first. Hands out what is there while these files are new.
  mutating func measure(_ show: (Plate) -> Void, _ ticket: Ticket) async throws(Trouble) {
    let chosen = try drawnIndex()
    let key = DoneKey(names: [baseName] + names, matches: matched.matches.map(\.name))
    let isKnown = await memory.recall(key, as: Bool.self) ?? false
    let order = [chosen] + matched.matches.indices.filter { $0 != chosen }
    var found: [Int: Measured] = [:]
    let start = micro == nil ? 0 : 0.85
    for (done, index) in order.enumerated() {
      let width = (1 - start) / Double(order.count)
      let part = ticket.part(start + width * Double(done)..<start + width * Double(done + 1))
      guard let one = try await measure(matched.matches[index], isDrawn: index == chosen, part) else {
        continue
      }
      found[index] = one
      measured = found.sorted { $0.key < $1.key }.map(\.value)
      if !isKnown, done + 1 < order.count { show(plate) }
    }
    guard !measured.isEmpty else {
      throw Trouble(
        .input, at: .file(baseName), troubles.first ?? "nothing could be measured",
        remedy: "Give files with finite numbers")
    }
    await memory.keep(true, for: key)
  }

  private struct SpectrumKey: Hashable {
    var name: String
    var update: String
    var fingerprint: UInt64
    var kept: Int
  }

  /// Measures the updates of one matrix; nil when it has numbers that are not finite, which is noted.
  private mutating func measure(
    _ match: MatchedWeights.Match, isDrawn: Bool, _ ticket: Ticket
  ) async throws(Trouble) -> Measured? {
    let before = try match.base.values()
    var (pairs, updates): ([MatrixPair], [UpdateMeasures]) = ([], [])
    for (update, place) in match.updates.enumerated() {
      let pair = MatrixPair(
        rows: match.rows, columns: match.columns, before: before, after: try place.values())
      guard before.allSatisfy(\.isFinite), pair.after.allSatisfy(\.isFinite) else {
        troubles.append("\(match.name) has numbers that are not finite and is passed over.")
        return nil
      }
      let ranks = settings.ranks(pair.least)
      let kept =
        pair.least <= 256 ? pair.least : Self.roomy(max(ranks.k, ranks.r, pair.least / 8), pair.least)
      let key = SpectrumKey(
        name: match.name, update: names[update], fingerprint: pair.fingerprint, kept: kept)
      let width = 1 / Double(match.updates.count)
      let part = ticket.part(width * Double(update)..<width * Double(update + 1))
      let spectrum = try await spectrum(of: pair, key, part)
      updates.append(try UpdateMeasures(pair, spectrum, settings))
      if isDrawn { pairs.append(pair) }
      try part.step(1)
    }
    if isDrawn { drawn = Drawn(name: match.name, pairs: pairs, updates: updates) }
    return Measured(name: match.name, updates: updates)
  }

  /// From memory, or found; kept there while there is room for its vectors.
  private mutating func spectrum(
    of pair: MatrixPair, _ key: SpectrumKey, _ ticket: Ticket
  ) async throws(Trouble) -> UpdateSpectrum {
    let bytes = 2 * key.kept * (pair.rows + pair.columns) * MemoryLayout<Double>.size
    guard keptBytes + bytes <= Self.keptLimit else {
      return try UpdateSpectrum(pair, kept: key.kept, ticket)
    }
    keptBytes += bytes
    return try await memory.value(for: key) { () throws(Trouble) in
      try UpdateSpectrum(pair, kept: key.kept, ticket)
    }
  }

  /// The next power of two, so that a knob turned by one does not need other vectors each time.
  private static func roomy(_ wanted: Int, _ most: Int) -> Int {
    var size = 1
    while size < wanted { size *= 2 }
    return min(size, most - 1)
  }

  /// The update that is drawn.
  var chosenUpdate: Int { settings.drawsFirst || names.count < 2 ? 0 : 1 }
}
