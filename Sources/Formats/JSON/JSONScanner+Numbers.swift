import Basics

/// Numbers with fraction or exponent.
extension JSONScanner {
  /// Any finite number.
  package mutating func double() throws(Trouble) -> Double {
    guard let first = peek(), first == 0x2D || first &- 0x30 < 10 else { throw unexpected("a number") }
    return try fraction(from: position)
  }

  /// The number that begins at `start`. Infinity, NaN and numbers too large are refused.
  mutating func fraction(from start: Int) throws(Trouble) -> Double {
    let end = try endOfNumber(start)
    let spelling = String(decoding: bytes[start..<end], as: UTF8.self)
    guard let value = Double(spelling), value.isFinite else {
      throw trouble("a number that is not finite", at: start)
    }
    move(to: end)
    return value
  }

  private func endOfNumber(_ start: Int) throws(Trouble) -> Int {
    var end = start
    func digits() -> Int {
      let first = end
      while end < bytes.count, bytes[end] &- 0x30 < 10 { end += 1 }
      return end - first
    }
    func take(_ choices: ClosedRange<UInt8>...) -> Bool {
      guard end < bytes.count, choices.contains(where: { $0.contains(bytes[end]) }) else { return false }
      end += 1
      return true
    }
    _ = take(0x2D...0x2D)
    let first = end
    guard digits() > 0, bytes[first] != 0x30 || end == first + 1 else {
      throw trouble("a number expected", at: start)
    }
    if take(0x2E...0x2E), digits() == 0 { throw trouble("a digit expected after the point", at: end) }
    if take(0x65...0x65, 0x45...0x45) {
      _ = take(0x2B...0x2B, 0x2D...0x2D)
      if digits() == 0 { throw trouble("a digit expected in the exponent", at: end) }
    }
    return end
  }
}
