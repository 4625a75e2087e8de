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
