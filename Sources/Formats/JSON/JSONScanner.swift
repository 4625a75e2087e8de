import Basics

/// Reads JSON in one pass over its bytes, value by value, without building a tree.
///
/// The caller asks for what it expects (`beginObject`, `nextKey`, `integer` …) and skips what it does not want; nothing
/// recurses. Strings without escapes are stretches of the file. Refused with the byte where it is: anything that is not
/// JSON, depth over 64, strings over 16 MiB, bare controls and NULs, lone surrogates, broken UTF-8, and numbers that are
/// not finite. Repeated keys are the caller's business, which knows how many to expect; `value` refuses them.
/// Source: RFC 8259.
package struct JSONScanner {
  /// The whole file.
  package private(set) var bytes: [UInt8]
  /// What messages call it.
  package let file: String
  /// The next byte to be looked at.
  package private(set) var position = 0
  /// Where unescaped strings are kept.
  package private(set) var unescaped: [UInt8] = []
  /// Whether each open container is an object, innermost last.
  private var open: [Bool] = []
  private var isFirst = true
  /// Whether runs are read as such; false for the tests that compare.
  var takesRuns = true

  package init(_ bytes: [UInt8], file: String) throws(Trouble) {
    self.bytes = bytes
    self.file = file
    if bytes.count > JSONLimits.file {
      throw Trouble(
        .limit, at: .file(file), "\(bytes.count) bytes are more than the limit of \(JSONLimits.file)")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw trouble("a byte order mark before JSON", remedy: "Save the file without one")
    }
  }

  /// Holds the strings of a file that is not JSON.
  init(plain bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// A trouble at the present byte, or at another.
  package func trouble(_ what: String, at offset: Int? = nil, remedy: String = "") -> Trouble {
    Trouble(.input, at: .byte(file: file, offset: offset ?? position), what, remedy: remedy)
  }

  /// Enters an object.
  package mutating func beginObject() throws(Trouble) { try begin(0x7B, isObject: true, "an object") }

  /// Enters a list.
  package mutating func beginList() throws(Trouble) { try begin(0x5B, isObject: false, "a list") }

  private mutating func begin(_ bracket: UInt8, isObject: Bool, _ what: String) throws(Trouble) {
    guard peek() == bracket else { throw unexpected(what) }
    if open.count == JSONLimits.depth {
      throw Trouble(
        .limit, at: .byte(file: file, offset: position),
        "containers are nested deeper than \(JSONLimits.depth)")
    }
    open.append(isObject)
    isFirst = true
    position += 1
  }

  /// The next key of the object that is open, or nil at its end, which is then closed.
  package mutating func nextKey() throws(Trouble) -> JSONText? {
    guard try advance(closing: 0x7D) else { return nil }
    let key = try text()
    guard peek() == 0x3A else { throw unexpected("a colon") }
    position += 1
    return key
  }

  /// Whether the list that is open has another element; at its end it is closed.
  package mutating func nextElement() throws(Trouble) -> Bool { try advance(closing: 0x5D) }

  private mutating func advance(closing bracket: UInt8) throws(Trouble) -> Bool {
    let next = peek()
    if next == bracket {
      position += 1
      open.removeLast()
      isFirst = false
      return false
    }
    if !isFirst {
      guard next == 0x2C else { throw unexpected(bracket == 0x7D ? "a comma or }" : "a comma or ]") }
      position += 1
    }
    isFirst = false
    return true
  }

  /// Requires that nothing but white space follows.
  package mutating func end() throws(Trouble) {
    if peek() != nil { throw trouble("something follows the end of the JSON value") }
  }

  /// The kind of the next value by its first byte, nil at the end of the file.
  package mutating func peek() -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      if byte > 0x20 { return byte }
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      position += 1
    }
    return nil
  }

  /// Takes `null` when it is next.
  package mutating func takeNull() throws(Trouble) -> Bool {
    guard peek() == 0x6E else { return false }
    try word("null")
    return true
  }

  /// True or false.
  package mutating func flag() throws(Trouble) -> Bool {
    switch peek() {
    case 0x74:
      try word("true")
      return true
    case 0x66:
      try word("false")
      return false
    default: throw unexpected("true or false")
    }
  }

  private mutating func word(_ word: StaticString) throws(Trouble) {
    let text = word.description.utf8
    guard bytes[position...].starts(with: text) else { throw unexpected("a value") }
    position += text.count
  }

  /// A whole number without fraction or exponent; other numbers are refused.
  package mutating func integer() throws(Trouble) -> Int {
    _ = peek()
    let start = position
    var value = 0
    let isNegative = position < bytes.count && bytes[position] == 0x2D
    if isNegative { position += 1 }
    let digits = position
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(Int(bytes[position] &- 0x30))
      if overflows || overflowsToo { throw trouble("a number too large to read", at: start) }
      value = sum
      position += 1
    }
    let isMore = position < bytes.count && (bytes[position] == 0x2E || bytes[position] | 0x20 == 0x65)
    guard position > digits, !isMore, bytes[digits] != 0x30 || position == digits + 1 else {
      position = start
      throw unexpected("a whole number")
    }
    return isNegative ? -value : value
  }

  /// The same scanner at its end, without the file.
  package func emptied() -> JSONScanner {
    var copy = self
    copy.bytes = []
    copy.unescaped = []
    copy.position = 0
    return copy
  }

  /// Goes on at a byte that has been looked at.
  mutating func move(to offset: Int) { position = offset }

  /// Puts bytes into the store of unescaped strings.
  mutating func keep(_ more: some Collection<UInt8>) { unescaped += more }

  func unexpected(_ expected: String) -> Trouble {
    guard position < bytes.count else { return trouble("the file ends where \(expected) should be") }
    let byte = bytes[position]
    let found =
      byte > 0x20 && byte < 0x7F
      ? String(decoding: [byte], as: UTF8.self) : "byte 0x" + String(byte, radix: 16)
    return trouble("\(expected) expected, \(found) found")
  }
}
