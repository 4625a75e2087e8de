import Basics

/// Characters that stand for light and for numbers where colour does not.
enum Shades {
  /// A share 0…1 of a ramp: five steps from a blank to a full block.
  static func glyph(_ share: Double, isASCII: Bool) -> String {
    let shades = isASCII ? [" ", ".", ":", "*", "#"] : [" ", "░", "▒", "▓", "█"]
    return shades[min(4, max(0, Int(share * 5)))]
  }

  /// A colour of a picture in ten steps of density, from a blank for black to `@` for white; even to the eye.
  static func density(_ color: Pixels.Color) -> Legible {
    // The square root is near enough to how lightness follows luminance.
    densities[min(9, Int(color.luminance.squareRoot() * 10))]
  }

  private static let densities = " .:-=+*#%@".unicodeScalars.map { CellRow.glyph(String($0)) }

  /// A ramp between the numbers at its ends; of shares that `isShown` leaves out nothing is drawn.
  static func legend(
    _ ends: (low: Double, high: Double), decimals: Int, steps: Int, isASCII: Bool, hasColor: Bool,
    isShown: (Double) -> Bool = { _ in true }
  ) -> SketchRow {
    let texts = [ends.low, ends.high].map { Decimals.text($0, decimals) }
    var runs = [SketchRun(column: 0, own: texts[0], ink: .number)]
    let start = runs[0].endColumn + 1
    for step in 0..<steps {
      let share = Double(step) / Double(max(1, steps - 1))
      let glyph = hasColor || !isShown(share) ? " " : glyph(share, isASCII: isASCII)
      let ink: Ink = hasColor ? isShown(share) ? .heat(share) : .dim : .text
      runs.append(SketchRun(column: start + step, own: glyph, ink: ink))
    }
    runs.append(SketchRun(column: start + steps + 1, own: texts[1], ink: .number))
    return runs
  }
}
