import Basics

/// Reckoning with colours: contrast, mixing, ramps.
extension Color {
  /// The colour of a pixel.
  package init(_ pixel: Pixels.Color) {
    self = .rgb(red: pixel.red, green: pixel.green, blue: pixel.blue)
  }

  /// As the colour of a pixel; nil for the terminal's own colour.
  package var pixel: Pixels.Color? {
    guard case .rgb(let red, let green, let blue) = self else { return nil }
    return Pixels.Color(red, green, blue)
  }

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
  package var luminance: Double { pixel?.luminance ?? 0 }

  /// Contrast ratio 1…21 (WCAG 2.1, "contrast ratio"): 4.5 is the least for text.
  package func contrast(with other: Color) -> Double {
    let black = Pixels.Color(0, 0, 0)
    return (pixel ?? black).contrast(with: other.pixel ?? black)
  }

  /// The colour at `share` (0…1) of the way to `other`, mixed per channel.
  package func mixed(with other: Color, _ share: Double) -> Color {
    guard let own = pixel, let others = other.pixel else { return share < 0.5 ? self : other }
    return Color(own.mixed(with: others, share))
  }
}
