import Basics
import HeapModule

/// Learns a byte-level BPE: again and again the most frequent pair of neighbours becomes a new entry.
///
/// ```
/// BytePairTrainer(vocabularySize: 259, minimumFrequency: 1, splitter: words).train([Array("abab ab".utf8)], ticket)
/// // new entries: "ab" (3 times), then " ab" before "abab" (once each), since the space has a lower id than "ab"
/// ```
/// Texts are split, distinct pieces counted, and pairs never cross pieces. Of equally frequent pairs that
/// with the lower left id is taken, then that with the lower right id: the rule of Hugging Face's trainer, so
/// the same texts give the same merges. A heap holds candidates with the counts they had; one whose count has
/// fallen since is entered again with its present count.
/// Source: Sennrich, Haddow and Birch, "Neural machine translation of rare words with subword units", ACL
/// 2016, arXiv 1508.07909.
package struct BytePairTrainer: Sendable {
  /// How many entries there shall be, special tokens and the 256 bytes included.
  package var vocabularySize: Int
  /// Pairs that occur less often are not merged.
  package var minimumFrequency: Int
  /// Entries that stand first and take no part.
  package var specialTokens: [String]
  package var splitter: any Splitter

  package init(
    vocabularySize: Int, minimumFrequency: Int = 2, specialTokens: [String] = [], splitter: any Splitter
  ) {
    self.vocabularySize = vocabularySize
    self.minimumFrequency = minimumFrequency
    self.specialTokens = specialTokens
    self.splitter = splitter
  }

  /// Learns from all texts together. Throws when cancelled or when the splitter throws.
  package func train(_ texts: [[UInt8]], _ ticket: Ticket) throws(Trouble) -> TrainedBytePairs {
    var learned = TrainedBytePairs(specialTokens: specialTokens)
    let pieces = try PieceCounts(texts, splitter, ticket)
    var words = TrainingWords(pieces, firstByte: TokenID(specialTokens.count))
    var ids: [[UInt8]: TokenID] = [:]
    for (id, entry) in learned.entries.enumerated() where learned.kinds[id] != .special {
      ids[entry] = TokenID(id)
    }
    var heap = Heap(words.candidates)
    let first = learned.entries.count
    while learned.entries.count < vocabularySize, let candidate = heap.popMax() {
      let present = words.count(candidate.merge)
      if present != candidate.count {
        if present > 0 { heap.insert(Candidate(count: present, merge: candidate.merge)) }
        continue
      }
      if present < max(1, minimumFrequency) { break }
      let made = learned.add(candidate.merge, &ids)
      for grown in words.apply(candidate.merge, made) { heap.insert(grown) }
      let done = Double(learned.entries.count - first) / Double(max(1, vocabularySize - first))
      try ticket.step(0.3 + 0.7 * min(1, done))
    }
    return learned
  }
}

extension TrainedBytePairs {
  /// Adds a merge and, unless it is there already, the entry that it makes.
  mutating func add(_ merge: Merge, _ ids: inout [[UInt8]: TokenID]) -> TokenID {
    let joined = entries[Int(merge.left)] + entries[Int(merge.right)]
    merges.append(merge)
    if let known = ids[joined] { return known }
    let id = TokenID(entries.count)
    entries.append(joined)
    kinds.append(.normal)
    ids[joined] = id
    return id
  }
}

/// A pair that may be merged next; the greater one is merged first.
struct Candidate: Comparable {
  var count: Int
  var merge: Merge

  static func < (a: Candidate, b: Candidate) -> Bool {
    if a.count != b.count { return a.count < b.count }
    return (a.merge.left, a.merge.right) > (b.merge.left, b.merge.right)
  }
}

/// The distinct pieces of some texts and how often each occurs, in the order in which they first occur.
struct PieceCounts {
  private(set) var pieces: [(bytes: [UInt8], count: Int)] = []

  init(_ texts: [[UInt8]], _ splitter: any Splitter, _ ticket: Ticket) throws(Trouble) {
    var index: [[UInt8]: Int] = [:]
    let total = Double(max(1, texts.reduce(0) { $0 + $1.count }))
    var (before, seen) = (0, 0)
    for text in texts {
      var found = pieces
      try splitter.forEachMatch(in: text.span, 0..<text.count) { (start, end) throws(Trouble) in
        seen += 1
        if seen & 0xFFF == 0 { try ticket.step(0.3 * Double(before + start) / total) }
        let piece = Array(text[start..<end])
        if let place = index[piece] {
          found[place].count += 1
        } else if !piece.isEmpty {
          index[piece] = found.count
          found.append((piece, 1))
        }
      }
      pieces = found
      before += text.count
    }
  }
}
