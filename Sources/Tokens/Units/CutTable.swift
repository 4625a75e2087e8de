/// For each two bytes that stand side by side in a text, whether it falls apart between them.
struct CutTable: Sendable {
  /// A bit for each pair, the left byte in the high half of its number.
  private(set) var bits = [UInt64](repeating: 0, count: 1024)

  /// Whether a text may be cut between these.
  func allows(_ left: UInt8, _ right: UInt8) -> Bool {
    let bit = Int(left) << 8 | Int(right)
    return bits[bit >> 6] >> UInt64(bit & 63) & 1 == 1
  }

  /// Asks about every pair. What follows a byte that begins a character is never asked about, nor what goes on with one.
  init(_ isCut: (_ left: UInt8, _ right: UInt8) -> Bool) {
    for left in UInt8.min..<0xC0 {
      for right in UInt8.min...255 where right & 0xC0 != 0x80 && isCut(left, right) {
        let bit = Int(left) << 8 | Int(right)
        bits[bit >> 6] |= 1 << UInt64(bit & 63)
      }
    }
  }
}
