import Basics
import Figures
import Sketches

/// A text in boxes, one a token: neighbours differ in tint, special tokens have a heavy border, marked ones a bar below.
///
/// Tokens may come in parts; those that no longer fit are counted.
struct SVGTokens {
  private static let lineLimit = 200
  private static let step = 26.0

  private var canvas = SVGCanvas()
  private var column = 0
  private var line = 0
  private var lastHue = -1
  private var leftOut = 0
  private var count = 0

  /// The picture, with the number of tokens below it.
  var finished: SVGCanvas {
    var whole = canvas
    whole.reach(0, Double(line + (column > 0 ? 1 : 0)) * Self.step)
    whole.more(leftOut, "tokens")
    whole.text(
      count == 1 ? "1 token" : "\(count) tokens", x: 0, y: whole.height + SVGMetrics.baseline,
      fill: SVGColors.soft)
    return whole
  }

  /// The next tokens; their ranges count bytes of `text`.
  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment]) {
    count += segments.count
    for (index, segment) in segments.enumerated() {
      guard line < Self.lineLimit else {
        leftOut += segments.count - index
        return
      }
      draw(segment, text)
    }
  }

  private mutating func draw(_ segment: Segments.Segment, _ text: [UInt8]) {
    let items = Legible.items(of: text, in: segment.range, Legible.Options(showsSpaces: true))
    let shown =
      items.isEmpty && segment.isSpecial ? Value.text("#\(segment.id)").shown(to: 12, ascii: false) : items
    if column > 0 && column + min(shown.columns, SVGFigure.textColumns) > SVGFigure.textColumns {
      breakLine()
    }
    guard line < Self.lineLimit else {
      leftOut += 1
      return
    }
    let fill = nextHue(segment)
    var rest = shown[...]
    repeat {
      let room = SVGFigure.textColumns - column
      var used = 0
      let part = Array(
        rest.prefix { item in
          used += item.columns
          return used <= max(room, item.columns)
        })
      box(part, segment, fill: fill)
      rest = rest.dropFirst(part.count)
      if !rest.isEmpty { breakLine() }
    } while !rest.isEmpty && line < Self.lineLimit
    if shown.last?.kind == .newline { breakLine() }
  }

  private mutating func box(_ items: [Legible], _ segment: Segments.Segment, fill: String) {
    let x = Double(column) * SVGMetrics.advance
    let y = Double(line) * Self.step
    let width = max(2, Double(items.columns) * SVGMetrics.advance - 1)
    let border = segment.isSpecial ? " stroke-width=\"2\"" : ""
    canvas.rect(
      x + 0.5, y + 1, width, SVGMetrics.lineHeight, fill: fill,
      " stroke=\"\(segment.isSpecial ? SVGColors.ink : SVGColors.line)\" rx=\"2\"\(border)")
    canvas.text(items, x: x, y: y + 1 + SVGMetrics.baseline)
    if segment.isMarked { canvas.rect(x + 0.5, y + 21, width, 3, fill: SVGColors.difference) }
    column += max(1, items.columns)
  }

  private mutating func breakLine() {
    line += 1
    column = 0
  }

  private mutating func nextHue(_ segment: Segments.Segment) -> String {
    if segment.isSpecial { return SVGColors.paper }
    if segment.isMarked { return SVGColors.changed }
    var hue = Int(segment.id % 8)
    if hue == lastHue { hue = (hue + 1) % 8 }
    lastHue = hue
    return SVGColors.hues[hue]
  }
}
