/// Reads a pattern scalar by scalar.
struct PatternCursor {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

  mutating func next() -> Unicode.Scalar? {
    guard position < scalars.count else { return nil }
    position += 1
    return scalars[position - 1]
  }

  func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  /// Takes `text` if it comes next.
  mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  /// Everything up to `end`, which is passed; nil when it does not come.
  mutating func read(to end: Unicode.Scalar) -> String? {
    guard let index = scalars[position...].firstIndex(of: end) else { return nil }
    defer { position = index + 1 }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[position..<index])
    return text
  }

  mutating func skip(to end: Unicode.Scalar) { skip { $0 == end } }

  /// Passes everything up to and including the first scalar that ends it.
  mutating func skip(past isEnd: (Unicode.Scalar) -> Bool) {
    while let scalar = next() { if isEnd(scalar) { return } }
  }

  mutating func skipLine() { skip(to: "\n") }

  /// Up to `most` hexadecimal digits as a number; nil when there are none.
  mutating func readHex(atMost most: Int) -> UInt32? {
    var value: UInt32?
    var count = 0
    while count < most, let scalar = peek(), scalar.isASCII, let digit = Character(scalar).hexDigitValue {
      value = (value ?? 0) << 4 | UInt32(digit)
      position += 1
      count += 1
    }
    return value
  }

  private mutating func readNumber() -> Int? {
    var value: Int?
    while let scalar = peek(), scalar.isASCII, let digit = Character(scalar).wholeNumberValue {
      value = min((value ?? 0) * 10 + digit, 1 << 30)
      position += 1
    }
    return value
  }

  /// The repeat count whose brace has just been read; the cursor stays when it is none.
  mutating func readBrace() -> (low: Int, high: Int?, isFixed: Bool)? {
    let start = position
    let low = readNumber()
    if let low, take("}") { return (low, low, true) }
    guard take(",") else {
      position = start
      return nil
    }
    let high = readNumber()
    guard take("}"), low != nil || high != nil else {
      position = start
      return nil
    }
    return (low ?? 0, high, false)
  }
}
