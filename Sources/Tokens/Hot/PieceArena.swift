/// Where a cache keeps what does not fit into its entries: long pieces and pieces of many tokens.
///
/// A record begins at a multiple of four: the number of bytes and of tokens, 16 bits each; the bytes of the piece, filled up
/// to a multiple of four; the ids; and for each token the distance of its start from the piece's and its length, 8 bits each,
/// filled up as well.
/// Records are only added; when the bound is reached all are forgotten together.
///
/// Safety: owns one block of `capacity` bytes, of which the first `used` hold whole records. Places of records come from
/// `add` alone and are dropped by the cache when it calls `clear`.
@safe struct PieceArena: ~Copyable {
  private let bound: Int
  private var base: UnsafeMutableRawPointer?
  private var capacity = 0
  private(set) var used = 0

  /// The block never grows beyond `bound` bytes.
  init(bound: Int) { self.bound = bound }

  deinit { unsafe base?.deallocate() }

  /// A record as it lies in memory.
  @unsafe struct Record {
    let bytes: UnsafeRawPointer
    let byteCount: Int
    let ids: UnsafePointer<TokenID>
    /// The distance from the piece's start in the low half, the length in the high half.
    private let places: UnsafePointer<UInt16>
    let count: Int

    @inline(__always)
    init(_ base: UnsafeRawPointer) {
      unsafe byteCount = Int(base.load(as: UInt16.self))
      unsafe count = Int(base.load(fromByteOffset: 2, as: UInt16.self))
      unsafe bytes = base + 4
      unsafe ids = (base + 4 + PieceArena.padded(byteCount)).assumingMemoryBound(to: TokenID.self)
      unsafe places = UnsafeRawPointer(ids + count).assumingMemoryBound(to: UInt16.self)
    }

    /// A token of the piece at `start`; `index` is below `count`.
    @inline(__always)
    func token(_ index: Int, at start: UInt32) -> Token {
      let place = unsafe UInt32(places[index])
      let first = start &+ (place & 0xFF)
      return unsafe Token(id: ids[index], first, first &+ place &>> 8)
    }
  }

  /// The record at a place that `add` gave.
  @inline(__always)
  func record(_ place: UInt32) -> Record? {
    guard let base = unsafe base else { return nil }
    return unsafe Record(base + Int(place))
  }

  @inline(__always)
  private static func padded(_ count: Int) -> Int { (count &+ 3) & ~3 }

  /// Keeps a piece of at most 255 bytes and its tokens, which lie within it; nil when there is no room.
  @unsafe
  mutating func add(
    _ bytes: UnsafeRawPointer, _ byteCount: Int, _ tokens: Span<Token>, start: Int
  ) -> UInt32? {
    let size = 4 + Self.padded(byteCount) + tokens.count * 4 + Self.padded(tokens.count * 2)
    guard tokens.count <= UInt16.max, let base = unsafe room(size) else { return nil }
    unsafe base.storeBytes(of: UInt16(byteCount), as: UInt16.self)
    unsafe base.storeBytes(of: UInt16(tokens.count), toByteOffset: 2, as: UInt16.self)
    unsafe (base + 4).copyMemory(from: bytes, byteCount: byteCount)
    let ids = unsafe base + 4 + Self.padded(byteCount)
    let places = unsafe ids + tokens.count * 4
    for index in tokens.indices {
      let token = tokens[index]
      let place = UInt16(truncatingIfNeeded: Int(token.start) - start | Int(token.end - token.start) << 8)
      unsafe ids.storeBytes(of: token.id, toByteOffset: index * 4, as: UInt32.self)
      unsafe places.storeBytes(of: place, toByteOffset: index * 2, as: UInt16.self)
    }
    defer { used += size }
    return UInt32(truncatingIfNeeded: used)
  }

  /// Forgets all records.
  mutating func clear() { used = 0 }

  /// The free bytes, at least `size` of them; nil when the bound leaves too few.
  private mutating func room(_ size: Int) -> UnsafeMutableRawPointer? {
    if used + size > bound { return nil }
    if used + size > capacity {
      let wanted = min(bound, max(used + size, capacity * 2, 1 << 12))
      let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
      if let base = unsafe base {
        unsafe larger.copyMemory(from: base, byteCount: used)
        unsafe base.deallocate()
      }
      unsafe base = larger
      capacity = wanted
    }
    return unsafe base.map { unsafe $0 + used }
  }
}
