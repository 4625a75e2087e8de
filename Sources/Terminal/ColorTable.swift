import Basics
import Screen

/// From a theme's colours to the numbers a terminal has.
///
/// Sixteen colours go by lightness among the greys of the usual sixteen, and by nearness among the others for what has a hue; 256 use the cube and the greys only, since people
/// redefine 0–15. In direct colour 0–7 still mean the palette, so black is 0 and what lies just above it is lifted to 8.
/// −1 is the terminal's own colour.
package struct ColorTable {
  let mode: ColorMode
  /// How many colours the entry has.
  let count: Int
  private var known: [Color: Int32] = [:]

  package init(mode: ColorMode, count: Int) {
    self.mode = mode
    self.count = count
  }

  /// The terminal's number for a colour.
  package mutating func number(_ color: Color) -> Int32 {
    guard let pixel = color.pixel, mode != .none else { return -1 }
    if let number = known[color] { return number }
    let number: Int32 =
      switch mode {
      case .none: -1
      case .sixteen: Self.nearest(pixel, among: Self.usual.prefix(min(16, count)))
      case .palette: Int32(pixel.paletteNumber)
      case .direct: Self.direct(Int(pixel.red) << 16 | Int(pixel.green) << 8 | Int(pixel.blue))
      }
    // A changing picture must not fill the memory with colours it no longer uses.
    if known.count > 1 << 15 { known.removeAll(keepingCapacity: true) }
    known[color] = number
    return number
  }

  private static func direct(_ value: Int) -> Int32 { value == 0 ? 0 : Int32(max(8, value)) }

  private static let usual: [(Int, Int, Int)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ]

  private static func nearest(_ pixel: Pixels.Color, among colors: ArraySlice<(Int, Int, Int)>) -> Int32 {
    let isGrey = max(pixel.red, pixel.green, pixel.blue) - min(pixel.red, pixel.green, pixel.blue) < 48
    let alike = colors.indices.filter { [0, 7, 8, 15].contains($0) == isGrey }
    return Int32(alike.min { pixel.distance(to: colors[$0]) < pixel.distance(to: colors[$1]) } ?? 7)
  }
}
