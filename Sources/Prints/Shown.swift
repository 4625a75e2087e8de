import Basics
import Figures

/// A stretch of text as people see it, and what sort of thing it stands for.
struct ShownPart: Equatable {
  var text: String
  var kind: LegibleKind
}

/// Foreign bytes and values as formats for people have them: by way of `Legible`, so that nothing steers a terminal.
enum Shown {
  /// The bytes in parts; neighbours of the same plain kind are one part.
  static func parts(_ bytes: [UInt8]) -> [ShownPart] {
    var parts: [ShownPart] = []
    Legible.forEach(in: bytes.span, 0..<bytes.count) { item in
      if let last = parts.indices.last, parts[last].kind == item.kind, !item.kind.isEscaped {
        parts[last].text += item.glyph
      } else {
        parts.append(ShownPart(text: item.glyph, kind: item.kind))
      }
    }
    return parts
  }

  /// The bytes as one line.
  static func line(_ bytes: [UInt8]) -> String { Legible.string(of: bytes) }

  /// The text as one line.
  static func line(_ text: String) -> String { Legible.string(of: text) }

  /// The value as one line, as a person reads it; spaces of a token are marked, or nobody sees where it begins.
  static func line(_ value: Value) -> String {
    switch value {
    case .none: ""
    case .text(let text): line(text)
    case .bytes(let bytes): marked(bytes)
    case .integer(let number): "\(number)"
    case .number(let number, let decimals): decimalText(number, decimals: decimals)
    case .share(let share): decimalText(share * 100, decimals: 1) + " %"
    }
  }

  private static func marked(_ bytes: [UInt8]) -> String {
    Legible.items(of: bytes, Legible.Options(showsSpaces: true)).map(\.glyph).joined()
  }

  /// How many terminal columns a shown line takes.
  static func columns(_ line: String) -> Int { Legible.columns(of: line) }

  /// A length of a bar: whole when it is whole.
  static func amount(_ value: Double) -> String {
    decimalText(value, decimals: value == value.rounded() ? 0 : 3)
  }
}
