import Basics
import Lab
import Tensors

/// Sentences whose label hangs on two or three words among many that say nothing.
///
/// Label 1 has a context and a noun, `the folder includes` `reports`. Label 0 has a context, a word that turns it round (not, never, without,
/// excluding), ten noise words, and the noun. ⌊places · ratio⌋ noise words are put around this at a random place, and what is longer than
/// `places` is cut off. The lists are ours; unlike one of the authors', no noise word is one of those that turn a sentence round.
/// Source: the stress test of Mantri et al., 2026, arXiv 2603.03389.
package struct StressTest: Sendable, Hashable {
  /// The share of the places that noise takes, 0…1.
  package var ratio: Double
  /// How many words a sentence has at most.
  package var places = 64
  package var seed: UInt64 = 1

  package init(ratio: Double, places: Int = 64, seed: UInt64 = 1) {
    (self.ratio, self.places, self.seed) = (ratio, places, seed)
  }

  /// One sentence.
  package struct Sentence: Sendable, Equatable {
    package var words: [String]
    package var label: Int
    /// The places of the words that decide, so far as they were not cut off.
    package var signal: [Int]
    /// Whether the noun was not cut off.
    package var hasNoun: Bool
  }

  /// So many sentences, labels 1 and 0 in turn. `part` tells training from test: other numbers give other sentences.
  package func sentences(_ count: Int, part: UInt64) -> [Sentence] {
    var random = SeededRandom(seed: seed &* 0x9E37_79B9 &+ part)
    return (0..<count).map { sentence(label: 1 - $0 % 2, &random) }
  }

  private func sentence(label: Int, _ random: inout SeededRandom) -> Sentence {
    func drawn(_ list: [String]) -> String { list[Int(random.next() % UInt64(list.count))] }
    let context = drawn(Self.contexts).split(separator: " ").map(String.init)
    var core = context
    var marks = Array(context.indices)
    if label == 0 {
      marks.append(core.count)
      core.append(drawn(Self.modifiers))
      core += (0..<10).map { _ in drawn(Self.noise) }
    }
    marks.append(core.count)
    core.append(drawn(Self.nouns))
    let count = Int(Double(places) * ratio)
    let before = Int(random.next() % UInt64(count + 1))
    let noise = (0..<count).map { _ in drawn(Self.noise) }
    let words = Array((noise[..<before] + core + noise[before...]).prefix(places))
    let noun = before + core.count - 1
    return Sentence(
      words: words, label: label, signal: marks.map { $0 + before }.filter { $0 < words.count },
      hasNoun: noun < words.count)
  }

  /// The accuracy of a reader who needs the noun, and guesses where it was cut off.
  ///
  /// The word that turns a sentence round is never cut off, so a reader who looks for that alone could be right always.
  package static func ceiling(_ sentences: [Sentence]) -> Double {
    let whole = Double(sentences.count { $0.hasNoun })
    return (whole + (Double(sentences.count) - whole) / 2) / Double(max(1, sentences.count))
  }

  static let contexts = [
    "the folder includes", "the box holds", "this page shows", "the cupboard contains", "our list names",
    "the parcel carries", "the album keeps", "this chapter covers", "the basket has", "the drawer stores",
  ]
  static let nouns = [
    "reports", "keys", "letters", "maps", "stamps", "invoices", "apples", "photographs", "receipts",
    "tickets", "candles", "buttons", "drawings", "coins", "bells", "ribbons",
  ]
  static let modifiers = ["not", "never", "without", "excluding"]
  static let noise = [
    "and", "of", "to", "in", "a", "that", "it", "was", "for", "on", "with", "as", "at", "by", "from", "are",
    "be", "or", "an", "they", "which", "you", "one", "we", "all", "there", "can", "more", "if", "when", "so",
    "some", "what", "time", "about", "other", "into", "then", "two", "like", "over", "these", "day", "after",
    "people", "also", "way", "many", "must", "before", "through", "back", "years", "where", "much", "good",
    "new", "year", "water", "long", "little", "very", "same", "right", "still", "small", "place", "again",
    "light", "house", "world", "under", "evening", "morning", "street", "river", "while", "last", "often",
  ]
}

/// Words as frozen vectors: one drawn at random for each, and one attention block that was never trained.
///
/// Every word has a vector of its own that follows from its spelling and the seed, so words that no list has can be read too.
package struct FrozenEncoder: Sendable {
  /// Numbers of a vector.
  package let width: Int
  private let seed: UInt64
  private let block: [String: Tensor]

  package init(width: Int = 32, seed: UInt64) {
    (self.width, self.seed) = (width, seed)
    var random = SeededRandom(seed: seed)
    block = AttentionBlock<Variable>.parameters(width: width, &random)
  }

  /// The vectors of a sentence, [words, width].
  package func rows(of words: [String]) -> Tensor {
    let drawn = words.flatMap { word -> [Float] in
      // FNV-1a, so that the vector of a word is the same on every machine.
      let hash = word.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      var random = SeededRandom(seed: hash ^ seed)
      return Tensor.normal([width], &random).values
    }
    let tape = Tape()
    let block = AttentionBlock(block.mapValues(tape.constant))
    return block.mixed(tape.constant(Tensor(drawn, [words.count, width]))).value
  }
}
