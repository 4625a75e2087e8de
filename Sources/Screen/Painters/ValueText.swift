import Basics
import Figures

/// Values as one-line text.
extension Value {
  /// Whether the value is put at the right edge of its column.
  var isNumeric: Bool {
    switch self {
    case .integer, .number, .share: true
    case .none, .text, .bytes: false
    }
  }

  /// The value made legible and cut to `columns`. Spaces of tokens are drawn as marks, those of texts are not.
  func shown(to columns: Int, ascii: Bool) -> [Legible] {
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
  func columns(ascii: Bool) -> Int { shown(to: 400, ascii: ascii).columns }

  private static func items(_ text: String, _ columns: Int, _ ascii: Bool) -> [Legible] {
    Fit.items(of: Array(text.utf8), to: columns, Legible.Options(isASCII: ascii))
  }
}

extension [Legible] {
  /// The columns of all pieces.
  var columns: Int { reduce(0) { $0 + $1.columns } }
}

/// Numbers with a fixed number of decimals; without Foundation, which would slow the start.
package enum Decimals {
  /// `Decimals.text(2.345, 2)` is `2.35` (halves go away from zero, as far as the binary number is a half).
  package static func text(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "-inf" : "inf" }
    let places = min(9, max(0, decimals))
    let power = (0..<places).reduce(1) { power, _ in power * 10 }
    let scaled = (value.magnitude * Double(power)).rounded()
    guard scaled < 9e15 else { return value.description }
    let digits = Int(scaled)
    let sign = value < 0 && digits != 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(digits)" }
    let fraction = String(digits % power)
    return "\(sign)\(digits / power)." + String(repeating: "0", count: places - fraction.utf8.count)
      + fraction
  }
}
