/// The merges that may be next, lowest number first and of equal numbers the leftmost: a binary heap.
///
/// An entry packs the number into the high and the position into the low half of one word, so one compare
/// orders both.
struct MergeHeap {
  private var entries: [UInt64]

  init(_ entries: [UInt64]) {
    self.entries = entries
    for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(index) }
  }

  static func entry(_ number: UInt32, _ position: Int) -> UInt64 {
    UInt64(number) << 32 | UInt64(UInt32(truncatingIfNeeded: position))
  }

  mutating func push(_ number: UInt32, _ position: Int) {
    let entry = Self.entry(number, position)
    entries.append(entry)
    var index = entries.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      if entries[parent] <= entry { break }
      entries[index] = entries[parent]
      index = parent
    }
    entries[index] = entry
  }

  mutating func popLowest() -> (number: UInt32, position: Int)? {
    guard let first = entries.first, let last = entries.popLast() else { return nil }
    if !entries.isEmpty {
      entries[0] = last
      sink(0)
    }
    return (UInt32(first >> 32), Int(UInt32(truncatingIfNeeded: first)))
  }

  private mutating func sink(_ start: Int) {
    let entry = entries[start]
    let count = entries.count
    var index = start
    while true {
      var child = 2 * index + 1
      if child >= count { break }
      if child + 1 < count && entries[child + 1] < entries[child] { child += 1 }
      if entries[child] >= entry { break }
      entries[index] = entries[child]
      index = child
    }
    entries[index] = entry
  }
}
