import Tokens

/// JSON in the making.
struct JSONOutput {
  private(set) var bytes: [UInt8] = []

  mutating func raw(_ text: String) { bytes += text.utf8 }

  /// Members separated by commas, each on a line of its own.
  mutating func list<T>(_ members: some Sequence<T>, _ write: (inout JSONOutput, T) -> Void) {
    var isFirst = true
    for member in members {
      raw(isFirst ? "\n" : ",\n")
      write(&self, member)
      isFirst = false
    }
    if !isFirst { raw("\n    ") }
  }

  /// A string; quotes, backslashes and controls are escaped.
  mutating func string(_ text: some Sequence<UInt8>) {
    bytes.append(0x22)
    for byte in text {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        raw("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  /// The same.
  mutating func string(_ text: String) { string(Array(text.utf8)) }

  /// A tree of values on one line.
  mutating func value(_ setting: Setting) {
    switch setting {
    case .null: raw("null")
    case .flag(let flag): raw(flag ? "true" : "false")
    case .integer(let number): raw("\(number)")
    case .number(let number): raw("\(number)")
    case .text(let text): string(text)
    case .list(let members):
      raw("[")
      for (index, member) in members.enumerated() {
        if index > 0 { raw(", ") }
        value(member)
      }
      raw("]")
    case .fields(let fields):
      raw("{")
      for (index, field) in fields.enumerated() {
        if index > 0 { raw(", ") }
        string(field.name)
        raw(": ")
        value(field.value)
      }
      raw("}")
    }
  }
}

extension Setting {
  /// The values as JSON on one line.
  package var json: String {
    var out = JSONOutput()
    out.value(self)
    return String(decoding: out.bytes, as: UTF8.self)
  }
}
