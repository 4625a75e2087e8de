import Basics
import Glibc

/// Numbers at axes and in legends: short, and the same in every locale.
package enum Numerals {
  /// At most six significant digits: `3.14159`, `120000`, `1.5e-7`.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value < 0 ? "-∞" : "∞" }
    if value == 0 { return "0" }
    let exponent = exponent(of: value)
    if exponent >= 15 || exponent < -5 {
      // The power may be out of range for the smallest numbers, so it is taken in two steps.
      let half = exponent / 2
      let mantissa = value / pow(10, Double(half)) / pow(10, Double(exponent - half))
      return trimmed(Decimals.text(mantissa, 5)) + "e\(exponent)"
    }
    return trimmed(Decimals.text(value, min(9, max(0, 5 - exponent))))
  }

  /// A number whose neighbours are `step` apart, in thousands and millions where the numbers are large: `0.25`, `40k`.
  static func tick(_ value: Double, step: Double, largest: Double) -> String {
    if largest >= 1e15 || largest < 1e-4 { return short(value) }
    let unit = unit(of: largest)
    let decimals = max(0, -exponent(of: step / unit.size))
    guard decimals <= 9 else { return short(value) }
    let text = trimmed(Decimals.text(value / unit.size, decimals), keeping: decimals)
    return value == 0 ? "0" : text + unit.name
  }

  /// The power of ten at or below the magnitude of a number that is not zero.
  static func exponent(of value: Double) -> Int {
    // A thousandth more, so that 1000 is not taken for 999.999….
    Int((log10(value.magnitude) + 1e-9).rounded(.down))
  }

  private static func unit(of largest: Double) -> (size: Double, name: String) {
    switch largest {
    case 1e12...: (1e12, "T")
    case 1e9...: (1e9, "G")
    case 1e6...: (1e6, "M")
    case 1e4...: (1e3, "k")
    default: (1, "")
    }
  }

  private static func trimmed(_ text: String, keeping decimals: Int = 0) -> String {
    guard decimals == 0, text.contains("."), !text.contains("e") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
