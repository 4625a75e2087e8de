import Basics
import Figures
import Sketches

/// The real pixels of a picture under the grid of its patches, in each patch the sign of its token on a pale plate; or patches in the colours
/// of states or numbers. The signs are told above with their counts, rows and columns are numbered.
struct SVGTokenGrid {
  /// How long the longer side of the grid is, where patches are neither too small for a sign nor needlessly large.
  private static let wanted = 720.0
  private static let sides = (least: 16.0, most: 40.0)
  /// Grids with more rows or columns than this have small patches without signs.
  private static let signLimit = 80

  private let grid: TokenGrid
  private let side: Double
  private let hasSigns: Bool
  /// Where the first patch begins.
  private let left: Double
  private var drawing = SVGCanvas()

  /// The finished picture, without title and footnotes.
  var canvas: SVGCanvas { drawing }

  init(_ grid: TokenGrid) {
    self.grid = grid
    let longest = max(1, grid.rows, grid.columns)
    hasSigns = longest <= Self.signLimit
    side =
      hasSigns
      ? max(Self.sides.least, min(Self.sides.most, Self.wanted / Double(longest)))
      : max(2, 1200 / Double(longest))
    left = Double("\(grid.rows)".utf8.count + 1) * SVGMetrics.advance
    legend()
    ramp()
    let top = numbers()
    ground(top)
    for cell in 0..<grid.count { patch(cell, top) }
    parts(top)
    drawing.reach(left + Double(grid.columns) * side, top + Double(grid.rows) * side + 6)
  }

  // MARK: Around

  /// Signs, names, counts and shares.
  private mutating func legend() {
    var x = 0.0
    let top = drawing.height
    for entry in entries {
      let share = decimalText(100 * Double(entry.count) / Double(max(1, grid.count)), decimals: 1)
      let words = Value.text("\(entry.name) \(entry.count) (\(share) %)").shown(to: 60, ascii: false)
      drawing.text(entry.sign, x: x, y: top + SVGMetrics.baseline, to: 4, fill: entry.fill, isBold: true)
      drawing.text(words, x: x + 2 * SVGMetrics.advance, y: top + SVGMetrics.baseline)
      x += Double(words.columns + 5) * SVGMetrics.advance
    }
    if let end = grid.rowEnd {
      drawing.text(
        "\(end.sign) \(end.name), behind each row, \(grid.rows)", x: x, y: top + SVGMetrics.baseline,
        fill: SVGColors.soft)
      x += SVGMetrics.advance
    }
    if x > 0 { drawing.reach(0, top + SVGMetrics.lineHeight + 4) }
  }

  private var entries: [(sign: String, fill: String, name: String, count: Int)] {
    var entries = zip(grid.states, grid.counts).map { state, count in
      (sign: state.sign, fill: fill(state), name: state.name, count: count)
    }
    if !grid.gone.isEmpty { entries.append(("×", SVGColors.soft, "gone", grid.gone.count)) }
    return entries
  }

  private mutating func ramp() {
    guard grid.ground == .values, let ends else { return }
    let texts = [ends.low, ends.high].map { decimalText($0, decimals: grid.decimals) }
    drawing.ramp(from: texts[0], to: texts[1], about: grid.unit)
  }

  private var ends: (low: Double, high: Double)? {
    let finite = grid.values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return (Double(low), Double(high))
  }

  /// Numbers of columns above and of rows to the left, as many as have room; gives where the patches begin.
  private mutating func numbers() -> Double {
    let top = drawing.height + SVGMetrics.lineHeight
    let step = max(1, Int((28 / side).rounded(.up)))
    for column in stride(from: 0, to: grid.columns, by: step) {
      drawing.text(
        "\(column)", x: left + (Double(column) + 0.5) * side, y: top - 5, anchor: 0.5, fill: SVGColors.soft)
    }
    for row in stride(from: 0, to: grid.rows, by: side >= 16 ? 1 : step) {
      drawing.text(
        "\(row)", x: left - SVGMetrics.advance * 0.7, y: top + (Double(row) + 0.5) * side + 5, anchor: 1,
        fill: SVGColors.soft)
    }
    return top
  }

  // MARK: Ground

  /// The picture over all patches: its pixels, or where they cannot be written as PNG, the mean colour of each patch.
  private mutating func ground(_ top: Double) {
    let (width, height) = (Double(grid.columns) * side, Double(grid.rows) * side)
    guard grid.ground == .picture, grid.count > 0, let pixels = grid.pixels, pixels.width > 0,
      pixels.height > 0
    else { return drawing.rect(left, top, width, height, fill: SVGColors.empty) }
    if let png = try? PixelPNG.bytes(of: pixels) {
      drawing.image(png, left, top, width, height)
    } else {
      let means = pixels.averaged(width: grid.columns, height: grid.rows)
      for cell in 0..<grid.count {
        let (x, y) = place(cell, top)
        let color = means[cell % grid.columns, cell / grid.columns]
        drawing.rect(x, y, side, side, fill: SVGColors.code(color), " shape-rendering=\"crispEdges\"")
      }
    }
    if side >= 8 { lines(top, width, height) }
  }

  private mutating func lines(_ top: Double, _ width: Double, _ height: Double) {
    var steps = ""
    for row in 1..<max(1, grid.rows) {
      steps += "M\(number(left)) \(number(top + Double(row) * side))h\(number(width))"
    }
    for column in 1..<max(1, grid.columns) {
      steps += "M\(number(left + Double(column) * side)) \(number(top))v\(number(height))"
    }
    if !steps.isEmpty {
      drawing.path(steps, stroke: SVGColors.paper, " stroke-opacity=\"0.45\" stroke-width=\"0.8\"")
    }
  }

  /// Lines where another part begins, and the sign of what stands behind each row.
  private mutating func parts(_ top: Double) {
    var steps = ""
    for cell in grid.partOf.indices {
      let (x, y) = place(cell, top)
      if cell % grid.columns > 0, grid.partOf[cell] != grid.partOf[cell - 1] {
        steps += "M\(number(x)) \(number(y))v\(number(side))"
      }
      if cell >= grid.columns, grid.partOf[cell] != grid.partOf[cell - grid.columns] {
        steps += "M\(number(x)) \(number(y))h\(number(side))"
      }
    }
    if !steps.isEmpty { drawing.path(steps, stroke: SVGColors.ink, " stroke-width=\"2\"") }
    guard let end = grid.rowEnd, hasSigns else { return }
    for row in 0..<grid.rows {
      drawing.text(
        end.sign, x: left + Double(grid.columns) * side + 4, y: top + (Double(row) + 0.5) * side + 5,
        fill: SVGColors.soft)
    }
    drawing.reach(left + Double(grid.columns) * side + 20, top)
  }

  private func place(_ cell: Int, _ top: Double) -> (x: Double, y: Double) {
    (left + Double(cell % grid.columns) * side, top + Double(cell / grid.columns) * side)
  }

  // MARK: Patches

  private mutating func patch(_ cell: Int, _ top: Double) {
    let (x, y) = place(cell, top)
    let state = grid.state(cell)
    if let fill = ground(of: cell, state) {
      drawing.rect(x, y, side, side, fill: fill.color, " fill-opacity=\"\(fill.opacity)\"\(fill.border)")
    }
    let isGone = grid.gone.contains(cell)
    if isGone { drawing.gone(x, y, side) }
    guard hasSigns else { return }
    let mark = grid.marks[cell] ?? state?.sign ?? (isGone ? "×" : "")
    if !mark.isEmpty { sign(mark, state, isGone, x: x + side / 2, y: y + side / 2) }
  }

  private func ground(
    of cell: Int, _ state: TokenGrid.State?
  ) -> (color: String, opacity: String, border: String)? {
    let border = hasSigns ? " stroke=\"\(SVGColors.paper)\" stroke-width=\"0.8\"" : ""
    switch grid.ground {
    case .picture: return hasSigns ? nil : state?.series.map { (SVGColors.series(at: $0), "0.5", "") }
    case .states:
      guard let state else { return nil }
      return (state.series.map(SVGColors.hue(at:)) ?? SVGColors.empty, "1", border)
    case .values:
      guard let ends, grid.values[cell].isFinite else { return nil }
      let span = ends.high - ends.low
      let share = span > 0 ? (Double(grid.values[cell]) - ends.low) / span : 0
      return (SVGColors.heat(share), "1", border)
    }
  }

  /// On a picture or ramp a sign stands on a plate, on which it is read.
  private mutating func sign(
    _ sign: String, _ state: TokenGrid.State?, _ isGone: Bool, x: Double, y: Double
  ) {
    if grid.ground != .states || isGone {
      let radius = min(8.5, side / 2 - 0.5)
      let opacity = isGone ? "0.75" : "0.92"
      drawing.rect(
        x - radius, y - radius, 2 * radius, 2 * radius, fill: SVGColors.paper,
        " fill-opacity=\"\(opacity)\" rx=\"\(number(radius * 0.6))\"")
    }
    drawing.text(
      sign, x: x, y: y + 5, to: max(1, Int(side / SVGMetrics.advance)), anchor: 0.5,
      fill: state.map(fill) ?? SVGColors.ink, isBold: true)
  }

  private func fill(_ state: TokenGrid.State) -> String {
    state.series.map(SVGColors.series(at:)) ?? SVGColors.soft
  }
}

extension SVGCanvas {
  /// A darkened square, crossed out.
  mutating func gone(_ x: Double, _ y: Double, _ side: Double) {
    rect(x, y, side, side, fill: SVGColors.ink, " fill-opacity=\"0.72\"")
    let cross =
      "M\(number(x)) \(number(y))l\(number(side)) \(number(side))m\(number(-side)) 0l\(number(side)) \(number(-side))"
    path(cross, stroke: SVGColors.paper, " stroke-opacity=\"0.4\"")
  }

  /// A picture with its file inside, stretched over a rectangle; its pixels stay squares.
  mutating func image(_ png: [UInt8], _ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    var data: [UInt8] = []
    data.append(base64: png)
    append(
      "<image x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\""
        + " preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" href=\"data:image/png;base64,")
    append(data)
    append("\"/>\n")
    reach(x + width, y + height)
  }
}

extension SVGColors {
  /// Of a patch without a state, number or picture.
  static let empty = "#ececec"

  static func code(_ color: Pixels.Color) -> String {
    [color.red, color.green, color.blue].reduce("#") { $0 + ($1 < 16 ? "0" : "") + String($1, radix: 16) }
  }

  /// By number, again from the first behind the last.
  static func series(at number: Int) -> String { series[Int(UInt(bitPattern: number) % UInt(series.count))] }

  static func hue(at number: Int) -> String { hues[Int(UInt(bitPattern: number) % UInt(hues.count))] }
}
