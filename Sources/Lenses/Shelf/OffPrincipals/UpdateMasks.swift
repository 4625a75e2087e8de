import Tensors

/// By which rule an entry counts as changed.
enum UpdateVisibility: Hashable, Sendable {
  /// It moved by more than this share of the larger of its two magnitudes.
  case relative(Double)
  /// Its bits in bfloat16 are others.
  case bfloat16

  /// Whether a change can be seen.
  func sees(_ before: Float, _ after: Float) -> Bool {
    switch self {
    case .relative(let share):
      abs(Double(after) - Double(before)) > share * Double(max(abs(before), abs(after)))
    case .bfloat16: BFloat16.bits(before) != BFloat16.bits(after)
    }
  }

  /// In words, for headings and footnotes.
  var words: String {
    switch self {
    case .relative(let share): "|w1 - w0| > \(Knob.written(share, step: 0.0001)) · max(|w0|, |w1|)"
    case .bfloat16: "other bits in bfloat16"
    }
  }
}

/// Some entries of a matrix, row by row.
struct EntryMask: Sendable, Equatable {
  private(set) var bits: [Bool]
  private(set) var count: Int

  /// The entries that an update changes visibly.
  init(changed before: [Float], _ after: [Float], _ visibility: UpdateVisibility) {
    bits = zip(before, after).map { visibility.sees($0, $1) }
    count = bits.count { $0 }
  }

  /// The `count` entries of largest magnitude, or of smallest; of equal ones the first.
  ///
  /// The magnitude of the last one is found by counting the upper and then the lower halves of bit patterns, which are in the order of the
  /// magnitudes they stand for: O(n), no sorting.
  init(_ count: Int, of values: [Float], largest: Bool) {
    let count = max(0, min(count, values.count))
    self.count = count
    bits = Array(repeating: false, count: values.count)
    if count == 0 { return }
    // Turned round, the smallest are the largest.
    let keys = values.map { largest ? $0.magnitude.bitPattern : ~$0.magnitude.bitPattern }
    let (threshold, ties) = Self.threshold(keys, count)
    var left = ties
    for (index, key) in keys.enumerated() {
      if key > threshold {
        bits[index] = true
      } else if key == threshold, left > 0 {
        bits[index] = true
        left -= 1
      }
    }
  }

  /// The key of the `count`-th largest, and how many of that very key belong to the first `count`.
  private static func threshold(_ keys: [UInt32], _ count: Int) -> (key: UInt32, ties: Int) {
    func digit(_ counts: [Int], _ wanted: Int) -> (digit: Int, rest: Int) {
      var (place, rest) = (counts.count - 1, wanted)
      while counts[place] < rest {
        rest -= counts[place]
        place -= 1
      }
      return (place, rest)
    }
    var counts = [Int](repeating: 0, count: 1 << 16)
    for key in keys { counts[Int(key >> 16)] += 1 }
    let high = digit(counts, count)
    counts = [Int](repeating: 0, count: 1 << 16)
    for key in keys where key >> 16 == UInt32(high.digit) { counts[Int(key & 0xFFFF)] += 1 }
    let low = digit(counts, high.rest)
    return (UInt32(high.digit) << 16 | UInt32(low.digit), low.rest)
  }

  /// How many entries are in both.
  func shared(with other: EntryMask) -> Int { zip(bits, other.bits).count { $0 && $1 } }

  /// |this AND other| / |other|, the share of `other` that lies in this mask; nil when `other` is empty.
  func overlap(of other: EntryMask) -> Double? {
    other.count == 0 ? nil : Double(shared(with: other)) / Double(other.count)
  }

  /// |this AND other| / |this OR other|; nil when both are empty.
  func jaccard(with other: EntryMask) -> Double? {
    let both = shared(with: other)
    let either = count + other.count - both
    return either == 0 ? nil : Double(both) / Double(either)
  }

  /// What `jaccard` is on average where two masks of these densities have nothing to do with each other: d1 d2 / (d1 + d2 - d1 d2).
  func independentJaccard(with other: EntryMask) -> Double? {
    let (a, b) = (density, other.density)
    return a + b == 0 ? nil : a * b / (a + b - a * b)
  }

  /// The share of all entries.
  var density: Double { Double(count) / Double(max(1, bits.count)) }
}
