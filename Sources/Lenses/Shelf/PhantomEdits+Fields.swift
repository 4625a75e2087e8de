import Tokens

/// Reads one JSON object whose values are strings or lists of whole numbers; everything else in it is passed over.
struct FlatObjectReader {
  /// A value that is kept.
  enum Field: Equatable {
    case string(String)
    case numbers([TokenID])
    case other

    var text: String? { if case .string(let text) = self { text } else { nil } }
  }

  private let bytes: ArraySlice<UInt8>
  private var at: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  /// All fields, nil when the bytes are no object.
  mutating func fields() -> [String: Field]? {
    guard take("{") else { return nil }
    var fields: [String: Field] = [:]
    if take("}") { return fields }
    repeat {
      guard let key = string(), take(":"), let value = value() else { return nil }
      fields[key] = value
    } while take(",")
    return take("}") && isAtEnd ? fields : nil
  }

  private var isAtEnd: Bool { bytes[at...].allSatisfy(SpacedEntries.isSpace) }

  private mutating func value() -> Field? {
    skipSpace()
    switch peek {
    case UInt8(ascii: "\""): return string().map(Field.string)
    case UInt8(ascii: "["): return numbers() ?? (skipped() ? .other : nil)
    default: return skipped() ? .other : nil
    }
  }

  private var peek: UInt8? { at < bytes.endIndex ? bytes[at] : nil }

  private mutating func skipSpace() { while let byte = peek, SpacedEntries.isSpace(byte) { at += 1 } }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: sign) else { return false }
    at += 1
    return true
  }

  /// A list of ids; nil, and nothing read, when it holds anything else.
  private mutating func numbers() -> Field? {
    let start = at
    var ids: [TokenID] = []
    guard take("[") else { return nil }
    if take("]") { return .numbers([]) }
    repeat {
      skipSpace()
      let digits = bytes[at...].prefix { (0x30...0x39).contains($0) }
      guard let id = TokenID(String(decoding: digits, as: UTF8.self)) else {
        at = start
        return nil
      }
      ids.append(id)
      at = digits.endIndex
    } while take(",")
    guard take("]") else {
      at = start
      return nil
    }
    return .numbers(ids)
  }

  /// Passes over a value of any kind, by its brackets.
  private mutating func skipped() -> Bool {
    var depth = 0
    let start = at
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""): if string() == nil { return false } else { continue }
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return at > start }
        depth -= 1
      case UInt8(ascii: ","): if depth == 0 { return at > start }
      default: break
      }
      at += 1
    }
    return false
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var units: [UInt16] = []
    var plain: [UInt8] = []
    func flush() {
      units += Array(String(decoding: plain, as: UTF8.self).utf16)
      plain = []
    }
    while let byte = peek {
      at += 1
      if byte == UInt8(ascii: "\"") {
        flush()
        return String(decoding: units, as: UTF16.self)
      }
      guard byte == UInt8(ascii: "\\") else {
        plain.append(byte)
        continue
      }
      flush()
      guard let unit = escaped() else { return nil }
      units.append(unit)
    }
    return nil
  }

  private mutating func escaped() -> UInt16? {
    guard let byte = peek else { return nil }
    at += 1
    switch byte {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "u"):
      guard at + 4 <= bytes.endIndex else { return nil }
      defer { at += 4 }
      return UInt16(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
    default: return UInt16(byte)
    }
  }
}
