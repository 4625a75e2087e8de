/// Output is gathered as bytes: nothing here makes a `String` on the way, so millions of numbers stay cheap.
extension [UInt8] {
  /// Appends the text as UTF-8.
  package mutating func append(text: String) { append(contentsOf: text.utf8) }

  /// Appends a number in decimal digits.
  package mutating func append(decimal number: Int) {
    var rest = number.magnitude
    if number < 0 { append(UInt8(ascii: "-")) }
    if rest < 10 {
      append(UInt8(truncatingIfNeeded: rest) &+ 48)
      return
    }
    let start = count
    while rest > 0 {
      append(UInt8(truncatingIfNeeded: rest % 10) &+ 48)
      rest /= 10
    }
    var (low, high) = (start, count - 1)
    while low < high {
      swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  /// Appends two lower-case hexadecimal digits for each byte.
  package mutating func append(hex bytes: some Sequence<UInt8>) {
    for byte in bytes {
      append(hexDigit: byte >> 4)
      append(hexDigit: byte & 15)
    }
  }

  /// Appends a decimal number with this many decimals; a number without a value becomes `–`.
  package mutating func append(number: Double, decimals: Int) {
    append(text: decimalText(number, decimals: decimals))
  }

  mutating func append(hexDigit digit: UInt8) { append(digit < 10 ? digit &+ 48 : digit &+ 87) }
}

/// `decimalText(3.14159, decimals: 2)` is `3.14`; without Foundation, and the same in every locale.
package func decimalText(_ number: Double, decimals: Int) -> String {
  guard number.isFinite else { return "–" }
  var power = 1.0
  for _ in 0..<Swift.max(0, decimals) { power *= 10 }
  let scaled = (number.magnitude * power).rounded()
  guard scaled < 0x1p62 else { return "\(number)" }
  let sign = number < 0 && scaled > 0 ? "-" : ""
  let (whole, part) = Int(scaled).quotientAndRemainder(dividingBy: Int(power))
  if decimals <= 0 { return sign + "\(whole)" }
  let digits = "\(part)"
  return sign + "\(whole)." + String(repeating: "0", count: decimals - digits.utf8.count) + digits
}
