import Basics

/// Walks over one JSON text without building values: for lines of which one field matters and the rest is passed on.
///
/// Strict (RFC 8259) and total: whatever the bytes, it ends with a position or with a `Trouble` that says what was
/// expected at which byte of the line. Nesting is followed with a stack of bits, never by recursion.
struct JSONScanner {
  /// The deepest nesting, and the longest string in bytes.
  static let depthLimit = 64
  static let stringLimit = 16 << 20

  let bytes: [UInt8]
  private let start: Int
  private let end: Int
  private(set) var at: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    start = range.lowerBound
    end = range.upperBound
    at = range.lowerBound
  }

  /// The next byte that is not whitespace; nil at the end.
  mutating func peek() -> UInt8? {
    while at < end {
      let byte = bytes[at]
      if byte != 0x20 && byte != 0x09 && byte != 0x0D && byte != 0x0A { return byte }
      at += 1
    }
    return nil
  }

  /// Steps over `byte`, which must come next.
  mutating func expect(_ byte: UInt8) throws(Trouble) {
    guard peek() == byte else { throw expected("‘\(Character(Unicode.Scalar(byte)))’") }
    at += 1
  }

  /// Steps over `byte` if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    at += 1
    return true
  }

  /// Steps over a string and returns the range between its quotes.
  mutating func string() throws(Trouble) -> RawString {
    try expect(UInt8(ascii: "\""))
    let first = at
    var high: UInt8 = 0
    var hasEscapes = false
    while at < end {
      let byte = bytes[at]
      if byte == 0x22 {
        let raw = RawString(range: first..<at, hasEscapes: hasEscapes)
        if high >= 0x80 { try checkUTF8(raw.range) }
        at += 1
        return raw
      }
      if byte < 0x20 { throw problem("a control byte stands in a string; write it as \\u00\(hexPair(byte))") }
      high |= byte
      at += 1
      if byte == 0x5C {
        hasEscapes = true
        try escape()
      }
    }
    throw problem("the string does not end")
  }

  /// The bytes a string stands for.
  func decoded(_ raw: RawString) throws(Trouble) -> [UInt8] {
    guard raw.range.count <= 6 * Self.stringLimit else { throw tooLong }
    let result = raw.hasEscapes ? try unescaped(raw.range) : Array(bytes[raw.range])
    guard result.count <= Self.stringLimit else { throw tooLong }
    return result
  }

  /// Steps over a value of any kind.
  mutating func skipValue() throws(Trouble) {
    var nesting = BitStack()
    repeat {
      switch peek() {
      case UInt8(ascii: "{"): if try open(isObject: true, &nesting) { continue }
      case UInt8(ascii: "["): if try open(isObject: false, &nesting) { continue }
      case UInt8(ascii: "\""): _ = try string()
      case nil: throw expected("a value")
      default: try skipWord()
      }
      if try !goOn(&nesting) { return }
    } while true
  }

  /// A whole number from 0 to 2³² − 1.
  mutating func wholeNumber() throws(Trouble) -> UInt32 {
    _ = peek()
    var number: UInt64 = 0
    let first = at
    while at < end, (48...57).contains(bytes[at]), number <= UInt64(UInt32.max) {
      number = number * 10 + UInt64(bytes[at] - 48)
      at += 1
    }
    guard at > first, number <= UInt64(UInt32.max) else { throw expected("an id (a whole number)") }
    return UInt32(number)
  }

  /// Steps over bytes that have been looked at.
  mutating func step(_ count: Int) { at += count }

  /// The byte at a place of the line; nil outside.
  func byte(at place: Int) -> UInt8? { place >= start && place < end ? bytes[place] : nil }

  /// A trouble that names the byte of the line, counted from 1.
  func problem(_ what: String) -> Trouble { Trouble(.input, "byte \(at - start + 1): \(what)") }

  /// What should have come next.
  func expected(_ what: String) -> Trouble {
    at >= end ? problem("\(what) expected, the line ends") : problem("\(what) expected")
  }

  private var tooLong: Trouble {
    Trouble(
      .limit, "the string is longer than \(Self.stringLimit >> 20) MiB", remedy: "Give the text as a file")
  }
}

/// The inside of a string as it stands in the JSON text.
struct RawString {
  var range: Range<Int>
  var hasEscapes: Bool
}

/// Up to 64 open brackets, objects as ones.
struct BitStack {
  var bits: UInt64 = 0
  var count = 0
  var isObject: Bool { bits & 1 == 1 }

  mutating func push(_ isObject: Bool) {
    bits = bits << 1 | (isObject ? 1 : 0)
    count += 1
  }

  mutating func pop() {
    bits >>= 1
    count -= 1
  }
}

extension JSONScanner {
  /// Opens a bracket. Whether a value comes next: an empty pair closes at once.
  private mutating func open(isObject: Bool, _ nesting: inout BitStack) throws(Trouble) -> Bool {
    guard nesting.count < Self.depthLimit else {
      throw problem("nested deeper than \(Self.depthLimit) levels")
    }
    at += 1
    if take(UInt8(ascii: isObject ? "}" : "]")) { return false }
    nesting.push(isObject)
    if isObject { try key() }
    return true
  }

  private mutating func key() throws(Trouble) {
    _ = try string()
    try expect(UInt8(ascii: ":"))
  }

  /// After a value: closes brackets and steps over a comma. Whether another value comes.
  private mutating func goOn(_ nesting: inout BitStack) throws(Trouble) -> Bool {
    while nesting.count > 0 {
      if take(UInt8(ascii: nesting.isObject ? "}" : "]")) {
        nesting.pop()
      } else {
        try expect(UInt8(ascii: ","))
        if nesting.isObject { try key() }
        return true
      }
    }
    return false
  }

  private mutating func skipWord() throws(Trouble) {
    for word in ["true", "false", "null"] as [StaticString] where matches(word) {
      at += word.utf8CodeUnitCount
      return
    }
    try skipNumber()
  }

  private func matches(_ word: StaticString) -> Bool {
    guard end - at >= word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { buffer in
      for i in buffer.indices where unsafe bytes[at + i] != buffer[i] { return false }
      return true
    }
  }

  private mutating func skipNumber() throws(Trouble) {
    _ = take(UInt8(ascii: "-"))
    let leadsWithZero = at < end && bytes[at] == 48
    let whole = skipDigits()
    guard whole > 0, !(leadsWithZero && whole > 1) else { throw expected("a value") }
    if at < end, bytes[at] == UInt8(ascii: ".") {
      at += 1
      guard skipDigits() > 0 else { throw expected("a digit") }
    }
    if at < end, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < end, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      guard skipDigits() > 0 else { throw expected("a digit") }
    }
  }

  private mutating func skipDigits() -> Int {
    let first = at
    while at < end, (48...57).contains(bytes[at]) { at += 1 }
    return at - first
  }
}
