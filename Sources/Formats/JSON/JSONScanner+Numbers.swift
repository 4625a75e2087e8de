import Basics

/// Numbers with fraction or exponent.
extension JSONScanner {
  /// Any finite number, to the last bit as the Rust library serde_json reads it, which rounds twice: the digits as a whole
  /// number of 64 bits, and that times or by a power of ten. Equal sums of scores depend on it.
  package mutating func twiceRoundedDouble() throws(Trouble) -> Double {
    guard let first = peek(), first == 0x2D || first &- 0x30 < 10 else { throw unexpected("a number") }
    let start = position
    let end = try endOfNumber(start)
    var significand: UInt64 = 0
    var exponent = 0
    var isFull = false
    var place = first == 0x2D ? start + 1 : start
    var isFraction = false
    while place < end, bytes[place] == 0x2E || bytes[place] &- 0x30 < 10 {
      defer { place += 1 }
      if bytes[place] == 0x2E {
        isFraction = true
        continue
      }
      let (product, overflows) = significand.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(UInt64(bytes[place] &- 0x30))
      isFull = isFull || overflows || overflowsToo
      if !isFull { significand = sum }
      if isFull != isFraction { exponent += isFull ? 1 : -1 }
    }
    if place < end { exponent += writtenExponent(place + 1, end) }
    move(to: end)
    guard let value = Self.scaled(Double(significand), by: exponent) else {
      throw trouble("a number that is not finite", at: start)
    }
    return first == 0x2D ? -value : value
  }

  /// The exponent as it is written, as far as it matters.
  private func writtenExponent(_ start: Int, _ end: Int) -> Int {
    let isNegative = bytes[start] == 0x2D
    var exponent = 0
    for place in start..<end where bytes[place] &- 0x30 < 10 {
      exponent = min(exponent * 10 + Int(bytes[place] &- 0x30), 1 << 30)
    }
    return isNegative ? -exponent : exponent
  }

  private static let powers: [Double] = (0...308).map { Double("1e\($0)") ?? .infinity }

  /// Nil when the result is infinite.
  private static func scaled(_ significand: Double, by exponent: Int) -> Double? {
    if significand == 0 { return 0 }
    if exponent >= 0 {
      let value = exponent <= 308 ? significand * powers[exponent] : .infinity
      return value.isFinite ? value : nil
    }
    var (value, rest) = (significand, -exponent)
    while rest > 308, value != 0 {
      value /= powers[308]
      rest -= 308
    }
    return rest > 308 ? 0 : value / powers[rest]
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
