import Basics
import Tokens

/// Learns merges on one short text, each time taking the candidate after which the text compresses best.
///
/// Start: characters, numbered by code point. A step tries the most frequent pairs of neighbours (ties: lower left id, then
/// lower right), merges each in a copy of the text, and keeps the one with the fewest bits; of equal ones the more frequent,
/// then that with the lower ids. With one candidate it is plain BPE. It is greedy: the bits may rise at a step.
///
/// `the cat sat on the mat. the cat ate the rat on the mat.` has 217 bits (LZ78). Six merges of BPE leave 25 tokens and 139
/// bits; with eight candidates they leave 27 tokens and 124 bits.
/// Source: the LZ-aware BPE of arXiv 2601.09039, known from third-party notes; how many candidates are tried, and how ids
/// are written for DEFLATE, are our assumptions.
struct MergeRace: Sendable {
  /// By what a text is measured.
  enum Compressor: String, Sendable, Hashable, CaseIterable { case lz78, deflate }

  /// One merge and what came of it.
  struct Step: Sendable, Equatable {
    /// What the new entry stands for.
    var entry: String
    /// How often the pair was there.
    var count: Int
    /// Tokens after the merge.
    var tokens: Int
    /// The compressed length after the merge, in bits.
    var bits: Int
  }

  /// What decides the result.
  struct Settings: Sendable, Hashable {
    var candidates = 8
    var merges = 60
    var compressor = Compressor.lz78
    var form = IDForm.leb128
  }

  private(set) var ids: [TokenID]
  private(set) var entries: [String]
  private(set) var steps: [Step] = []
  let startBits: Int
  private let settings: Settings

  /// The characters of the text.
  init(_ text: String, _ settings: Settings) {
    let alphabet = Set(text.unicodeScalars).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, TokenID($0)) })
    ids = text.unicodeScalars.map { numbers[$0] ?? 0 }
    entries = alphabet.map { String($0) }
    self.settings = settings
    startBits = Self.bits(ids, alphabet: alphabet.count, settings)
  }

  /// Merges until there are enough, or no pair is there twice. `isPlain` takes the most frequent pair each time. Throws when
  /// cancelled.
  mutating func run(isPlain: Bool, _ ticket: Ticket) throws(Trouble) {
    while steps.count < settings.merges {
      let candidates = candidates(isPlain ? 1 : settings.candidates)
      var best: (merge: Merge, count: Int, ids: [TokenID], bits: Int)?
      for (merge, count) in candidates {
        try ticket.step(Double(steps.count) / Double(max(1, settings.merges)))
        let merged = Self.merged(ids, merge, TokenID(entries.count))
        let bits = Self.bits(merged, alphabet: entries.count + 1, settings)
        if bits < best?.bits ?? .max { best = (merge, count, merged, bits) }
      }
      guard let best else { return }
      entries.append(entries[Int(best.merge.left)] + entries[Int(best.merge.right)])
      ids = best.ids
      steps.append(
        Step(entry: entries[entries.count - 1], count: best.count, tokens: ids.count, bits: best.bits))
    }
  }

  /// The most frequent pairs that are there at least twice, best first.
  private func candidates(_ limit: Int) -> [(merge: Merge, count: Int)] {
    var counts: [Merge: Int] = [:]
    var last = Merge(0, 0)
    var isCounted = false
    for (left, right) in zip(ids, ids.dropFirst()) {
      let merge = Merge(left, right)
      // In a run of equal ids every other pair overlaps the one before.
      isCounted = !(isCounted && merge == last && left == right)
      if isCounted { counts[merge, default: 0] += 1 }
      last = merge
    }
    let sorted = counts.filter { $0.value > 1 }.sorted { a, b in
      (b.value, a.key.left, a.key.right) < (a.value, b.key.left, b.key.right)
    }
    return sorted.prefix(max(1, limit)).map { ($0.key, $0.value) }
  }

  private static func merged(_ ids: [TokenID], _ merge: Merge, _ id: TokenID) -> [TokenID] {
    var result: [TokenID] = []
    result.reserveCapacity(ids.count)
    var index = 0
    while index < ids.count {
      if ids[index] == merge.left, index + 1 < ids.count, ids[index + 1] == merge.right {
        result.append(id)
        index += 2
      } else {
        result.append(ids[index])
        index += 1
      }
    }
    return result
  }

  private static func bits(_ ids: [TokenID], alphabet: Int, _ settings: Settings) -> Int {
    switch settings.compressor {
    case .lz78:
      var length = LZ78Length(alphabet: alphabet)
      for id in ids { length.add(id) }
      return length.bits ?? .max
    case .deflate:
      let length = DeflateLength()
      for id in ids { length.add(id, as: settings.form) }
      return length.byteCount.map { 8 * $0 } ?? .max
    }
  }
}
