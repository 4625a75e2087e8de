/// The tokens of windows of one text, by their bytes.
///
/// A window has one place, and the last one to be merged there stays.
///
/// Safety: what `remember` is given stays legible as long as this is asked for tokens.
@unsafe struct WindowMemory {
  @unsafe private struct Place {
    var hash: UInt64 = 0
    var bytes = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    var tokens: [UInt64] = []
  }

  private static var bits: UInt64 { 8 }
  /// Empty when the text is too short for windows to come again.
  private var places: [Place]
  /// The hash of the bytes that were asked for last.
  private var hash: UInt64 = 0

  /// For a text of so many symbols.
  init(_ count: Int) {
    unsafe places = count < 512 ? [] : Array(repeating: Place(), count: 1 << Self.bits)
  }

  /// The tokens of the window with these bytes.
  mutating func tokens(_ bytes: UnsafeRawBufferPointer) -> [UInt64]? {
    guard let base = bytes.baseAddress, unsafe !places.isEmpty else { return nil }
    unsafe hash = unsafe EntryHash.of(base, bytes.count, readable: bytes.count)
    let place = unsafe places[Int(hash >> (64 - Self.bits))]
    guard unsafe place.hash == hash, unsafe place.bytes.count == bytes.count, let other = unsafe place.bytes.baseAddress
    else { return nil }
    let isSame = unsafe EntryHash.equal(
      base, readable: bytes.count, other, readable: bytes.count, bytes.count)
    return unsafe isSame ? place.tokens : nil
  }

  /// Keeps the tokens of the window that was asked for last.
  mutating func remember(_ bytes: UnsafeRawBufferPointer, _ tokens: [UInt64]) {
    if unsafe places.isEmpty { return }
    unsafe places[Int(hash >> (64 - Self.bits))] = unsafe Place(hash: hash, bytes: bytes, tokens: tokens)
  }
}
