import Basics

/// Reads JSON in one pass over its bytes, value by value, without building a tree.
///
/// The caller asks for what it expects (`beginObject`, `nextKey`, `integer` …) and skips what it does not want; nothing
/// recurses. Strings without escapes are stretches of the file. Refused with the byte where it is: anything that is
/// not JSON, depth over 64, strings over 16 MiB, bare controls and NULs, lone surrogates, broken UTF-8, and numbers that are not finite. Repeated
/// keys are the caller's business, which knows how many to expect; `value` refuses them.
/// Source: RFC 8259.
package struct JSONScanner {
  package private(set) var bytes: [UInt8]
  package let file: String
  package private(set) var position = 0
  /// Where unescaped strings are kept.
  package private(set) var unescaped: [UInt8] = []
  /// Whether each open container is an object, innermost last.
  private var open: [Bool] = []
  private var isFirst = true

  package init(_ bytes: [UInt8], file: String) throws(Trouble) {
    self.bytes = bytes
    self.file = file
    if bytes.count > JSONLimits.file {
      throw Trouble(.limit, at: .file(file), "\(bytes.count) bytes are more than the limit of \(JSONLimits.file)")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw trouble("a byte order mark before JSON", remedy: "Save the file without one")
    }
  }

  /// A trouble at the present byte, or at another.
  package func trouble(_ what: String, at offset: Int? = nil, remedy: String = "") -> Trouble {
    Trouble(.input, at: .byte(file: file, offset: offset ?? position), what, remedy: remedy)
  }

  // MARK: Containers

  package mutating func beginObject() throws(Trouble) { try begin(0x7B, isObject: true, "an object") }

  package mutating func beginList() throws(Trouble) { try begin(0x5B, isObject: false, "a list") }

  private mutating func begin(_ bracket: UInt8, isObject: Bool, _ what: String) throws(Trouble) {
    guard peek() == bracket else { throw unexpected(what) }
    if open.count == JSONLimits.depth {
      throw Trouble(
        .limit, at: .byte(file: file, offset: position), "containers are nested deeper than \(JSONLimits.depth)")
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

  // MARK: Simple values

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

  func unexpected(_ expected: String) -> Trouble {
    guard position < bytes.count else { return trouble("the file ends where \(expected) should be") }
    let byte = bytes[position]
    let found =
      byte > 0x20 && byte < 0x7F ? String(decoding: [byte], as: UTF8.self) : "byte 0x" + String(byte, radix: 16)
    return trouble("\(expected) expected, \(found) found")
  }

  // MARK: Strings

  /// A string; its bytes are well-formed UTF-8.
  package mutating func text() throws(Trouble) -> JSONText {
    guard peek() == 0x22 else { throw unexpected("a string") }
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x22 {
        let text = JSONText(start: UInt32(start), count: UInt32(position - start), isUnescaped: false)
        position += 1
        return try checked(text, start)
      }
      if byte == 0x5C { return try escapedText(from: start) }
      if byte < 0x20 { throw trouble("a control character inside a string", remedy: "Write it as an escape") }
      if byte < 0x80 { position += 1 } else { try skipCharacter() }
    }
    throw trouble("the file ends inside a string", at: start - 1)
  }

  private func checked(_ text: JSONText, _ start: Int) throws(Trouble) -> JSONText {
    if Int(text.count) > JSONLimits.string {
      throw Trouble(
        .limit, at: .byte(file: file, offset: start), "a string of \(text.count) bytes is over the limit of \(JSONLimits.string)")
    }
    return text
  }

  private mutating func skipCharacter() throws(Trouble) {
    let length = JSONCharacters.length(bytes.span, position)
    guard length > 0 else { throw trouble("bytes that are not UTF-8 inside a string") }
    position += length
  }

  private mutating func escapedText(from start: Int) throws(Trouble) -> JSONText {
    let first = unescaped.count
    unescaped += bytes[start..<position]
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case 0x22:
        position += 1
        let text = JSONText(start: UInt32(first), count: UInt32(unescaped.count - first), isUnescaped: true)
        return try checked(text, start)
      case 0x5C: try escape()
      case 0..<0x20: throw trouble("a control character inside a string", remedy: "Write it as an escape")
      default:
        let from = position
        if byte < 0x80 { position += 1 } else { try skipCharacter() }
        unescaped += bytes[from..<position]
      }
    }
    throw trouble("the file ends inside a string", at: start - 1)
  }

  private mutating func escape() throws(Trouble) {
    let start = position
    position += 1
    guard position < bytes.count else { throw trouble("the file ends inside a string", at: start) }
    let letter = bytes[position]
    position += 1
    switch letter {
    case 0x22, 0x5C, 0x2F: unescaped.append(letter)
    case 0x62: unescaped.append(0x08)
    case 0x66: unescaped.append(0x0C)
    case 0x6E: unescaped.append(0x0A)
    case 0x72: unescaped.append(0x0D)
    case 0x74: unescaped.append(0x09)
    case 0x75: JSONCharacters.append(try scalar(start), to: &unescaped)
    default: throw trouble("an escape that JSON does not know", at: start)
    }
  }

  /// The character of one `\u` escape or of a pair of them.
  private mutating func scalar(_ start: Int) throws(Trouble) -> UInt32 {
    let unit = try hex4(start)
    guard unit >= 0xD800 && unit < 0xE000 else { return unit }
    guard unit < 0xDC00, bytes[position...].starts(with: [0x5C, 0x75]) else {
      throw trouble("half of a surrogate pair", at: start, remedy: "Write the character itself, or both halves")
    }
    position += 2
    let second = try hex4(start)
    guard second >= 0xDC00 && second < 0xE000 else { throw trouble("half of a surrogate pair", at: start) }
    return 0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00)
  }

  private mutating func hex4(_ start: Int) throws(Trouble) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count, let digit = JSONCharacters.hexDigit(bytes[position]) else {
        throw trouble("four hexadecimal digits expected after \\u", at: start)
      }
      value = value << 4 | digit
      position += 1
    }
    return value
  }
}
