import Tokens

/// A line of an RWKV vocabulary: `97 'a' 1`.
struct RWKVLine {
  var id: TokenID
  var bytes: [UInt8]
  var length: Int

  /// Nil when it is none.
  init?(_ line: ArraySlice<UInt8>) {
    guard let first = line.firstIndex(of: 0x20), let last = line.lastIndex(of: 0x20), first < last,
      let id = Self.number(line[..<first]), let length = Self.number(line[(last + 1)...]),
      let small = TokenID(exactly: id), let bytes = PythonLiteral.bytes(line[(first + 1)..<last])
    else { return nil }
    self.id = small
    self.bytes = bytes
    self.length = length
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}

/// Strings and bytes as Python writes them: `'a'`, `"it's"`, `'\u3000'`, `b'\xff'`.
enum PythonLiteral {
  /// The bytes of a literal, a string's in UTF-8; nil when it is none, or stands for a lone surrogate.
  static func bytes(_ literal: ArraySlice<UInt8>) -> [UInt8]? {
    var rest = literal
    let isBytes = rest.first == 0x62
    if isBytes { rest = rest.dropFirst() }
    guard rest.count >= 2, let quote = rest.first, quote == 0x27 || quote == 0x22, rest.last == quote else { return nil }
    var inner = rest.dropFirst().dropLast()
    var result: [UInt8] = []
    while let byte = inner.popFirst() {
      if byte == 0x5C {
        guard escape(&inner, isBytes, &result) else { return nil }
      } else {
        // A bare quote would end the literal, and bytes are spelled in ASCII.
        if byte == quote || (isBytes && byte >= 0x80) { return nil }
        result.append(byte)
      }
    }
    return result
  }

  private static let simple: [UInt8: UInt8] = [
    0x5C: 0x5C, 0x27: 0x27, 0x22: 0x22, 0x61: 7, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9, 0x76: 11,
  ]

  /// What stands behind a backslash. An escape that Python does not know is the backslash and the character.
  private static func escape(_ rest: inout ArraySlice<UInt8>, _ isBytes: Bool, _ result: inout [UInt8]) -> Bool {
    guard let kind = rest.popFirst() else { return false }
    if let byte = simple[kind] {
      result.append(byte)
      return true
    }
    switch kind {
    case 0x78: return append(take(&rest, 2, radix: 16), isBytes, &result)
    case 0x75 where !isBytes: return append(take(&rest, 4, radix: 16), false, &result)
    case 0x55 where !isBytes: return append(take(&rest, 8, radix: 16), false, &result)
    case 0x4E where !isBytes: return false
    case 0x30...0x37:
      var digits = [kind]
      while digits.count < 3, let next = rest.first, (0x30...0x37).contains(next) {
        digits.append(next)
        rest.removeFirst()
      }
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 8)
      return append(isBytes ? value.map { $0 & 0xFF } : value, isBytes, &result)
    default:
      result += [0x5C, kind]
      return true
    }
  }

  private static func take(_ rest: inout ArraySlice<UInt8>, _ count: Int, radix: Int) -> UInt32? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ $0 != 0x2B && $0 != 0x2D }) else { return nil }
    rest.removeFirst(count)
    return UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
  }

  private static func append(_ value: UInt32?, _ isBytes: Bool, _ result: inout [UInt8]) -> Bool {
    guard let value else { return false }
    if isBytes {
      guard value < 0x100 else { return false }
      result.append(UInt8(value))
      return true
    }
    guard let scalar = Unicode.Scalar(value) else { return false }
    result += Array(String(Character(scalar)).utf8)
    return true
  }
}
