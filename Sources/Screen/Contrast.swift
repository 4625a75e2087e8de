/// Reckoning with colours: contrast, mixing, ramps.
extension Color {
  /// A colour written `#rrggbb`; nil for anything else.
  package init?(hex: String) {
    let digits = hex.dropFirst()
    guard hex.hasPrefix("#"), digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    self.init(value)
  }

  /// A colour from `0xrrggbb`.
  init(_ value: UInt32) {
    self = .rgb(
      red: UInt8(value >> 16 & 0xFF), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
  }

  /// Red, green and blue 0…255; nil for the terminal's own colour.
  package var components: (red: Int, green: Int, blue: Int)? {
    guard case .rgb(let red, let green, let blue) = self else { return nil }
    return (Int(red), Int(green), Int(blue))
  }

  /// Relative luminance 0…1 (WCAG 2.1, "relative luminance"); the terminal's own colour counts as black.
  package var luminance: Double {
    guard let (red, green, blue) = components else { return 0 }
    return 0.2126 * Self.linear[red] + 0.7152 * Self.linear[green] + 0.0722 * Self.linear[blue]
  }

  /// Contrast ratio 1…21 (WCAG 2.1, "contrast ratio"): 4.5 is the least for text.
  package func contrast(with other: Color) -> Double {
    let (dark, light) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }

  /// The colour at `share` (0…1) of the way to `other`, mixed per channel.
  package func mixed(with other: Color, _ share: Double) -> Color {
    guard let a = components, let b = other.components else { return share < 0.5 ? self : other }
    func mix(_ x: Int, _ y: Int) -> UInt8 {
      UInt8(Double(x) + (Double(y) - Double(x)) * min(1, max(0, share)))
    }
    return .rgb(red: mix(a.red, b.red), green: mix(a.green, b.green), blue: mix(a.blue, b.blue))
  }

  /// sRGB 0…255 to linear light. Three look-ups a colour instead of three powers.
  private static let linear: [Double] = (0..<256).map { value in
    let c = Double(value) / 255
    return c <= 0.04045 ? c / 12.92 : power((c + 0.055) / 1.055)
  }

  /// x to the power of 2.4, as x² times the fifth root of x², by Newton's steps.
  private static func power(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    let square = x * x
    var root = 1.0
    for _ in 0..<40 { root -= (root - square / (root * root * root * root)) / 5 }
    return square * root
  }
}
