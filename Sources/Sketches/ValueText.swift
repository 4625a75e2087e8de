import Basics
import Figures

/// Values as one-line text.
extension Value {
  /// Whether the value is put at the right edge of its column.
  package var isNumeric: Bool {
    switch self {
    case .integer, .number, .share: true
    case .none, .text, .bytes: false
    }
  }

  /// The value made legible and cut to `columns`. Spaces of tokens are drawn as marks, those of texts are not.
  package func shown(to columns: Int, ascii: Bool) -> [Legible] {
    switch self {
    case .none: Self.items(ascii ? "-" : "–", columns, ascii)
    case .text(let text): Self.items(text, columns, ascii)
    case .bytes(let bytes):
      Fit.items(of: bytes, to: columns, Legible.Options(isASCII: ascii, showsSpaces: true))
    case .integer(let number): Self.items(String(number), columns, ascii)
    case .number(let number, let decimals): Self.items(Decimals.text(number, decimals), columns, ascii)
    case .share(let share): Self.items(Decimals.text(share * 100, 1) + " %", columns, ascii)
    }
  }

  /// How many columns the value takes when nothing is cut, as far as anybody would want to see.
  package func columns(ascii: Bool) -> Int { shown(to: 400, ascii: ascii).columns }

  private static func items(_ text: String, _ columns: Int, _ ascii: Bool) -> [Legible] {
    Fit.items(of: Array(text.utf8), to: columns, Legible.Options(isASCII: ascii))
  }
}

extension [Legible] {
  /// The columns of all pieces.
  package var columns: Int { reduce(0) { $0 + $1.columns } }
}
