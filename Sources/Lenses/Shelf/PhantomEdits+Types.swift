import Glibc
import Tokens

/// What became of one word that a model was asked to replace. The three are exclusive, and there is no fourth.
package enum EditOutcome: String, Sendable, CaseIterable {
  /// The same ids.
  case unchanged
  /// Other ids for the same surface: a phantom edit.
  case different
  /// Another surface.
  case replaced

  /// Compares what went in with what came out, as ids and as the bytes that those decode to.
  package init(
    _ before: (ids: [TokenID], bytes: [UInt8]), _ after: (ids: [TokenID], bytes: [UInt8]), _ surface: Surface
  ) {
    if before.ids == after.ids {
      self = .unchanged
    } else {
      let isSame =
        surface == .exact
        ? before.bytes == after.bytes
        : SpacedEntries.core(before.bytes[...]) == SpacedEntries.core(after.bytes[...])
      self = isSame ? .different : .replaced
    }
  }
}

/// In what way two spellings of one word differ. The order in which these are asked is ours: where only white space has moved
/// 3, 2, 1; where the word itself is cut otherwise 7, 8, 6, 5, 4.
package enum SpellingChange: Int, Sendable, CaseIterable {
  /// `·February` → `February`
  case boundaryShift = 1
  /// `·Saturday` → `·` `·Saturday`
  case detachedSpace
  /// `·However` → `↵` `However`
  case newlineForSpace
  /// `·unbelievable` → `un` `bel` `ievable`
  case resegmentation
  /// `·Dorm` `er` → `D` `orm` `er`
  case properNoun
  /// `·repaid` → `re` `paid`
  case morphological
  /// `·HIV` → `H` `IV`
  case acronym
  /// `·rights` → `right` `s`
  case pluralTail

  /// In words.
  package var title: String {
    switch self {
    case .boundaryShift: "white space moved"
    case .detachedSpace: "white space alone"
    case .newlineForSpace: "newline for a space"
    case .resegmentation: "other cut inside"
    case .properNoun: "other cut in a name"
    case .morphological: "prefix or ending"
    case .acronym: "acronym split"
    case .pluralTail: "plural split off"
    }
  }

  /// From the pieces that went in to those that came out; `startsSentence` tells a name from a capital that any word has there.
  package init(from before: [[UInt8]], to after: [[UInt8]], startsSentence: Bool) {
    let (old, new) = (Self.core(before), Self.core(after))
    let word = String(decoding: new.joined(), as: UTF8.self)
    if old == new {
      self = Self.spaceChange(before, after)
    } else if Self.isAcronym(word) {
      self = .acronym
    } else if let tail = new.last, Self.tails.contains(tail), old.last != tail {
      self = .pluralTail
    } else if Self.cutsAtAffixes(new) {
      self = .morphological
    } else if word.first?.isUppercase == true && !startsSentence {
      self = .properNoun
    } else {
      self = .resegmentation
    }
  }

  /// The pieces without white space, those of nothing else left out.
  private static func core(_ pieces: [[UInt8]]) -> [[UInt8]] {
    pieces.map { Array(SpacedEntries.core($0[...])) }.filter { !$0.isEmpty }
  }

  private static func spaceChange(_ before: [[UInt8]], _ after: [[UInt8]]) -> SpellingChange {
    func breaks(_ pieces: [[UInt8]]) -> Bool {
      pieces.joined().contains { $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
    }
    if breaks(after) && !breaks(before) && before.joined().contains(0x20) { return .newlineForSpace }
    return after.contains { SpacedEntries.core($0[...]).isEmpty && !$0.isEmpty }
      ? .detachedSpace : .boundaryShift
  }

  private static func isAcronym(_ word: String) -> Bool {
    word.count >= 2 && word.allSatisfy(\.isUppercase)
  }

  private static let tails: [[UInt8]] = ["s", "es", "'s", "’s"].map { Array($0.utf8) }
  private static let prefixes = ["re", "un", "dis", "in", "pre"].map { Array($0.utf8) }
  private static let endings = ["ing", "ed", "er", "ly", "able", "tion"].map { Array($0.utf8) }

  /// Whether there are cuts and each stands behind a prefix or before an ending.
  private static func cutsAtAffixes(_ pieces: [[UInt8]]) -> Bool {
    guard pieces.count > 1 else { return false }
    let word = pieces.joined().map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    var allowed: Set<Int> = []
    for prefix in prefixes where word.starts(with: prefix) { allowed.insert(prefix.count) }
    for ending in endings where word.suffix(ending.count).elementsEqual(ending) {
      allowed.insert(word.count - ending.count)
    }
    var at = 0
    return pieces.dropLast().allSatisfy { piece in
      at += piece.count
      return allowed.contains(at)
    }
  }
}

/// The masking of a row of logits, as a sampler would do it.
package enum Masking {
  /// Softmax over the logits with some ids left out; those have probability 0, and the order of the others stays.
  package static func probabilities(_ logits: [Double], without masked: Set<Int> = []) -> [Double] {
    let open = logits.indices.filter { !masked.contains($0) }
    guard let most = open.map({ logits[$0] }).max() else { return logits.map { _ in 0 } }
    var result = [Double](repeating: 0, count: logits.count)
    for index in open { result[index] = exp(logits[index] - most) }
    let total = result.reduce(0, +)
    return result.map { $0 / total }
  }
}
