/// The distinct words of some texts and how often each occurs, in the order in which they first occur.
///
/// ```
/// var counts = WordCounts()
/// counts.add(Array("the cat the".utf8).span, 0..<3)
/// ```
/// A word is what a splitter leaves: a stretch of bytes that no learned entry may cross. Words lie end to end in
/// one array and are found by a table of open addressing, so that counting takes no memory per occurrence.
/// Safety: `EntryHash` is given lengths inside the arrays it reads.
package struct WordCounts: Sendable {
  /// How often each word occurs, by its number.
  package private(set) var counts: [Int] = []
  private var blob: [UInt8] = []
  private var ends: [Int] = []
  /// The high halves of the hashes, for comparing, and the low ones, for growing.
  private var marks: [(high: UInt32, low: UInt32)] = []
  /// Numbers of words; −1 is free. A power of two, at most half full.
  private var slots: [Int32]

  /// No words.
  package init() { slots = Array(repeating: -1, count: 1 << 10) }

  /// The counts, leaving none behind: nothing is copied and nothing allocated.
  static func taken(from other: inout WordCounts) -> WordCounts {
    let counts = other
    other = WordCounts(slots: [])
    return counts
  }

  private init(slots: [Int32]) { self.slots = slots }

  /// How many distinct words there are.
  package var count: Int { counts.count }
  /// The bytes of all words together.
  package var byteCount: Int { blob.count }
  /// The most words that can be told apart.
  package static let limit = Int(Int32.max)

  /// The bytes of all words, one word after the other.
  var bytes: [UInt8] { blob }

  /// Where a word lies in `bytes`.
  func range(_ word: Int) -> Range<Int> { (word == 0 ? 0 : ends[word - 1])..<ends[word] }

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
    for word in other.counts.indices { add(other.blob.span, other.range(word), times: other.counts[word]) }
  }

  private mutating func add(_ start: UnsafeRawPointer, _ length: Int, readable: Int, _ times: Int) {
    let hash = unsafe EntryHash.of(start, length, readable: readable)
    let mark = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let word = Int(slots[slot])
      if marks[word].high == mark, unsafe equals(word, start, length, readable: readable) {
        let (sum, isTooLarge) = counts[word].addingReportingOverflow(times)
        counts[word] = isTooLarge ? .max : sum
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    guard counts.count < Self.limit else { return }
    slots[slot] = Int32(counts.count)
    unsafe blob.append(contentsOf: UnsafeRawBufferPointer(start: start, count: length))
    ends.append(blob.count)
    counts.append(times)
    marks.append((mark, UInt32(truncatingIfNeeded: hash)))
    if counts.count * 2 > slots.count { grow() }
  }

  private func equals(_ word: Int, _ start: UnsafeRawPointer, _ length: Int, readable: Int) -> Bool {
    let own = range(word)
    guard own.count == length else { return false }
    return unsafe blob.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      return unsafe EntryHash.equal(
        base + own.lowerBound, readable: blob.count - own.lowerBound, start, readable: readable, length)
    }
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (word, mark) in marks.enumerated() {
      var slot = Int(mark.low) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(word)
    }
  }
}

extension WordCounts {
  /// The same words in the order of their bytes, so that what is made of them does not depend on the order of the texts.
  package func sorted() -> WordCounts {
    let order = counts.indices.sorted { word($0).lexicographicallyPrecedes(word($1)) }
    var result = WordCounts()
    for number in order { result.add(blob.span, range(number), times: counts[number]) }
    return result
  }

  /// Counts words by what they are.
  package var dictionary: [[UInt8]: Int] {
    Dictionary(uniqueKeysWithValues: counts.indices.map { (Array(word($0)), counts[$0]) })
  }
}
