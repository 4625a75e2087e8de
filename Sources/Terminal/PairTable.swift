/// Hands out colour pairs from a bounded number.
///
/// The first 255 stay for ever: they are the interface's. The rest is a ring in which the pair unused for longest is given
/// away, never one that the frame in the making already uses. `alloc_pair` of curses is not used: it recycles pairs that
/// are still on the screen (256 colours) or runs out after a few changing pictures (direct colour).
package struct PairTable {
  /// Two of the terminal's numbers.
  package struct Colors: Hashable {
    var foreground: Int32
    var background: Int32

    package init(foreground: Int32, background: Int32) {
      self.foreground = foreground
      self.background = background
    }
  }

  /// How many pairs are never given away.
  package static let reserved = 255
  /// `wadd_wchnstr` takes larger numbers, but saved screens of curses do not.
  static let most = 32767

  private let limit: Int
  private var pairs: [Colors: Int32] = [:]
  private var owners: [Colors?]
  private var usedInFrame: [UInt32]
  private var frame: UInt32 = 0
  private var next = 1
  private var hand: Int
  /// Pairs that the frame in the making uses so far.
  private var usedCount = 0

  /// `count` is the number of pairs the terminal has, with pair 0.
  package init(count: Int) {
    limit = max(0, min(count - 1, Self.most))
    owners = Array(repeating: nil, count: limit + 1)
    usedInFrame = Array(repeating: 0, count: limit + 1)
    hand = min(Self.reserved, limit) + 1
  }

  /// Whether a new pair can only be had by giving an old one away.
  var isFull: Bool { next > limit && limit > 0 }

  /// Says that a new frame begins.
  package mutating func beginFrame() {
    frame &+= 1
    usedCount = 0
  }

  /// How many bits of each channel colours may keep for the pairs of this frame to last; nil for all. Only pictures on very large screens
  /// use so many.
  package var bitsLeft: Int? {
    guard limit > 2 * Self.reserved, usedCount > limit / 2 else { return nil }
    return usedCount > limit / 4 * 3 ? 3 : 4
  }

  /// The pair of two colours; `isNew` asks the caller to set it. Pair 0 when every pair is on this frame.
  package mutating func pair(_ colors: Colors) -> (number: Int32, isNew: Bool) {
    if colors.foreground < 0 && colors.background < 0 { return (0, false) }
    if let pair = pairs[colors] {
      use(Int(pair))
      return (pair, false)
    }
    guard let free = next <= limit ? next : oldest() else { return (0, false) }
    if next <= limit { next += 1 }
    if let owner = owners[free] { pairs[owner] = nil }
    owners[free] = colors
    pairs[colors] = Int32(free)
    use(free)
    return (Int32(free), true)
  }

  private mutating func use(_ pair: Int) {
    if usedInFrame[pair] != frame { usedCount += 1 }
    usedInFrame[pair] = frame
  }

  /// A pair that was not used for a while: the hand goes round and takes the first that this frame does not need and
  /// that no frame used since the hand was last here. With few pairs none is reserved.
  private mutating func oldest() -> Int? {
    let first = limit > 2 * Self.reserved ? Self.reserved + 1 : 1
    guard first <= limit else { return nil }
    var best: Int?
    for _ in first...limit {
      hand = hand >= limit || hand < first ? first : hand + 1
      let age = frame &- usedInFrame[hand]
      if age > 1 { return hand }
      if age == 1 && best == nil { best = hand }
    }
    return best
  }
}
