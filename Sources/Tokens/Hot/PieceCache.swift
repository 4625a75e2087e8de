import Glibc

/// What one thread remembers of pieces: which tokens their bytes gave.
///
/// Any stretch of text whose tokens depend on its own bytes alone may be remembered: a piece of a pattern, or a unit of a
/// text that a normalizer changes. Keys are the raw bytes; places of tokens are kept relative to the start, so a token may
/// begin after the start and bytes may belong to no token.
///
/// A line of 64 bytes holds two entries of 32: the key (`PieceKey`) and up to four tokens, each a word of its id
/// (24 bits), the distance from the start (4) and the length (4). The high half of the key's last byte counts the tokens;
/// 15 says that the first word is the place of a record in the arena instead, for long pieces and many tokens. An entry for
/// which a line has no room goes to the line beside it; when that has none either an older one is forgotten, so the cache is
/// bounded and a miss costs no more than time. It starts small and grows to its bound as it fills.
///
/// Safety: `lines` is one block of 2^(64 − shift) lines, so the place of any hash lies inside; all of it is set to zero when
/// made. Entries are written by `insert` and by growing alone, so a place in the arena is one that the arena gave and has
/// not forgotten since (`forgetRecords`).
@safe struct PieceCache: ~Copyable {
  /// Longer pieces are not remembered.
  static let longest = 255

  /// How far a cache may grow.
  struct Bounds {
    /// Powers of two.
    var firstLines = 1 << 10
    var lines = 1 << 18
    /// In bytes.
    var arena = 16 << 20
  }

  private let bounds: Bounds
  private var lines: UnsafeMutableRawPointer
  private(set) var shift: UInt64
  let masks: UnsafeMutablePointer<UInt64>
  let waiting: UnsafeMutablePointer<Waiting>
  private var used = 0
  private(set) var arena: PieceArena
  /// The tokens of a piece that was missing, for callers.
  var missed: [Token] = []

  init(_ bounds: Bounds = Bounds()) {
    self.bounds = bounds
    unsafe lines = Self.cleared(bounds.firstLines)
    shift = UInt64(64 - bounds.firstLines.trailingZeroBitCount)
    unsafe masks = .allocate(capacity: PieceKey.maskCount)
    unsafe PieceKey.fill(masks)
    unsafe waiting = .allocate(capacity: Self.block)
    arena = PieceArena(bound: bounds.arena)
  }

  deinit {
    unsafe free(lines)
    unsafe masks.deallocate()
    unsafe waiting.deallocate()
  }

  /// An entry: its place in memory.
  @unsafe struct Entry {
    fileprivate static let stored = 15

    fileprivate let base: UnsafeMutableRawPointer

    @inline(__always)
    fileprivate init(_ base: UnsafeMutableRawPointer) { unsafe self.base = base }

    /// How many tokens stand in the entry itself.
    @inline(__always)
    var count: Int { unsafe Int(truncatingIfNeeded: high &>> 60) }

    /// Whether the tokens stand in the arena instead, at the place in the first word.
    @inline(__always)
    var isStored: Bool { unsafe count == Self.stored }

    /// Up to four tokens, the rest of no meaning.
    @inline(__always)
    var words: SIMD4<UInt32> { unsafe base.load(fromByteOffset: 16, as: SIMD4<UInt32>.self) }

    @inline(__always)
    fileprivate var low: UInt64 { unsafe base.load(as: UInt64.self) }

    @inline(__always)
    fileprivate var high: UInt64 { unsafe base.load(fromByteOffset: 8, as: UInt64.self) }

    /// The key without the count.
    fileprivate var key: PieceKey { unsafe PieceKey(low: low, high: high & (1 << 60 - 1)) }

    fileprivate var isEmpty: Bool { unsafe low | high == 0 }

    /// Zero when the key is this one.
    @inline(__always)
    fileprivate func difference(_ key: PieceKey) -> UInt64 {
      unsafe (low ^ key.low) | (high ^ key.high) &<< 4
    }

    fileprivate func set(_ key: PieceKey, count: Int, _ words: SIMD4<UInt32>) {
      unsafe base.storeBytes(of: key.low, as: UInt64.self)
      unsafe base.storeBytes(of: key.high | UInt64(count) << 60, toByteOffset: 8, as: UInt64.self)
      unsafe base.storeBytes(of: words, toByteOffset: 16, as: SIMD4<UInt32>.self)
    }

    fileprivate func copy(to other: Entry) { unsafe other.base.copyMemory(from: base, byteCount: 32) }

    fileprivate func exchange(with other: Entry) {
      let (key, count, words) = unsafe (self.key, self.count, self.words)
      unsafe other.copy(to: self)
      unsafe other.set(key, count: count, words)
    }
  }

  /// The address of the line that a key with this hash belongs to.
  @inline(__always) @unsafe
  func line(_ hash: UInt64) -> UnsafeMutableRawPointer {
    unsafe lines + Int(truncatingIfNeeded: hash &>> shift) &<< 6
  }

  /// The entry with this key in a line; nil when there is none. Which of the two it is takes no branch, since nobody could
  /// guess it.
  @inline(__always) @unsafe
  func find(_ key: PieceKey, _ line: UnsafeMutableRawPointer) -> Entry? {
    let first = unsafe Entry(line).difference(key)
    let isSecond = (first | (0 &- first)) &>> 63
    let entry = unsafe Entry(line + Int(truncatingIfNeeded: isSecond &<< 5))
    return unsafe entry.difference(key) == 0 ? entry : nil
  }

  /// The entry with this key, also when it had to go to the line beside its own: then it comes back, since it is asked for,
  /// and another goes there.
  @inline(__always) @unsafe
  func find(_ key: PieceKey) -> Entry? {
    let own = unsafe line(key.hash)
    if let entry = unsafe find(key, own) { return unsafe entry }
    guard let guest = unsafe find(key, beside(own)) else { return nil }
    let second = unsafe Entry(own + 32)
    unsafe second.exchange(with: guest)
    return unsafe second
  }

  /// The line with which one shares 128 bytes.
  @inline(__always) @unsafe
  private func beside(_ line: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    let index = (unsafe line - lines) &>> 6
    return unsafe lines + (index ^ 1) &<< 6
  }

  /// The key of any piece of one byte to `longest`.
  @inline(__always) @unsafe
  func key(_ base: UnsafeRawPointer, _ count: Int, readable: Int) -> PieceKey {
    if count > PieceKey.longestShort { return unsafe PieceKey(long: base, count, readable: readable) }
    if readable < 16 { return unsafe PieceKey(short: base, count, readable: readable) }
    return unsafe PieceKey(short: base, count, masks)
  }

  /// What is remembered of `count` bytes from `base`, of which `readable` may be read; nil for nothing.
  @inline(__always) @unsafe
  func find(_ base: UnsafeRawPointer, _ count: Int, readable: Int) -> Entry? {
    if count == 0 || count > Self.longest { return nil }
    let key = unsafe key(base, count, readable: readable)
    guard let entry = unsafe find(key) else { return nil }
    if count <= PieceKey.longestShort { return unsafe entry }
    guard let record = unsafe record(entry), unsafe record.byteCount == count,
      unsafe memcmp(record.bytes, base, count) == 0
    else { return nil }
    return unsafe entry
  }

  /// The record of an entry whose tokens stand in the arena.
  @inline(__always) @unsafe
  func record(_ entry: Entry) -> PieceArena.Record? { unsafe arena.record(entry.words[0]) }
}

/// Remembering.
extension PieceCache {
  /// Remembers the tokens of `count` bytes from `base`, where the text's position is `start`. What cannot be remembered is
  /// not: a piece that is empty or too long, and tokens that do not lie within it.
  @unsafe
  mutating func insert(
    _ base: UnsafeRawPointer, _ count: Int, readable: Int, _ tokens: Span<Token>, start: Int
  ) {
    if count == 0 || count > Self.longest { return }
    let key = unsafe key(base, count, readable: readable)
    for index in tokens.indices {
      let token = tokens[index]
      guard Int(token.start) >= start, Int(token.end) <= start + count, token.start <= token.end else {
        return
      }
    }
    if count <= PieceKey.longestShort && tokens.count <= 4 {
      var words = SIMD4<UInt32>.zero
      for index in tokens.indices { words[index] = Self.word(tokens[index], start) }
      put(key, count: tokens.count, words)
    } else if let place = unsafe store(base, count, tokens, start) {
      unsafe put(key, count: Entry.stored, SIMD4(place, 0, 0, 0))
    }
  }

  /// A token as a word. Start and length are at most fifteen.
  private static func word(_ token: Token, _ start: Int) -> UInt32 {
    let distance = UInt32(truncatingIfNeeded: Int(token.start) - start)
    return token.id | distance << 24 | (token.end - token.start) << 28
  }

  /// The place of a new record. When there is no room all records are forgotten first.
  @unsafe
  private mutating func store(
    _ base: UnsafeRawPointer, _ count: Int, _ tokens: Span<Token>, _ start: Int
  ) -> UInt32? {
    if let place = unsafe arena.add(base, count, tokens, start: start) { return place }
    forgetRecords()
    return unsafe arena.add(base, count, tokens, start: start)
  }

  private mutating func forgetRecords() {
    for index in 0..<lineCount * 2 {
      let entry = unsafe Entry(lines + index * 32)
      if unsafe !entry.isStored { continue }
      unsafe entry.set(PieceKey(low: 0, high: 0), count: 0, .zero)
      used -= 1
    }
    arena.clear()
  }

  private mutating func put(_ key: PieceKey, count: Int, _ words: SIMD4<UInt32>) {
    if used * 8 > lineCount * 9 && lineCount < bounds.lines { grow() }
    if let known = unsafe find(key) { return unsafe known.set(key, count: count, words) }
    let own = unsafe line(key.hash)
    let (first, second, spare) = unsafe (Entry(own), Entry(own + 32), Entry(beside(own) + 32))
    if unsafe !first.isEmpty && !second.isEmpty && spare.isEmpty {
      used += 1
      return unsafe spare.set(key, count: count, words)
    }
    if unsafe first.isEmpty || second.isEmpty { used += 1 }
    if unsafe !first.isEmpty { unsafe first.copy(to: second) }
    unsafe first.set(key, count: count, words)
  }

  /// How many lines there are.
  var lineCount: Int { 1 << Int(64 - shift) }

  private mutating func grow() {
    let (old, oldCount) = unsafe (lines, lineCount)
    let count = min(bounds.lines, oldCount * 4)
    unsafe lines = Self.cleared(count)
    shift = UInt64(64 - count.trailingZeroBitCount)
    used = 0
    for index in stride(from: oldCount * 2 - 1, through: 0, by: -1) {
      let entry = unsafe Entry(old + index * 32)
      if unsafe entry.isEmpty { continue }
      unsafe put(entry.key, count: entry.count, entry.words)
    }
    unsafe free(old)
  }

  /// Lines without entries. Large blocks ask for large pages before they are first touched. Stops the program where no memory
  /// is left, as an array does when it grows.
  private static func cleared(_ count: Int) -> UnsafeMutableRawPointer {
    let size = count * 64
    var memory: UnsafeMutableRawPointer?
    let large = 1 << 21
    let failed = unsafe posix_memalign(&memory, size >= large ? large : 64, size)
    guard failed == 0, let memory = unsafe memory else { fatalError("no memory for \(size) bytes") }
    if size >= large { unsafe madvise(memory, size, MADV_HUGEPAGE) }
    unsafe memset(memory, 0, size)
    return unsafe memory
  }
}
