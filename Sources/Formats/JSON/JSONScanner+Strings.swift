import Basics

/// Strings.
extension JSONScanner {
  /// A string; its bytes are well-formed UTF-8.
  package mutating func text() throws(Trouble) -> JSONText {
    guard peek() == 0x22 else { throw unexpected("a string") }
    let start = position + 1
    var end = start
    while end < bytes.count {
      end = plainEnd(from: end)
      guard end < bytes.count else { break }
      switch bytes[end] {
      case 0x22:
        move(to: end + 1)
        return try checked(JSONText(start: start, count: end - start, isUnescaped: false), start)
      case 0x5C:
        move(to: end)
        return try escapedText(from: start)
      default: end += try characterLength(end)
      }
    }
    throw trouble("the file ends inside a string", at: start - 1)
  }

  /// The first place from `start` on that is not a plain ASCII character of a string, eight bytes at a time.
  ///
  /// A byte stands out when it is a quote, a backslash, a control or not ASCII. Borrows of the subtractions can mark bytes
  /// above one that stands out, never below, so the lowest mark is right.
  private func plainEnd(from start: Int) -> Int {
    unsafe bytes.withUnsafeBytes { buffer in
      var position = start
      let ones: UInt64 = 0x0101_0101_0101_0101
      while position + 8 <= buffer.count {
        let word = unsafe UInt64(
          littleEndian: buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        let quote = word ^ ones &* 0x22
        let backslash = word ^ ones &* 0x5C
        let odd = (quote &- ones) | (backslash &- ones) | (word &- ones &* 0x20) | word
        let marks = odd & (ones &* 0x80)
        if marks != 0 { return position + marks.trailingZeroBitCount / 8 }
        position += 8
      }
      while position < buffer.count {
        let byte = unsafe buffer[position]
        if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { break }
        position += 1
      }
      return position
    }
  }

  private func checked(_ text: JSONText, _ start: Int) throws(Trouble) -> JSONText {
    if text.count <= JSONLimits.string { return text }
    throw Trouble(
      .limit, at: .byte(file: file, offset: start),
      "a string of \(text.count) bytes is over the limit of \(JSONLimits.string)")
  }

  /// The length of the character at a place that is not plain ASCII.
  private func characterLength(_ place: Int) throws(Trouble) -> Int {
    if bytes[place] < 0x20 {
      throw trouble("a control character inside a string", at: place, remedy: "Write it as an escape")
    }
    if bytes[place] < 0x80 { return 1 }
    let length = JSONCharacters.length(bytes.span, place)
    guard length > 0 else { throw trouble("bytes that are not UTF-8 inside a string", at: place) }
    return length
  }

  private mutating func escapedText(from start: Int) throws(Trouble) -> JSONText {
    let first = unescaped.count
    keep(bytes[start..<position])
    while position < bytes.count {
      switch bytes[position] {
      case 0x22:
        move(to: position + 1)
        return try checked(JSONText(start: first, count: unescaped.count - first, isUnescaped: true), start)
      case 0x5C: try escape()
      default:
        let plain = plainEnd(from: position)
        let end = plain > position ? plain : position + (try characterLength(position))
        keep(bytes[position..<end])
        move(to: end)
      }
    }
    throw trouble("the file ends inside a string", at: start - 1)
  }

  private mutating func escape() throws(Trouble) {
    let start = position
    move(to: position + 1)
    guard position < bytes.count else { throw trouble("the file ends inside a string", at: start) }
    let letter = bytes[position]
    move(to: position + 1)
    switch letter {
    case 0x22, 0x5C, 0x2F: keep([letter])
    case 0x62: keep([0x08])
    case 0x66: keep([0x0C])
    case 0x6E: keep([0x0A])
    case 0x72: keep([0x0D])
    case 0x74: keep([0x09])
    case 0x75: keep(JSONCharacters.bytes(try scalar(start)))
    default: throw trouble("an escape that JSON does not know", at: start)
    }
  }

  /// The character of one `\u` escape or of a pair of them.
  private mutating func scalar(_ start: Int) throws(Trouble) -> UInt32 {
    let unit = try hex4(start)
    guard unit >= 0xD800 && unit < 0xE000 else { return unit }
    guard unit < 0xDC00, bytes[position...].starts(with: [0x5C, 0x75]) else {
      throw trouble(
        "half of a surrogate pair", at: start, remedy: "Write the character itself, or both halves")
    }
    move(to: position + 2)
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
      move(to: position + 1)
    }
    return value
  }
}
