/// A stretch of text that tokenizers cut differently, and what it costs each of them.
package struct SpanCost: Sendable, Equatable {
  package var text: [UInt8]
  /// How often it was met.
  package var count: Int
  /// By tokenizer, into how many tokens it is cut.
  package var tokens: [Int]

  /// What it costs the dearest tokenizer more than the cheapest, in all places together.
  package var excess: Int { count * ((tokens.max() ?? 0) - (tokens.min() ?? 0)) }
}

/// Counts stretches of text: millions are met, and most of them again and again.
///
/// Open addressing, at most half full; texts lie one after another in one array and token counts in another, so that a stretch which
/// was met before costs no allocation. Where the slots begin to be looked at differs from run to run, what is counted does not.
package struct SpanTable: Sendable {
  /// One text.
  private struct Entry {
    var hash: UInt64
    var start: Int
    var length: Int
    var count: Int
  }

  /// By slot, the number of the entry and one; 0 where there is none.
  private var slots = [UInt32](repeating: 0, count: 64)
  private var entries: [Entry] = []
  private var texts: [UInt8] = []
  /// By entry and tokenizer.
  private var tokens: [UInt32] = []
  private let rows: Int

  /// An empty table for so many tokenizers.
  init(rows: Int) { self.rows = rows }

  /// How many different texts there are.
  package var count: Int { entries.count }

  /// Counts the text at `range` once more; `tokens` says by tokenizer how many tokens it is cut into.
  mutating func add(_ text: Span<UInt8>, _ range: Range<Int>, tokens: (Int) -> Int) {
    let hash = Self.hash(text, range)
    let slot = slot(of: text, range, hash)
    if slots[slot] > 0 {
      entries[Int(slots[slot]) - 1].count += 1
    } else {
      insert(text, range, hash, count: 1, at: slot, (0..<rows).map { UInt32(tokens($0)) })
    }
  }

  /// Adds the counts of another table for the same tokenizers.
  mutating func add(_ other: SpanTable) {
    let text = other.texts.span
    for (index, entry) in other.entries.enumerated() {
      let range = entry.start..<entry.start + entry.length
      let slot = slot(of: text, range, entry.hash)
      if slots[slot] > 0 {
        entries[Int(slots[slot]) - 1].count += entry.count
      } else {
        let counts = other.tokens[index * rows..<(index + 1) * rows]
        insert(text, range, entry.hash, count: entry.count, at: slot, counts)
      }
    }
  }

  /// The stretches that cost most, all places together; of equals the longer text first.
  package func worst(_ limit: Int) -> [SpanCost] {
    let costs = entries.indices.lazy.map { (index: $0, excess: excess($0)) }.filter { $0.excess > 0 }
    let sorted = costs.sorted { a, b in
      let (x, y) = (entries[a.index], entries[b.index])
      if a.excess != b.excess { return a.excess > b.excess }
      if x.length != y.length { return x.length > y.length }
      return text(a.index).lexicographicallyPrecedes(text(b.index))
    }
    return sorted.prefix(limit).map { cost($0.index) }
  }

  /// Keeps the dearest texts.
  mutating func tidy(_ limit: Int) {
    var kept = SpanTable(rows: rows)
    for cost in worst(limit) {
      let text = cost.text.span
      let hash = Self.hash(text, text.indices)
      let slot = kept.slot(of: text, text.indices, hash)
      kept.insert(text, text.indices, hash, count: cost.count, at: slot, cost.tokens.map { UInt32($0) })
    }
    self = kept
  }

  private func text(_ index: Int) -> ArraySlice<UInt8> {
    texts[entries[index].start..<entries[index].start + entries[index].length]
  }

  private func excess(_ index: Int) -> Int {
    let counts = tokens[index * rows..<(index + 1) * rows]
    return entries[index].count * Int((counts.max() ?? 0) - (counts.min() ?? 0))
  }

  private func cost(_ index: Int) -> SpanCost {
    SpanCost(
      text: Array(text(index)), count: entries[index].count,
      tokens: tokens[index * rows..<(index + 1) * rows].map { Int($0) })
  }

  /// The slot that has the text, or the free one where it belongs.
  private func slot(of text: Span<UInt8>, _ range: Range<Int>, _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] > 0 {
      let entry = entries[Int(slots[slot]) - 1]
      if entry.hash == hash, entry.length == range.count, holds(entry.start, text, range) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func holds(_ start: Int, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for offset in 0..<range.count where texts[start + offset] != text[range.lowerBound + offset] {
      return false
    }
    return true
  }

  private mutating func insert(
    _ text: Span<UInt8>, _ range: Range<Int>, _ hash: UInt64, count: Int, at slot: Int,
    _ tokens: some Collection<UInt32>
  ) {
    entries.append(Entry(hash: hash, start: texts.count, length: range.count, count: count))
    for index in range { texts.append(text[index]) }
    self.tokens += tokens
    slots[slot] = UInt32(entries.count)
    if entries.count * 2 > slots.count { grow() }
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 4)
    let mask = slots.count - 1
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & mask
      while slots[slot] > 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(index + 1)
    }
  }

  /// Another start for every run of the program, so that no file can be made to collide.
  private static let seed = UInt64.random(in: .min ... .max)

  private static func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash = seed
    for index in range {
      hash = (hash ^ UInt64(text[index])) &* 0x0000_0100_0000_01B3
      hash ^= hash >> 29
    }
    return hash ^ hash >> 32
  }
}

extension SpanTable: Equatable {
  /// Whether the same texts were counted as often.
  package static func == (a: SpanTable, b: SpanTable) -> Bool { a.worst(.max) == b.worst(.max) }
}
