import Basics
import Figures
import Sketches

/// Every figure as an SVG picture.
enum SVGFigure {
  /// So many rows of a table, nodes, bars or bands of text are drawn; what is left out is said below them.
  static let rowLimit = 300
  /// How long a line of text is, in characters.
  static let textColumns = 100

  /// All figures, one below the other.
  static func document(_ figures: [Figure]) -> SVGDocument {
    document(figures.map(picture), title: figures.map(\.heading).first { !$0.isEmpty } ?? "")
  }

  /// Finished pictures, one below the other.
  static func document(_ pictures: [SVGCanvas], title: String) -> SVGDocument {
    var canvas = SVGCanvas()
    for picture in pictures { canvas.add(picture, below: canvas.height > 0 ? 24 : 0) }
    return canvas.document(title: title.isEmpty ? "Tessera" : title)
  }

  /// A picture that has only its title so far.
  static func titled(_ title: String) -> SVGCanvas {
    var canvas = SVGCanvas()
    guard !title.isEmpty else { return canvas }
    for line in Fit.wrap(title, to: textColumns) {
      canvas.text(line, x: 0, y: canvas.height + SVGMetrics.baseline, isBold: true)
    }
    canvas.reach(0, canvas.height + 6)
    return canvas
  }

  /// One figure with its title above it and its footnotes below.
  private static func picture(of figure: Figure) -> SVGCanvas {
    var canvas = titled(figure.heading)
    canvas.add(content(of: figure), below: 0)
    for note in figure.notes.flatMap({ Fit.wrap($0, to: textColumns) }) {
      canvas.text(note, x: 0, y: canvas.height + SVGMetrics.baseline, fill: SVGColors.soft)
    }
    return canvas
  }

  /// One figure without title and footnotes.
  static func content(of figure: Figure) -> SVGCanvas {
    switch figure {
    case .note(let note): lines(note.lines.flatMap { Fit.wrap($0, to: textColumns) })
    case .table(let table): SVGTable.canvas(table)
    case .tree(let tree): SVGTable.canvas(tree)
    case .bars(let bars): SVGBars.canvas(bars)
    case .segments(let segments): segmentsCanvas(segments)
    case .alignment(let alignment): SVGAlignment.canvas(alignment)
    case .chart(let chart): SVGChart(chart).canvas
    case .heatmap(let heatmap): SVGHeatmap(heatmap).canvas
    case .tokenGrid(let grid): SVGTokenGrid(grid).canvas
    }
  }

  private static func lines(_ lines: [String]) -> SVGCanvas {
    var canvas = SVGCanvas()
    for (index, line) in lines.prefix(rowLimit).enumerated() {
      let y = Double(index) * SVGMetrics.lineHeight
      canvas.text(line, x: 0, y: y + SVGMetrics.baseline)
      canvas.reach(0, y + SVGMetrics.lineHeight)
    }
    canvas.more(lines.count - rowLimit, "lines")
    return canvas
  }

  private static func segmentsCanvas(_ segments: Segments) -> SVGCanvas {
    var text = SVGTokens()
    text.add(segments.text, segments.segments)
    return text.finished
  }
}

extension SVGCanvas {
  /// Says how much of a figure was left out; nothing when `count` is not positive.
  mutating func more(_ count: Int, _ what: String) {
    guard count > 0 else { return }
    text("… and \(count) more \(what)", x: 0, y: height + SVGMetrics.baseline, fill: SVGColors.soft)
  }
}

extension Figure {
  /// The title with the unit, where a figure has one.
  var heading: String {
    switch self {
    case .note(let note): note.title
    case .table(let table): table.title
    case .tree(let tree): tree.title
    case .bars(let bars): Self.join(bars.title, bars.unit)
    case .segments(let segments): segments.title
    case .alignment(let alignment): alignment.title
    case .chart(let chart): chart.title
    case .tokenGrid(let grid): grid.title
    case .heatmap(let heatmap): Self.join(heatmap.title, heatmap.unit)
    }
  }

  /// The footnotes, where a figure has them.
  var notes: [String] {
    switch self {
    case .table(let table): table.footnotes
    case .chart(let chart): chart.footnotes
    case .heatmap(let heatmap): heatmap.footnotes
    case .tokenGrid(let grid): [grid.origin] + grid.footnotes
    case .note, .tree, .bars, .segments, .alignment: []
    }
  }

  private static func join(_ title: String, _ unit: String) -> String {
    unit.isEmpty ? title : "\(title), \(unit)"
  }
}
