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
    guard let (red, green, blue) = color.components, mode != .none else { return -1 }
    if let number = known[color] { return number }
    let number: Int32 =
      switch mode {
      case .none: -1
      case .sixteen: Self.nearest(red, green, blue, among: Self.usual.prefix(min(16, count)))
      case .palette: Self.cubeOrGrey(red, green, blue)
      case .direct: Self.direct(red << 16 | green << 8 | blue)
      }
    // A changing picture must not fill the memory with colours it no longer uses.
    if known.count > 4096 { known.removeAll(keepingCapacity: true) }
    known[color] = number
    return number
  }

  private static func direct(_ value: Int) -> Int32 { value == 0 ? 0 : Int32(max(8, value)) }

  private static let steps = [0, 95, 135, 175, 215, 255]

  /// The nearest colour of the cube or grey. What has a hue keeps one, though a grey may be nearer by number: a ramp that
  /// turns grey half way cannot be read.
  private static func cubeOrGrey(_ red: Int, _ green: Int, _ blue: Int) -> Int32 {
    let grey = max(0, min(23, ((red + green + blue) / 3 - 3) / 10))
    let level = 8 + 10 * grey
    let chroma = max(red, green, blue) - min(red, green, blue)
    var best: (number: Int, distance: Int) =
      chroma >= 24 ? (16, Int.max) : (232 + grey, distance(red, green, blue, (level, level, level)))
    for r in near(red) {
      for g in near(green) {
        for b in near(blue) where chroma < 24 || !(r == g && g == b) {
          let distance = distance(red, green, blue, (steps[r], steps[g], steps[b]))
          if distance < best.distance { best = (16 + 36 * r + 6 * g + b, distance) }
        }
      }
    }
    return Int32(best.number)
  }

  /// The steps of the cube below and above a value.
  private static func near(_ value: Int) -> ClosedRange<Int> {
    let above = steps.firstIndex { $0 >= value } ?? 5
    return max(0, above - 1)...above
  }

  private static let usual: [(Int, Int, Int)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ]

  private static func nearest(
    _ red: Int, _ green: Int, _ blue: Int, among colors: ArraySlice<(Int, Int, Int)>
  ) -> Int32 {
    let isGrey = max(red, green, blue) - min(red, green, blue) < 48
    let alike = colors.indices.filter { [0, 7, 8, 15].contains($0) == isGrey }
    let best = alike.min {
      distance(red, green, blue, colors[$0]) < distance(red, green, blue, colors[$1])
    }
    return Int32(best ?? 7)
  }

  private static func distance(_ red: Int, _ green: Int, _ blue: Int, _ other: (Int, Int, Int)) -> Int {
    let (r, g, b) = (red - other.0, green - other.1, blue - other.2)
    return 3 * r * r + 6 * g * g + b * b
  }
}
