import Basics
import Sketches

extension Theme {
  /// The colours of maps. Where the theme leaves letters or ground to the terminal, what it takes them to be.
  var tints: TintPalette {
    let ground = (style("text").background.pixel ?? background.pixel) ?? Pixels.Color(0, 0, 0)
    func ink(_ style: Style) -> Pixels.Color {
      (style.foreground.pixel ?? foreground.pixel) ?? Pixels.Color(255, 255, 255)
    }
    let levels = 32
    return TintPalette(
      ground: ground, text: ink(style("text")), dim: ink(style("text.dim")),
      series: (0..<Self.hues).map { ink(inkStyle(hue: $0)) },
      ramp: (0..<levels).compactMap {
        heat(Double($0) / Double(levels - 1), levels: levels).background.pixel
      },
      cursor: style("token.current").background.pixel ?? ink(style("text")))
  }
}
