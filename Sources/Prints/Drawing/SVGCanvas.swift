import Basics
import Figures
import Sketches

/// Lengths of an SVG in its user unit, which a screen shows as one pixel: text of 14 units in cells of a fixed width.
enum SVGMetrics {
  static let fontSize = 14.0
  /// How far a character of the font moves on: DejaVu Sans Mono has 0.602 of the size, its relatives between 0.55 and 0.61.
  static let advance = 8.43
  static let lineHeight = 20.0
  /// From the top of a line to the line its letters stand on.
  static let baseline = 14.5
  static let margin = 16.0
}

/// The one style of pictures: dark on white, every text with a contrast of 4.5 or more, hues apart in lightness too.
enum SVGColors {
  static let ink = "#1b1b1b"
  static let soft = "#555555"
  static let line = "#777777"
  static let paper = "#ffffff"
  static let changed = "#ffe2a6"
  static let difference = "#8a3d00"
  static let odd = "#a4133c"
  static let series = [
    "#0b5cad", "#b04a00", "#1a7f37", "#a4133c", "#6b3fa0", "#00747a", "#7a5c00", "#444444",
  ]
  static let hues = [
    "#d6e9fb", "#fdebc8", "#d9f0dc", "#f9dcea", "#e4e2fa", "#eef0c9", "#fbdfd0", "#d3eeee",
  ]

  /// The colour of a share 0…1, from pale to dark by way of the middle.
  static func heat(_ share: Double) -> String {
    let stops: [[Double]] = [[253, 246, 216], [95, 168, 166], [31, 42, 92]]
    let step = min(1, max(0, share)) * 2
    let (from, to, part) = step < 1 ? (stops[0], stops[1], step) : (stops[1], stops[2], step - 1)
    let channels = zip(from, to).map { UInt8($0 + ($1 - $0) * part) }
    return code(Pixels.Color(channels[0], channels[1], channels[2]))
  }

  /// The letters that are read on that colour.
  static func ink(onHeat share: Double) -> String { share > 0.64 ? paper : ink }
}

/// Shapes and texts of one SVG, from the top left corner; it knows how far they reach.
struct SVGCanvas {
  private(set) var body: [UInt8] = []
  private(set) var width = 0.0
  private(set) var height = 0.0

  /// Makes the picture at least this large.
  mutating func reach(_ x: Double, _ y: Double) {
    width = max(width, x)
    height = max(height, y)
  }

  /// Legible pieces in cells of a fixed width; what is not ASCII gets a place of its own, because its font may be another.
  mutating func text(
    _ items: [Legible], x: Double, y: Double, fill: String = SVGColors.ink, isBold: Bool = false
  ) {
    guard !items.isEmpty else { return }
    let weight = isBold ? " font-weight=\"bold\"" : ""
    body.append(text: "<text y=\"\(number(y))\" fill=\"\(fill)\"\(weight)>")
    var column = 0
    var next = items[...]
    while let first = next.first {
      let isOdd = first.kind.isEscaped
      let run = isPlain(first) ? Array(next.prefix { isPlain($0) && $0.kind.isEscaped == isOdd }) : [first]
      let color = isOdd ? " fill=\"\(SVGColors.odd)\"" : ""
      body.append(text: "<tspan x=\"\(number(x + Double(column) * SVGMetrics.advance))\"\(color)>")
      for item in run { body.append(text: html(item.glyph)) }
      body.append(text: "</tspan>")
      column += run.columns
      next = next.dropFirst(run.count)
    }
    body.append(text: "</text>\n")
    reach(x + Double(column) * SVGMetrics.advance, y + SVGMetrics.lineHeight - SVGMetrics.baseline)
  }

  /// A line of our own or foreign text, made legible, at most `columns` long; `anchor` 0 begins, 0.5 centres, 1 ends it at `x`.
  mutating func text(
    _ text: String, x: Double, y: Double, to columns: Int = 200, anchor: Double = 0,
    fill: String = SVGColors.ink, isBold: Bool = false
  ) {
    let items = Fit.items(of: Array(text.utf8), to: columns, Legible.Options())
    let start = x - anchor * Double(items.columns) * SVGMetrics.advance
    self.text(items, x: start, y: y, fill: fill, isBold: isBold)
  }

  mutating func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String, _ more: String = ""
  ) {
    body.append(
      text:
        "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\""
        + " fill=\"\(fill)\"\(more)/>\n")
    reach(x + width, y + height)
  }

  mutating func line(_ from: (Double, Double), _ to: (Double, Double), stroke: String, _ more: String = "") {
    body.append(
      text:
        "<line x1=\"\(number(from.0))\" y1=\"\(number(from.1))\" x2=\"\(number(to.0))\" y2=\"\(number(to.1))\""
        + " stroke=\"\(stroke)\"\(more)/>\n")
    reach(max(from.0, to.0), max(from.1, to.1))
  }

  /// Markup of ours.
  mutating func append(_ markup: String) { body.append(text: markup) }
  mutating func append(_ markup: [UInt8]) { body += markup }

  /// A path in SVG's own words, drawn as a line.
  mutating func path(_ steps: String, stroke: String, fill: String = "none", _ more: String = "") {
    body.append(text: "<path d=\"\(steps)\" fill=\"\(fill)\" stroke=\"\(stroke)\"\(more)/>\n")
  }

  /// Lays another picture below what is here.
  mutating func add(_ other: SVGCanvas, below gap: Double) {
    let top = height + gap
    wrap(other, "translate(0 \(number(top)))")
    reach(other.width, top + other.height)
  }

  /// Lays another picture over this one, moved or turned; whoever does it knows how far that reaches.
  mutating func wrap(_ other: SVGCanvas, _ transform: String) {
    body.append(text: "<g transform=\"\(transform)\">\n")
    body += other.body
    body.append(text: "</g>\n")
  }

  /// A whole document: white ground, a margin, the picture.
  func document(title: String) -> SVGDocument {
    let (w, h) = size
    let bytes = svg(title: title, "xmlns=\"http://www.w3.org/2000/svg\" width=\"\(w)\" height=\"\(h)\"")
    return SVGDocument(bytes: bytes, width: w, height: h)
  }

  /// The picture as a part of a page, which shrinks it where it has less room.
  func inline(title: String) -> [UInt8] {
    svg(title: title, "width=\"\(size.width)\" style=\"max-width:100%;height:auto\"")
  }

  /// Pixels, margin included.
  private var size: (width: Int, height: Int) {
    let margins = 2 * SVGMetrics.margin
    return (Int((width + margins).rounded(.up)), Int((height + margins).rounded(.up)))
  }

  private func svg(title: String, _ attributes: String) -> [UInt8] {
    let (w, h) = size
    let margin = number(SVGMetrics.margin)
    let head = """
      <svg \(attributes) viewBox="0 0 \(w) \(h)" role="img" xml:space="preserve" \
      font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">
      <title>\(html(Shown.line(title)))</title>
      <rect width="\(w)" height="\(h)" fill="\(SVGColors.paper)"/>
      <g transform="translate(\(margin) \(margin))">

      """
    return Array(head.utf8) + body + Array("</g>\n</svg>\n".utf8)
  }

  private func isPlain(_ item: Legible) -> Bool { item.glyph.utf8.allSatisfy { $0 < 0x80 } }
}

/// An SVG and its size in pixels.
struct SVGDocument {
  var bytes: [UInt8]
  var width: Int
  var height: Int
}

/// A length with at most two decimals.
func number(_ value: Double) -> String {
  var text = decimalText(value, decimals: 2)
  while text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return text
}
