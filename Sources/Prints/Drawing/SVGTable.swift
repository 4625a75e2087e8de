import Basics
import Figures
import Sketches

/// Tables and trees as lines of text in columns, with rules between head and body.
enum SVGTable {
  private static let gap = 2
  private static let cellLimit = 60
  /// Columns behind this many characters are left out, and said to be.
  private static let lineLimit = 400

  static func canvas(_ table: Table) -> SVGCanvas {
    let rows = table.rows.prefix(SVGFigure.rowLimit).map { $0.map { $0.shown(to: cellLimit, ascii: false) } }
    let heads = table.columns.map { Value.text($0.title).shown(to: cellLimit, ascii: false) }
    var canvas = columns(heads, rows, isNumeric: table.columns.map(\.isNumeric))
    canvas.more(table.rows.count - rows.count, "rows")
    return canvas
  }

  static func canvas(_ tree: Tree) -> SVGCanvas {
    let nodes = tree.nodes.prefix(SVGFigure.rowLimit)
    let rows = nodes.map { node in
      let depth = min(40, max(0, node.depth))
      let indent = (0..<depth * 2).map { _ in Legible(.space, 0..<0, " ", columns: 1, scalar: 0x20) }
      return [indent + node.label.shown(to: cellLimit, ascii: false)]
        + node.details.map { $0.shown(to: cellLimit, ascii: false) }
    }
    let heads = [[]] + tree.detailTitles.map { Value.text($0).shown(to: cellLimit, ascii: false) }
    let count = max(heads.count, rows.map(\.count).max() ?? 0)
    var canvas = columns(heads, rows, isNumeric: [false] + Array(repeating: true, count: count - 1))
    canvas.more(tree.nodes.count - nodes.count, "nodes")
    return canvas
  }

  private static func columns(
    _ heads: [[Legible]], _ rows: [[[Legible]]], isNumeric: [Bool]
  ) -> SVGCanvas {
    var canvas = SVGCanvas()
    let (starts, widths) = places(heads, rows, count: isNumeric.count)
    let full = Double((starts.last ?? 0) + (widths.last ?? 0)) * SVGMetrics.advance
    var y = 0.0
    func draw(_ cells: [[Legible]], _ y: Double, isHead: Bool) {
      for (index, cell) in cells.prefix(starts.count).enumerated() {
        let shift = isNumeric[index] ? widths[index] - cell.columns : 0
        let x = Double(starts[index] + max(0, shift)) * SVGMetrics.advance
        canvas.text(
          cell, x: x, y: y + SVGMetrics.baseline, fill: isHead ? SVGColors.soft : SVGColors.ink,
          isBold: isHead)
      }
    }
    if heads.contains(where: { !$0.isEmpty }) {
      draw(heads, y, isHead: true)
      y += SVGMetrics.lineHeight
      canvas.line((0, y), (full, y), stroke: SVGColors.line)
      y += 2
    }
    for row in rows {
      draw(row, y, isHead: false)
      y += SVGMetrics.lineHeight
      canvas.reach(full, y)
    }
    canvas.more(isNumeric.count - starts.count, "columns")
    return canvas
  }

  /// Where the columns begin and how wide they are, as many as a line may hold.
  private static func places(
    _ heads: [[Legible]], _ rows: [[[Legible]]], count: Int
  ) -> (starts: [Int], widths: [Int]) {
    var (starts, widths): ([Int], [Int]) = ([], [])
    var at = 0
    for column in 0..<count {
      let cells = ([heads] + rows).map { column < $0.count ? $0[column].columns : 0 }
      let width = cells.max() ?? 0
      if column > 0 && at + width > lineLimit { break }
      starts.append(at)
      widths.append(width)
      at += width + gap
    }
    return (starts, widths)
  }
}

/// Named lengths as bars, the number behind each.
enum SVGBars {
  private static let track = 360.0

  static func canvas(_ bars: Bars) -> SVGCanvas {
    var canvas = SVGCanvas()
    let shown = bars.bars.prefix(SVGFigure.rowLimit)
    let labels = shown.map { $0.label.shown(to: 40, ascii: false) }
    let left = Double((labels.map(\.columns).max() ?? 0) + 1) * SVGMetrics.advance
    let longest = shown.reduce(0) { $1.value.isFinite ? max($0, $1.value) : $0 }
    for (index, bar) in shown.enumerated() {
      let y = Double(index) * SVGMetrics.lineHeight
      let share = longest > 0 && bar.value.isFinite ? max(0, bar.value / longest) : 0
      canvas.text(labels[index], x: 0, y: y + SVGMetrics.baseline)
      canvas.rect(left, y + 3, max(share * track, 1), SVGMetrics.lineHeight - 6, fill: SVGColors.series[0])
      canvas.text(Shown.amount(bar.value), x: left + share * track + 8, y: y + SVGMetrics.baseline)
      canvas.reach(0, y + SVGMetrics.lineHeight)
    }
    canvas.more(bars.bars.count - shown.count, "bars")
    return canvas
  }
}
