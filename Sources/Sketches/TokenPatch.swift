import Basics
import Figures

/// One line of characters of one token: its sign in the middle, around it the ground.
struct TokenPatch {
  private let sketch: TokenGridSketch
  private let cell: Int
  /// The row of characters inside the patch.
  private let line: Int
  private let width: Int
  private let height: Int
  private let series: Int?
  /// What stands from `signColumn` on, in the line of the sign: the mark or the sign of the state, and behind it what tells that the token
  /// is chosen or gone.
  private let sign: [Legible]

  init(_ sketch: TokenGridSketch, cell: Int, line: Int) {
    self.sketch = sketch
    self.cell = cell
    self.line = line
    (width, height) = (sketch.layout.patchWidth, sketch.layout.patchHeight)
    series = sketch.grid.state(cell)?.series
    sign = line == (height - 1) / 2 && !sketch.hidesSigns ? Self.sign(sketch, cell, width) : []
  }

  private static func sign(
    _ sketch: TokenGridSketch, _ cell: Int, _ width: Int
  ) -> [Legible] {
    let isASCII = sketch.room.isASCII
    var signs =
      sketch.grid.marks[cell].map { pieces(of: $0, to: width, isASCII) } ?? sketch.sign(ofState: cell)
    let isGone = sketch.grid.gone.contains(cell)
    if signs.isEmpty && (isGone || cell == sketch.selected) { signs = [CellRow.space] }
    let room = width - (width - 1) / 2
    let extra =
      cell == sketch.selected ? (isASCII ? "<" : "◂") : isGone ? TokenGridSketch.goneSign(isASCII) : nil
    if let extra, signs.count < room { signs.append(CellRow.glyph(extra)) }
    if isGone && width == 1 { signs = [CellRow.glyph(TokenGridSketch.goneSign(isASCII))] }
    return Array(signs.prefix(room))
  }

  /// A mark or sign cut to a width.
  static func pieces(of text: String, to width: Int, _ isASCII: Bool) -> [Legible] {
    Fit.items(of: Array(text.utf8), to: width, Legible.Options(isASCII: isASCII)).flatMap(single)
  }

  /// A piece as signs of one column each; one that takes two columns gives way.
  private static func single(_ item: Legible) -> [Legible] {
    if item.columns == 1 { return [item] }
    return item.glyph.unicodeScalars.map { CellRow.glyph($0.isASCII ? String($0) : "?") }
  }

  /// Puts the characters of the line; `pixels` gives the picture's colours in the upper and lower half of one.
  func draw(
    into row: inout CellRow, pixels: (Int) -> (upper: Pixels.Color, lower: Pixels.Color)?
  ) {
    let start = (width - 1) / 2
    for x in 0..<width {
      let glyph = x >= start && x - start < sign.count ? sign[x - start] : nil
      if cell == sketch.selected && isFilled(x) {
        let isLetter = glyph != nil || !sketch.room.hasColor
        row.put(
          glyph ?? CellRow.space, isLetter ? .text : .sign(nil, on: Tint(.cursor)), isSelected: isLetter)
      } else if let glyph {
        row.put(glyph, signInk(pixels(x)))
      } else {
        ground(x, pixels(x), into: &row)
      }
    }
  }

  /// Whether a character of the chosen patch is the cursor's: all of a small one, the edge of a large one.
  private func isFilled(_ x: Int) -> Bool {
    guard height >= 3 else { return true }
    return x == 0 || x == width - 1 || line == 0 || line == height - 1
  }

  private func signInk(_ pixels: (upper: Pixels.Color, lower: Pixels.Color)?) -> Ink {
    let hasGround = sketch.room.hasColor && (sketch.grid.ground != .picture || sketch.room.hasPixels)
    let mean = pixels.map { $0.upper.mixed(with: $0.lower, 0.5) }
    return .sign(series, on: hasGround ? sketch.tint(cell, mean) : Tint(.ground))
  }

  private func ground(
    _ x: Int, _ pixels: (upper: Pixels.Color, lower: Pixels.Color)?, into row: inout CellRow
  ) {
    let room = sketch.room
    let isPicture = sketch.grid.ground == .picture
    guard room.hasColor, !isPicture || room.hasPixels else { return row.put(density(pixels), .dim) }
    var upper = sketch.tint(cell, pixels?.upper)
    var lower = sketch.tint(cell, pixels?.lower)
    if room.isASCII { return row.put(CellRow.space, .sign(nil, on: upper)) }
    if height > 1 { (upper.isEdge, lower.isEdge) = (x == 0 || line == 0, x == 0) }
    row.put(CellRow.half, .pixels(upper: upper, lower: lower))
  }

  /// Without colours for it, the picture by density and a number by its shade.
  private func density(_ pixels: (upper: Pixels.Color, lower: Pixels.Color)?) -> Legible {
    if sketch.grid.gone.contains(cell) || sketch.room.detail == .signs { return CellRow.space }
    if let pixels { return Shades.density(pixels.upper.mixed(with: pixels.lower, 0.5)) }
    guard sketch.grid.ground == .values, let share = sketch.share(cell) else { return CellRow.space }
    return CellRow.glyph(Shades.glyph(share, isASCII: sketch.room.isASCII))
  }
}
