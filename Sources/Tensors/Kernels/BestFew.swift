/// Bits of numbers that are in the order of the numbers.
enum SortKey {
  /// Rising with the number; both noughts are one.
  @inline(__always)
  static func bits(_ value: Float) -> UInt32 {
    let bits = (value + 0).bitPattern
    return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
  }

  /// The number whose bits these are.
  static func value(_ key: UInt32) -> Float {
    Float(bitPattern: key & 0x8000_0000 == 0 ? ~key : key & 0x7FFF_FFFF)
  }
}

/// The largest few of the numbers that were offered, each with its index (below 2³²); of equals the earlier index. NaN is never among them.
///
/// A heap with the smallest on top, so that an offer that is too small costs one comparison, and eight of them one.
struct BestFew {
  private let limit: Int
  private var heap: [UInt64] = []

  init(_ limit: Int) {
    precondition(limit >= 0, "a number of places is not negative")
    self.limit = limit
  }

  /// Offers `count` numbers from `start`, whose indices run on from `firstIndex`.
  mutating func offer(_ x: Span<Float>, from start: Int, count: Int, firstIndex: Int) {
    guard limit > 0 else { return }
    precondition(start + count <= x.count, "what is offered lies inside the span")
    var at = 0
    while at < count {
      if heap.count == limit, at + 8 <= count {
        if !any(Lanes.load(x, start + at) .>= worst) {
          at += 8
          continue
        }
        for index in at..<at + 8 { offer(x[start + index], firstIndex + index) }
        at += 8
      } else {
        offer(x[start + at], firstIndex + at)
        at += 1
      }
    }
  }

  private var worst: Float { SortKey.value(UInt32(heap[0] >> 32)) }

  /// Offers what others are the best of.
  mutating func offer(_ other: BestFew) { for key in other.heap { offer(key) } }

  /// Offers one number.
  mutating func offer(_ value: Float, _ index: Int) {
    if value.isNaN { return }
    offer(UInt64(SortKey.bits(value)) << 32 | UInt64(~UInt32(truncatingIfNeeded: index)))
  }

  private mutating func offer(_ key: UInt64) {
    if limit == 0 { return }
    if heap.count < limit {
      heap.append(key)
      rise()
    } else if key > heap[0] {
      heap[0] = key
      sink()
    }
  }

  /// The best, best first.
  var sorted: [Ranked] {
    heap.sorted(by: >).map { key in
      Ranked(value: SortKey.value(UInt32(key >> 32)), index: Int(~UInt32(truncatingIfNeeded: key)))
    }
  }

  private mutating func rise() {
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func sink() {
    var parent = 0
    while 2 * parent + 1 < heap.count {
      var child = 2 * parent + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      if heap[parent] <= heap[child] { return }
      heap.swapAt(parent, child)
      parent = child
    }
  }
}
