/// Whole texts as UTF-8.
///
/// Safety: the functions with pointers read `base[position ..< end]` only, all of which their callers have checked to be legible.
package enum UTF8Text {
  /// Whether all of it is well-formed.
  package static func isValid(_ text: Span<UInt8>) -> Bool { validEnd(text, 0..<text.count) == text.count }

  /// The first position of a range that begins no well-formed character within it; its end when there is
  /// none.
  package static func validEnd(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range lies inside the text")
    return unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return range.upperBound }
      return unsafe validEnd(base, range)
    }
  }

  @unsafe
  private static func validEnd(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int {
    let end = range.upperBound
    var position = unsafe asciiEnd(base, range.lowerBound, end)
    while position < end {
      let (value, length) = unsafe character(base, position, end)
      if value == UTF8Scalar.stray { return position }
      position &+= length
      if unsafe position < end && base[position] < 0x80 { position = unsafe asciiEnd(base, position, end) }
    }
    return end
  }

  /// The first position from `position` that holds no ASCII, or `end`: eight bytes at a time.
  @inline(__always) @unsafe
  static func asciiEnd(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
    var position = position
    while position &+ 8 <= end {
      let word = unsafe UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
      let high = UInt64(littleEndian: word) & 0x8080_8080_8080_8080
      if high != 0 { return position &+ high.trailingZeroBitCount &>> 3 }
      position &+= 8
    }
    while unsafe position < end && base[position] < 0x80 { position &+= 1 }
    return position
  }

  /// As `UTF8Scalar.read`, quicker for characters of two and three bytes.
  @inline(__always) @unsafe
  static func character(
    _ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int
  ) -> (value: UInt32, length: Int) {
    if position &+ 4 <= end {
      let word = unsafe UInt32(
        littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt32.self))
      if word & 0xC0_C0F0 == 0x80_80E0 {
        let value = (word & 15) &<< 12 | (word &>> 8 & 63) &<< 6 | word &>> 16 & 63
        if value >= 0x800 && value & 0xF800 != 0xD800 { return (value, 3) }
      } else if word & 0xC0E0 == 0x80C0 && word & 0x1E != 0 {
        return ((word & 31) &<< 6 | word &>> 8 & 63, 2)
      }
    }
    return unsafe UTF8Scalar.read(base, position, end)
  }

  /// A copy in which each stray byte is U+FFFD, and for each of its positions (and its end) the position in
  /// `text`.
  static func repaired(_ text: Span<UInt8>) -> (copy: [UInt8], origins: [Int]) {
    var copy: [UInt8] = []
    var origins: [Int] = []
    var position = 0
    while position < text.count {
      let (value, length) = UTF8Scalar.read(text, position, text.count)
      if value == nil {
        copy += [0xEF, 0xBF, 0xBD]
        origins += [position, position, position]
      } else {
        for index in position..<position + length {
          copy.append(text[index])
          origins.append(index)
        }
      }
      position += length
    }
    origins.append(text.count)
    return (copy, origins)
  }
}
