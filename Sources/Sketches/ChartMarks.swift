import Basics
import Figures

extension Chart.Series {
  /// Whether signs stand at its points.
  package var hasSigns: Bool { style == .line || style == .points }
}

/// The signs that tell series apart without colour.
package enum ChartMarks {
  private static let signs = ["●", "■", "▲", "◆", "○", "□", "△", "◇"]
  private static let plainSigns = ["o", "x", "+", "*", "#", "@", "%", "&"]

  /// The sign of a series' points.
  package static func sign(_ series: Int, isASCII: Bool) -> String {
    (isASCII ? plainSigns : signs)[series % signs.count]
  }

  /// The sign of points that are only the ground for others.
  package static func faint(isASCII: Bool) -> String { isASCII ? "." : "·" }

  /// The sign of the chosen point.
  package static func chosen(isASCII: Bool) -> String { isASCII ? "O" : "◉" }

  /// What stands before a name in the legend, three columns wide.
  static func legend(_ series: Chart.Series, _ index: Int, isASCII: Bool) -> String {
    let sign = sign(index, isASCII: isASCII)
    switch series.style {
    case .line: return isASCII ? ".\(sign)." : "─\(sign)─"
    case .points: return " \(sign) "
    case .faint: return isASCII ? " . " : " · "
    case .guide: return isASCII ? "- -" : "╌╌╌"
    case .links: return isASCII ? "---" : "───"
    }
  }

  /// The names of the series with their signs, in as many rows as they need, at most `limit`.
  static func legendRows(_ chart: Chart, width: Int, limit: Int, isASCII: Bool) -> [SketchRow] {
    guard chart.series.contains(where: { !$0.name.isEmpty }) else { return [] }
    var rows: [SketchRow] = [[]]
    var column = 0
    for (index, series) in chart.series.enumerated() {
      let room = max(1, min(width - 4, max(12, width / 2)))
      let name = Fit.items(of: Array(series.name.utf8), to: room, Legible.Options(isASCII: isASCII))
      let columns = 4 + name.reduce(0) { $0 + $1.columns }
      if column > 0 && column + columns > width {
        if rows.count == limit {
          return dropLast(rows, column, chart.series.count - index, width, isASCII)
        }
        rows.append([])
        column = 0
      }
      let ink: Ink = series.hasSigns ? .series(index) : .guide
      let sign = legend(series, index, isASCII: isASCII)
      rows[rows.count - 1] += [
        SketchRun(column: column, own: sign, ink: ink),
        SketchRun(column: column + 4, items: name, ink: .text),
      ]
      column += columns + 2
    }
    return rows
  }

  /// Says how many names had no room, at the end of the last row if it can.
  private static func dropLast(
    _ rows: [SketchRow], _ column: Int, _ count: Int, _ width: Int, _ isASCII: Bool
  ) -> [SketchRow] {
    var rows = rows
    let text = "+\(count) more"
    while let last = rows[rows.count - 1].last, last.endColumn + 2 + text.utf8.count > width {
      rows[rows.count - 1].removeLast()
    }
    let start = rows[rows.count - 1].last.map { $0.endColumn + 2 } ?? 0
    rows[rows.count - 1].append(
      SketchRun(column: start, text, to: width - start, ink: .dim, isASCII: isASCII))
    return rows
  }
}
