import Basics
import Figures

/// A stretch of text as people see it, and what sort of thing it stands for.
struct ShownPart: Equatable {
  var text: String
  var kind: LegibleKind
}

/// The one way of foreign bytes into formats for people: nothing in the result can steer a terminal.
enum Shown {
  /// The bytes in parts; parts that are not `plain` or `space` are escaped forms.
  static func parts(_ bytes: [UInt8]) -> [ShownPart] {
    var parts: [ShownPart] = []
    var rest = bytes[...]
    while let first = rest.first {
      let part = next(first, &rest)
      if let last = parts.last, last.kind == part.kind, part.kind == .plain {
        parts[parts.count - 1].text += part.text
      } else {
        parts.append(part)
      }
    }
    return parts
  }

  /// The bytes as one line.
  static func line(_ bytes: [UInt8]) -> String { parts(bytes).map(\.text).joined() }

  /// The text as one line.
  static func line(_ text: String) -> String { line(Array(text.utf8)) }

  /// The value as one line, as a person reads it.
  static func line(_ value: Value) -> String {
    switch value {
    case .none: ""
    case .text(let text): line(text)
    case .bytes(let bytes): line(bytes)
    case .integer(let number): "\(number)"
    case .number(let number, let decimals): decimalText(number, decimals: decimals)
    case .share(let share): decimalText(share * 100, decimals: 1) + " %"
    }
  }

  private static func next(_ first: UInt8, _ rest: inout ArraySlice<UInt8>) -> ShownPart {
    var decoder = UTF8()
    var iterator = rest.prefix(4).makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
      rest = rest.dropFirst()
      return ShownPart(text: "\\x" + hex(UInt32(first), 2), kind: .oddByte)
    }
    rest = rest.dropFirst(UTF8.width(scalar))
    return part(scalar)
  }

  private static func part(_ scalar: Unicode.Scalar) -> ShownPart {
    switch scalar.value {
    case 0x20: ShownPart(text: " ", kind: .space)
    case 0x0A: ShownPart(text: "↵", kind: .newline)
    case 0x09: ShownPart(text: "→", kind: .tab)
    case 0x0D: ShownPart(text: "␍", kind: .carriageReturn)
    case 0..<0x20: ShownPart(text: String(UnicodeScalar(0x2400 + scalar.value) ?? "?"), kind: .control)
    case 0x7F: ShownPart(text: "␡", kind: .control)
    default: other(scalar)
    }
  }

  private static func other(_ scalar: Unicode.Scalar) -> ShownPart {
    let kind: LegibleKind? =
      switch scalar.properties.generalCategory {
      case .control: .control
      case .format, .lineSeparator, .paragraphSeparator: .invisible
      case .unassigned, .surrogate, .privateUse: .unassigned
      default: nil
      }
    guard let kind else { return ShownPart(text: String(scalar), kind: .plain) }
    return ShownPart(text: "<" + hex(scalar.value, 4) + ">", kind: kind)
  }

  private static func hex(_ number: UInt32, _ digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// How many terminal columns the shown text takes.
  static func columns(_ text: String) -> Int { text.unicodeScalars.count }
}

extension Shown {
  /// A length of a bar: whole when it is whole.
  static func amount(_ value: Double) -> String { decimalText(value, decimals: value == value.rounded() ? 0 : 3) }
}
