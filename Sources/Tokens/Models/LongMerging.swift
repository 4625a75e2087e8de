/// Merging of a long piece window by window, in linear time but for texts that no window settles.
///
/// Whatever the merges are, this holds when the lowest number merges first, of equals the leftmost:
/// 1. Tokens that stand side by side in the result are what merging their own symbols alone gives. For no merge ever crossed
///    their outer ends, and left alone the same merges are the lowest in the same order.
/// 2. A row of tokens is the result of merging its symbols when each two neighbours are the result of merging theirs. For
///    assume that merges cross boundaries, and take the first in time. Until then both tokens at that boundary went the way
///    that each goes alone, their steps in the order in which they would be taken were there only these two; so with these two
///    the same merge crosses, and they would not be the result.
///
/// So two results that overlap and have one token in common are one: what stands up to that token in the first and from it in
/// the second is a row in which each two neighbours stand side by side in a result. Each window begins a few tokens before the
/// end of the one before. When the two have no token in common, a larger one is tried, in the end all that there is.
///
/// A window whose symbols were met before is not merged again, so runs and repeats of a few characters cost next to nothing.
/// Source of the second statement, for entries in rank order: van Antwerpen and Neubeck, "So many tokens, so little time",
/// GitHub 2024.
///
/// Safety: `tokens` has room for `count` tokens. Accepted tokens end one behind the other at places of at most `count`, so there are
/// never more of them.
@unsafe struct LongMerging<Symbols: MergeSymbols> {
  private let symbols: Symbols
  private let count: Int
  private let tokens: MergedTokens
  /// How many tokens are accepted; the last few may still change.
  private var done = 0
  /// How many symbols a window has, and how many tokens before the end of the last one it begins.
  private var size = PairMerger.shortLimit
  private var overlap = 3
  /// The tokens of the newest window: the id in the high half, the end from the start of the window in the low half.
  private var newest: [UInt64] = []
  private var memory: WindowMemory

  private static var growth: Int { 4 }

  init(_ symbols: Symbols, _ count: Int, _ tokens: MergedTokens) {
    unsafe self.symbols = symbols
    unsafe self.count = count
    unsafe self.tokens = tokens
    unsafe memory = WindowMemory(count)
  }

  /// Merges everything and gives the number of tokens.
  mutating func run() -> Int {
    var joined = 0
    while true {
      if let first = unsafe firstToken(), unsafe join(first) {
        if unsafe end(done) == count { return unsafe done }
        joined += 1
        if unsafe joined % 16 == 0 && size > PairMerger.shortLimit { unsafe scale(1, Self.growth) }
      } else {
        joined = 0
        unsafe scale(Self.growth, 1)
      }
    }
  }

  private mutating func scale(_ factor: Int, _ divisor: Int) {
    unsafe size = size * factor / divisor
    unsafe overlap = overlap * factor / divisor
  }

  /// The place behind so many tokens.
  private func end(_ tokens: Int) -> Int { unsafe tokens == 0 ? 0 : Int(self.tokens.ends[tokens - 1]) }

  /// The accepted token with which the next window begins, so that at least half of the window is new; nil when that leaves no
  /// overlap.
  private func firstToken() -> Int? {
    if unsafe done == 0 { return 0 }
    var first = unsafe max(0, done - overlap)
    while unsafe first < done && (end(done) - end(first)) * 2 > size { first += 1 }
    return unsafe first < done ? first : nil
  }

  /// Merges the window that begins with an accepted token and puts it in place of what it overlaps; false when the two have no
  /// token in common.
  private mutating func join(_ first: Int) -> Bool {
    let start = unsafe end(first)
    unsafe mergeWindow(start, min(size, count - start))
    guard let (kept, taken) = unsafe joint(first, start) else { return false }
    unsafe done = kept
    for index in unsafe taken..<newest.count {
      unsafe tokens.ids[done] = TokenID(truncatingIfNeeded: newest[index] >> 32)
      unsafe tokens.ends[done] = UInt32(truncatingIfNeeded: start) &+ UInt32(truncatingIfNeeded: newest[index])
      unsafe done += 1
    }
    return true
  }

  /// How many accepted tokens there are up to the first that the newest window has too, and how many the window has up to it.
  private func joint(_ first: Int, _ start: Int) -> (kept: Int, taken: Int)? {
    if first == 0 { return (0, 0) }
    var (old, new) = (first, 0)
    var (oldStart, newStart) = (start, start)
    while unsafe old < done && new < newest.count {
      let oldEnd = unsafe Int(tokens.ends[old])
      let newEnd = unsafe start + Int(newest[new] & 0xFFFF_FFFF)
      let isSame = unsafe oldStart == newStart && oldEnd == newEnd && newest[new] >> 32 == tokens.ids[old]
      if isSame { return (old + 1, new + 1) }
      if oldEnd <= newEnd {
        old += 1
        oldStart = oldEnd
      }
      if newEnd <= oldEnd {
        new += 1
        newStart = newEnd
      }
    }
    return nil
  }

  /// Merges symbols by themselves, or remembers what that gave.
  private mutating func mergeWindow(_ start: Int, _ length: Int) {
    let spelling = unsafe symbols.spelling(start, length)
    if let spelling = unsafe spelling, let known = unsafe memory.tokens(spelling) {
      unsafe newest = known
      return
    }
    var made: [UInt64] = []
    made.reserveCapacity(length)
    let write = { (id: TokenID, end: Int) in made.append(UInt64(id) << 32 | UInt64(truncatingIfNeeded: end)) }
    if length <= PairMerger.shortLimit {
      unsafe ShortMerging.forEachToken(symbols, start, length, write)
    } else {
      unsafe HeapMerging.forEachToken(symbols, start, length, write)
    }
    unsafe newest = made
    if let spelling = unsafe spelling { unsafe memory.remember(spelling, newest) }
  }
}
