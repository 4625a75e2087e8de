/// Counting and finding line feeds.
enum Newlines {
  private static let feed = SIMD64<UInt8>(repeating: 10)

  /// How many line feeds there are. Sixty-four bytes a step; lanes are summed before one of them can overflow.
  static func count(in bytes: Span<UInt8>) -> Int {
    var total = 0
    var i = 0
    while i + 64 <= bytes.count {
      var lanes = SIMD64<UInt8>(repeating: 0)
      let end = min(bytes.count, i + 64 * 255)
      while i + 64 <= end {
        let block = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: i, as: SIMD64<UInt8>.self)
        // A true lane is all ones, which is −1.
        lanes &-= SIMD64<UInt8>(repeating: 0).replacing(with: 255, where: block .== feed)
        i += 64
      }
      total += sum(lanes)
    }
    while i < bytes.count {
      if bytes[i] == 10 { total += 1 }
      i += 1
    }
    return total
  }

  private static func sum(_ lanes: SIMD64<UInt8>) -> Int {
    var total = 0
    for i in lanes.indices { total += Int(lanes[i]) }
    return total
  }

  /// The position just behind the `number`th line feed (1 is the first); nil when there are fewer.
  static func endOf(_ number: Int, in bytes: Span<UInt8>) -> Int? {
    var left = number
    for i in 0..<bytes.count where bytes[i] == 10 {
      left -= 1
      if left == 0 { return i + 1 }
    }
    return nil
  }
}
