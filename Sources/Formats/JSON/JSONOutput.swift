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
  mutating func string(_ text: [UInt8]) {
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
}
