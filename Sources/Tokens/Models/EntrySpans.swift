/// Where each entry's bytes stand in one blob.
///
/// Safety: `init` stops the program unless every span lies inside the blob, so a `Bases` made by `withBases`
/// may be read at any entry whose id is below the number of spans, for as long as the closure runs.
struct EntrySpans: Sendable {
  /// The entries' bytes in any order, followed by eight zero bytes so that a word may be read at any entry.
  let blob: [UInt8]
  /// Start and length of each entry by id, packed: start in the high half.
  private let packed: [UInt64]

  /// Spans by id, packed as here: start in the high half, length in the low one.
  init(blob: consuming [UInt8], packed: consuming [UInt64]) {
    count = packed.count
    for id in 0..<count {
      let end = Int(packed[id] >> 32) + Int(packed[id] & 0xFFFF_FFFF)
      precondition(end <= blob.count, "every entry lies inside the blob")
    }
    packed.append(0)
    self.packed = packed
    blob.append(contentsOf: repeatElement(0, count: Self.spare))
    self.blob = blob
  }

  /// What is appended to the blob; who reserves room for it saves a copy.
  static let spare = 8

  /// How many entries there are.
  let count: Int

  /// The bytes of entry `id`, which must be below `count`.
  func bytes(_ id: TokenID) -> [UInt8] {
    let (start, end) = bounds(id)
    return Array(blob[start..<end])
  }

  /// Where entry `id` stands in the blob.
  func bounds(_ id: TokenID) -> (start: Int, end: Int) {
    let span = packed[Int(id)]
    return (Int(span >> 32), Int(span >> 32) + Int(span & 0xFFFF_FFFF))
  }

  /// How many bytes entry `id` has.
  func length(_ id: TokenID) -> Int { Int(packed[Int(id)] & 0xFFFF_FFFF) }

  /// The two arrays as plain pointers for the length of one call.
  @unsafe struct Bases {
    let blob: UnsafeRawPointer
    let blobCount: Int
    let packed: UnsafePointer<UInt64>

    /// How many bytes entry `id` has.
    @inline(__always)
    func length(_ id: TokenID) -> UInt32 { unsafe UInt32(truncatingIfNeeded: packed[Int(id)]) }

    /// First byte, number of bytes, and how many bytes may be read from there.
    @inline(__always)
    func entry(_ id: TokenID) -> (UnsafeRawPointer, Int, Int) {
      let span = unsafe packed[Int(id)]
      let start = Int(truncatingIfNeeded: span >> 32)
      return unsafe (blob + start, Int(truncatingIfNeeded: span & 0xFFFF_FFFF), blobCount &- start)
    }
  }

  /// Lends the arrays to `body`.
  @inline(__always)
  func withBases<R>(_ body: (Bases) -> R) -> R {
    unsafe blob.withUnsafeBytes { bytes in
      unsafe packed.withUnsafeBufferPointer { spans in
        guard let blob = bytes.baseAddress, let packed = spans.baseAddress else {
          preconditionFailure("both arrays hold a last element that belongs to no entry")
        }
        return unsafe body(Bases(blob: blob, blobCount: bytes.count, packed: packed))
      }
    }
  }
}
