/// Reckoning with the colours of pixels: contrast, mixing, the nearest of 256.
extension Pixels.Color {
  /// Relative luminance 0…1 (WCAG 2.1, "relative luminance").
  package var luminance: Double {
    0.2126 * Self.linear[Int(red)] + 0.7152 * Self.linear[Int(green)] + 0.0722 * Self.linear[Int(blue)]
  }

  /// Contrast ratio 1…21 (WCAG 2.1, "contrast ratio"): 4.5 is the least for text.
  package func contrast(with other: Pixels.Color) -> Double {
    let (own, others) = (luminance, other.luminance)
    return (max(own, others) + 0.05) / (min(own, others) + 0.05)
  }

  /// The colour at `share` (0…1) of the way to `other`, mixed per channel.
  package func mixed(with other: Pixels.Color, _ share: Double) -> Pixels.Color {
    let part = min(1, max(0, share))
    func mix(_ x: UInt8, _ y: UInt8) -> UInt8 { UInt8(Double(x) + (Double(y) - Double(x)) * part) }
    return Pixels.Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// Whichever of two colours is read better on this one.
  package func betterInk(_ a: Pixels.Color, _ b: Pixels.Color) -> Pixels.Color {
    a.contrast(with: self) >= b.contrast(with: self) ? a : b
  }

  /// The colour with so many bits of each channel, spread over the whole range so that white stays white.
  package func quantized(bits: Int) -> Pixels.Color {
    let most = (1 << bits) - 1
    func step(_ channel: UInt8) -> UInt8 {
      UInt8((Int(channel) * most + 127) / 255 * 255 / most)
    }
    return Pixels.Color(step(red), step(green), step(blue))
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

extension Pixels.Color {
  /// Of the 240 colours that a terminal with 256 does not let people redefine, the number (16…255) of the nearest in cube or greys. What
  /// has a hue keeps one, though a grey may be nearer by number: a ramp that turns grey half way cannot be read.
  package var paletteNumber: Int {
    let (red, green, blue) = (Int(red), Int(green), Int(blue))
    let grey = max(0, min(23, ((red + green + blue) / 3 - 3) / 10))
    let level = 8 + 10 * grey
    let chroma = max(red, green, blue) - min(red, green, blue)
    var best: (number: Int, distance: Int) =
      chroma >= 24 ? (16, Int.max) : (232 + grey, distance(to: (level, level, level)))
    for r in Self.near(red) {
      for g in Self.near(green) {
        for b in Self.near(blue) where chroma < 24 || !(r == g && g == b) {
          let distance = distance(to: (Self.steps[r], Self.steps[g], Self.steps[b]))
          if distance < best.distance { best = (16 + 36 * r + 6 * g + b, distance) }
        }
      }
    }
    return best.number
  }

  /// A colour of a terminal's cube (16…231) or greys (232…255).
  package init(cube number: Int) {
    if number >= 232 {
      let level = UInt8(8 + 10 * min(23, number - 232))
      self.init(level, level, level)
    } else {
      let place = max(0, number - 16)
      let levels = [place / 36, place / 6 % 6, place % 6].map { UInt8(Self.steps[$0]) }
      self.init(levels[0], levels[1], levels[2])
    }
  }

  /// The levels of the cube's channels.
  private static let steps = [0, 95, 135, 175, 215, 255]

  /// The steps of the cube below and above a value.
  private static func near(_ value: Int) -> ClosedRange<Int> {
    let above = steps.firstIndex { $0 >= value } ?? 5
    return max(0, above - 1)...above
  }

  /// How far a colour is, squared, with the weights of the eye: 3 for red, 6 for green, 1 for blue.
  package func distance(to other: (red: Int, green: Int, blue: Int)) -> Int {
    let (r, g, b) = (Int(red) - other.red, Int(green) - other.green, Int(blue) - other.blue)
    return 3 * r * r + 6 * g * g + b * b
  }
}
