/// A text seen as the class bits of its characters.
///
/// Safety: reads `base[position ..< end]` for positions below `end`, and the class table at blocks of code
/// points, which are at most U+10FFFF by construction. Lives only inside the closure that lends the pointers.
@unsafe struct ClassReader {
  let base: UnsafePointer<UInt8>
  let end: Int
  let blocks: UnsafePointer<UInt32>
  let values: UnsafePointer<UInt8>

  /// Lends a reader of `text[..<end]` to `body`.
  @inline(__always)
  static func with<E: Error>(
    _ text: Span<UInt8>, end: Int, _ table: RunTable, _ body: (ClassReader) throws(E) -> Void
  ) throws(E) {
    try unsafe text.withUnsafeBufferPointer { (bytes) throws(E) in
      try unsafe table.blocks.withUnsafeBufferPointer { (blocks) throws(E) in
        try unsafe table.values.withUnsafeBufferPointer { (values) throws(E) in
          guard let base = bytes.baseAddress, let blocks = blocks.baseAddress, let values = values.baseAddress
          else { return }
          try unsafe body(ClassReader(base: base, end: end, blocks: blocks, values: values))
        }
      }
    }
  }

  /// The class bits of the character at `position`, which must be below `end`, and its length in bytes.
  @inline(__always)
  func read(_ position: Int) -> (bits: UInt8, length: Int) {
    let first = unsafe base[position]
    if first < 0x80 { return unsafe (values[Int(first)], 1) }
    return unsafe readLong(position, first)
  }

  private func readLong(_ position: Int, _ first: UInt8) -> (bits: UInt8, length: Int) {
    let (value, length) = unsafe UTF8Scalar.readLong(base, position, end, first)
    if value == UTF8Scalar.stray { return (0, 1) }
    let bits = unsafe values[Int(blocks[Int(value &>> 8)]) &+ Int(value & 255)]
    return (bits, length)
  }

  /// The byte at `position`, zero at the end.
  @inline(__always)
  func byte(_ position: Int) -> UInt8 { unsafe position < end ? base[position] : 0 }

  /// The end of the run of characters from `position` whose bits meet `mask`.
  @inline(__always)
  func run(_ position: Int, of mask: UInt8) -> Int {
    var position = position
    while unsafe position < end {
      let (bits, length) = unsafe read(position)
      if bits & mask == 0 { break }
      position &+= length
    }
    return position
  }

  /// The end of the run of characters from `position` none of whose bits meet `mask`.
  @inline(__always)
  func run(_ position: Int, outside mask: UInt8) -> Int {
    var position = position
    while unsafe position < end {
      let (bits, length) = unsafe read(position)
      if bits & mask != 0 { break }
      position &+= length
    }
    return position
  }
}
