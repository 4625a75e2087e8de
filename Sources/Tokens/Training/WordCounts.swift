/// The distinct words of some texts and how often each occurs, in the order in which they first occur.
///
/// ```
/// var counts = WordCounts()
/// counts.add(Array("the cat the".utf8).span, 0..<3)
/// ```
/// A word is what a splitter leaves: a stretch of bytes that no learned entry may cross. Words lie end to end in
/// one array and are found by a table of open addressing, so that counting takes no memory per occurrence. A slot holds
/// half of the hash and an entry the word's first eight bytes, so that most words are found with two reads of memory.
/// Safety: `EntryHash` is given lengths inside the arrays it reads.
package struct WordCounts: Sendable {
  private struct Entry {
    var start: Int
    var length: Int
    /// The first bytes, as `EntryHash.word` reads them.
    var head: UInt64
    var count: Int
  }

  private var blob: [UInt8] = []
  private var entries: [Entry] = []
  /// The high half of a hash above the number of a word; all ones is free. A power of two, at most half full.
  private var slots: [UInt64]

  /// No words.
  package init() { slots = Array(repeating: .max, count: 1 << 10) }

  /// The counts, leaving none behind: nothing is copied and nothing allocated.
  static func taken(from other: inout WordCounts) -> WordCounts {
    let counts = other
    other = WordCounts(slots: [])
    return counts
  }

  private init(slots: [UInt64]) { self.slots = slots }

  /// How many distinct words there are.
  package var count: Int { entries.count }
  /// How often each word occurs, by its number.
  package var counts: [Int] { entries.map(\.count) }
  /// The bytes of all words together.
  package var byteCount: Int { blob.count }
  /// The most words that can be told apart.
  package static let limit = Int(Int32.max)

  /// The bytes of all words, one word after the other.
  var bytes: [UInt8] { blob }

  /// Where a word lies in `bytes`.
  func range(_ word: Int) -> Range<Int> {
    entries[word].start..<entries[word].start + entries[word].length
  }

  /// How often a word occurs.
  package func count(of word: Int) -> Int { entries[word].count }

  /// The bytes of a word.
  package func word(_ number: Int) -> ArraySlice<UInt8> { blob[range(number)] }

  /// Adds occurrences of the word `text[range]`; an empty one is none. Sums stop at the largest number.
  package mutating func add(_ text: Span<UInt8>, _ range: Range<Int>, times: Int = 1) {
    if range.isEmpty { return }
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the word lies inside the text")
    unsafe text.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe add(start + range.lowerBound, range.count, readable: text.count - range.lowerBound, times)
    }
  }

  /// Adds what another has counted.
  package mutating func add(_ other: WordCounts) {
    for word in 0..<other.count { add(other.blob.span, other.range(word), times: other.count(of: word)) }
  }

  private mutating func add(_ start: UnsafeRawPointer, _ length: Int, readable: Int, _ times: Int) {
    let hash = unsafe EntryHash.of(start, length, readable: readable)
    let head = unsafe EntryHash.word(start, min(8, length), readable: readable)
    let mark = hash >> 32
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != .max {
      let word = Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF)
      let isLikely = slots[slot] >> 32 == mark && entries[word].head == head && entries[word].length == length
      if isLikely, unsafe length <= 8 || equals(word, start, readable: readable) {
        let (sum, isTooLarge) = entries[word].count.addingReportingOverflow(times)
        entries[word].count = isTooLarge ? .max : sum
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    guard entries.count < Self.limit else { return }
    slots[slot] = mark << 32 | UInt64(entries.count)
    entries.append(Entry(start: blob.count, length: length, head: head, count: times))
    unsafe blob.append(contentsOf: UnsafeRawBufferPointer(start: start, count: length))
    if entries.count * 2 > slots.count { grow() }
  }

  private func equals(_ word: Int, _ start: UnsafeRawPointer, readable: Int) -> Bool {
    let own = range(word)
    return unsafe blob.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      return unsafe EntryHash.equal(
        base + own.lowerBound, readable: blob.count - own.lowerBound, start, readable: readable, own.count)
    }
  }

  private mutating func grow() {
    var grown = [UInt64](repeating: .max, count: slots.count * 2)
    unsafe blob.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      for (word, entry) in entries.enumerated() {
        let hash = unsafe EntryHash.of(base + entry.start, entry.length, readable: bytes.count - entry.start)
        var slot = Int(truncatingIfNeeded: hash) & (grown.count - 1)
        while grown[slot] != .max { slot = (slot + 1) & (grown.count - 1) }
        grown[slot] = (hash & ~0xFFFF_FFFF) | UInt64(word)
      }
    }
    slots = grown
  }
}

extension WordCounts {
  /// The same words in the order of their bytes, so that what is made of them does not depend on the order of the texts.
  package func sorted() -> WordCounts {
    let order = (0..<count).sorted { word($0).lexicographicallyPrecedes(word($1)) }
    var result = WordCounts()
    for number in order { result.add(blob.span, range(number), times: count(of: number)) }
    return result
  }

  /// Counts words by what they are.
  package var dictionary: [[UInt8]: Int] {
    Dictionary(uniqueKeysWithValues: (0..<count).map { (Array(word($0)), count(of: $0)) })
  }
}
