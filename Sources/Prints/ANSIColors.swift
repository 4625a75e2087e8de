import Basics
import Sketches

/// The inks of drawings as the numbers that a terminal takes for colours (SGR), in plain text with colour.
struct ANSIColors {
  /// Whether colours are told by red, green and blue; else the nearest of the 256 that are alike everywhere.
  let isTrueColor: Bool

  /// The code for an ink; nil leaves the terminal's own.
  func code(_ ink: Ink) -> String? {
    switch ink {
    case .changed: "38;5;16;48;5;222"
    case .difference: "1"
    case .special: "1;7"
    case .series(let index): "38;5;\(Self.series[index % Self.series.count])"
    case .heat(let share): code(ground: Self.palette.color(Tint(.heat(share))))
    case .pixels(let upper, let lower):
      [code(ink: Self.palette.color(upper)), code(ground: Self.palette.color(lower))].compactMap(\.self)
        .joined(separator: ";")
    case .sign(let series, let tint): sign(series, on: tint)
    default: nil
    }
  }

  /// Where nothing is below the sign, the terminal's ground is; what colour that has, nobody knows.
  private func sign(_ series: Int?, on tint: Tint) -> String? {
    let colors = Self.palette.sign(series, on: tint)
    guard let ground = colors.ground else { return series.flatMap { code(.series($0)) } }
    return [code(ink: colors.ink), code(ground: ground)].compactMap(\.self).joined(separator: ";")
  }

  private func code(ink color: Pixels.Color?) -> String? { color.map { "38;\(number($0))" } }
  private func code(ground color: Pixels.Color?) -> String? { color.map { "48;\(number($0))" } }

  private func number(_ color: Pixels.Color) -> String {
    isTrueColor ? "2;\(color.red);\(color.green);\(color.blue)" : "5;\(color.paletteNumber)"
  }

  /// Of the cube, light enough for dark grounds and dark enough for light ones.
  private static let series = [75, 215, 114, 211, 141, 80, 179, 250]

  /// Signs on pictures stand on darkened ground, whatever the terminal's is.
  private static let palette = TintPalette(
    ground: Pixels.Color(20, 20, 24), text: Pixels.Color(230, 230, 230), dim: Pixels.Color(160, 160, 165),
    series: series.map(Pixels.Color.init(cube:)),
    ramp: (0..<32).map { step in
      let share = Double(step) / 31
      let (low, middle, high) = (
        Pixels.Color(29, 39, 48), Pixels.Color(47, 111, 127), Pixels.Color(244, 226, 122)
      )
      return share < 0.5 ? low.mixed(with: middle, 2 * share) : middle.mixed(with: high, 2 * share - 1)
    }, cursor: Pixels.Color(242, 233, 208))
}
