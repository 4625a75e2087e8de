import Basics

/// The colour of a cell or of half a cell of a map: what it stands for. A `TintPalette` says how that looks.
package struct Tint: Sendable, Hashable {
  /// What gives the colour.
  package enum Base: Sendable, Hashable {
    /// Nothing: the ground of the figure.
    case ground
    /// A picture.
    case pixel(Pixels.Color)
    /// A state, by the number of its series; nil is that of what matters less.
    case series(Int?)
    /// A share 0…1 of a ramp.
    case heat(Double)
    /// What is chosen.
    case cursor
  }

  package var base: Base
  /// A series whose colour is mixed into a picture.
  package var veil: Int?
  /// Of something that is gone: darkened.
  package var isGone: Bool
  /// At the edge of a patch: a shade apart, so that patches are told from each other.
  package var isEdge: Bool

  package init(_ base: Base, veil: Int? = nil, isGone: Bool = false, isEdge: Bool = false) {
    self.base = base
    self.veil = veil
    self.isGone = isGone
    self.isEdge = isEdge
  }
}

/// The colours that tints become, of a theme or of a print.
package struct TintPalette: Sendable, Equatable {
  /// The ground of figures, and what is written on it.
  package var ground: Pixels.Color
  package var text: Pixels.Color
  package var dim: Pixels.Color
  /// By number, readable on the ground; numbers behind the last begin anew.
  package var series: [Pixels.Color]
  /// From the low end of the ramp to the high.
  package var ramp: [Pixels.Color]
  /// The ground of what is chosen.
  package var cursor: Pixels.Color

  package init(
    ground: Pixels.Color, text: Pixels.Color, dim: Pixels.Color, series: [Pixels.Color],
    ramp: [Pixels.Color],
    cursor: Pixels.Color
  ) {
    self.ground = ground
    self.text = text
    self.dim = dim
    self.series = series
    self.ramp = ramp
    self.cursor = cursor
  }

  /// Not quite, for black itself is a colour of the palette even where all colours are, and terminals draw it grey when it is bold.
  private static let black = Pixels.Color(0, 0, 8)
  private static let white = Pixels.Color(255, 255, 255)
  /// How much of a darkened colour is left, how strong a veil is, how far the edge of a patch is from its middle.
  private static let (goneShare, veilShare, edgeShare) = (0.78, 0.6, 0.1)
  /// In so many steps the ground of a sign is brought to that of the figure.
  private static let groundSteps = 8
  /// Contrast that signs have on any ground (WCAG 2.1, level AA).
  private static let leastContrast = 4.5

  /// The colour of a tint; nil for the ground of the figure.
  package func color(_ tint: Tint) -> Pixels.Color? {
    var color: Pixels.Color
    switch tint.base {
    case .ground:
      if !tint.isGone { return nil }
      color = ground
    // Six bits a channel: nobody sees the difference, and half as many pairs of colours do.
    case .pixel(let pixel): color = pixel.quantized(bits: 6)
    case .series(let number): color = number.map(self.color(ofSeries:)) ?? ground.mixed(with: text, 0.14)
    case .heat(let share):
      color = ramp[Int((min(1, max(0, share)) * Double(ramp.count - 1)).rounded())]
    case .cursor: color = cursor
    }
    if let veil = tint.veil { color = color.mixed(with: self.color(ofSeries: veil), Self.veilShare) }
    if tint.isEdge { color = color.mixed(with: ground, Self.edgeShare) }
    if tint.isGone { color = color.mixed(with: Self.black, Self.goneShare) }
    return color
  }

  /// A sign on a tint. On a picture it has the colour of its series, and the ground is brought as near to that of the figure as it takes for
  /// the sign to be read; one without a series is black or white, and leaves the picture nearly as it is.
  package func sign(_ series: Int?, on tint: Tint) -> (ink: Pixels.Color, ground: Pixels.Color?) {
    let own = series.map(color(ofSeries:)) ?? dim
    guard let color = color(tint) else { return (own, nil) }
    if tint.isGone { return (Self.lifted(dim, on: color), color) }
    guard case .pixel = tint.base, series != nil else {
      return Self.plainSign(on: color)
    }
    let light = own.luminance
    for step in 0..<Self.groundSteps {
      let mixed = color.mixed(with: ground, Double(step) / Double(Self.groundSteps))
      let other = mixed.luminance
      if max(light, other) + 0.05 >= Self.leastContrast * (min(light, other) + 0.05) { return (own, mixed) }
    }
    return (own, ground)
  }

  /// Black on what is light, white on the rest, where the ground is darkened a little if need be: on a middle grey, where both have about the same
  /// contrast, a thin white sign is seen and a black one is not.
  private static func plainSign(on ground: Pixels.Color) -> (ink: Pixels.Color, ground: Pixels.Color?) {
    guard white.contrast(with: ground) >= 3 else { return (black, ground) }
    for step in 0..<groundSteps {
      let darker = ground.mixed(with: black, Double(step) / Double(2 * groundSteps))
      if white.contrast(with: darker) >= leastContrast { return (white, darker) }
    }
    return (black, ground)
  }

  private func color(ofSeries number: Int) -> Pixels.Color {
    series.isEmpty ? text : series[Int(UInt(bitPattern: number) % UInt(series.count))]
  }

  /// An ink made lighter until it is read on a dark ground.
  private static func lifted(_ ink: Pixels.Color, on ground: Pixels.Color) -> Pixels.Color {
    for step in 0..<8 {
      let lighter = ink.mixed(with: white, Double(step) / 8)
      if lighter.contrast(with: ground) >= leastContrast { return lighter }
    }
    return ground.betterInk(black, white)
  }
}
