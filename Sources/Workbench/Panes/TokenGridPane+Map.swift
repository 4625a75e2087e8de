import Basics
import Figures
import Screen

/// The map, and beside or below it what its signs mean and all about the chosen token.
enum TokenGridMap {
  /// The grid and the words about it: beside each other where there is room for both, else one below the other.
  static func areas(_ area: Rect, _ report: MapReport, _ ratio: Double) -> (grid: Rect, side: Rect) {
    if area.width < 56 {
      let (grid, side) = area.split(top: max(3, area.height - 6))
      return (grid, side)
    }
    let side = max(32, min(46, area.width * 2 / 5))
    // Patches are squares; what a grid does not need, words get.
    let shape = report.picture.grid
    let square = Int(Double(area.height) * ratio * Double(shape.columns) / Double(max(1, shape.rows)))
    let (grid, rest) = area.split(left: min(area.width - side - 2, max(44, square)))
    return (grid, rest.split(left: 2).rest)
  }

  static func draw(_ report: MapReport, _ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let (left, side) = areas(area, report, state.cellRatio)
    FigurePainter.draw(
      .tokenGrid(bare(report.grid(state.map.score))), into: &frame, left, theme: state.theme,
      options(state, report, left))
    TokenGridSide(report, state).draw(into: &frame, side)
  }

  /// How the grid is drawn: scrolled to the chosen token.
  static func options(_ state: State, _ report: MapReport, _ area: Rect) -> FigurePainter.Options {
    var options = FigurePainter.Options.filling(area, state, selected: report.cell)
    options.scroll = FigurePainter.scroll(
      .tokenGrid(bare(report.grid(state.map.score))), size: Size(columns: area.width, rows: area.height),
      options)
    return options
  }

  /// A grid without its notes, which stand beside it.
  static func bare(_ grid: TokenGrid) -> TokenGrid {
    var grid = grid
    (grid.origin, grid.footnotes) = ("", [])
    return grid
  }
}

/// What the signs of a map mean, and the chosen token in words.
struct TokenGridSide {
  private let report: MapReport
  private let state: State

  init(_ report: MapReport, _ state: State) {
    self.report = report
    self.state = state
  }

  func draw(into frame: inout Screen.Frame, _ area: Rect) {
    guard !area.isEmpty else { return }
    var rest = area
    let token = tokenLines
    let words = wordCount(rows: area.height)
    let room = max(0, area.height - token.count - words - 1)
    for line in meanings(width: area.width, rows: room) {
      let (row, below) = rest.split(top: 1)
      draw(line, into: &frame, row)
      rest = below
    }
    if area.height > 8 { rest = rest.split(top: 1).rest }
    for line in token {
      let (row, below) = rest.split(top: 1)
      draw(line, into: &frame, row)
      rest = below
    }
    drawWords(into: &frame, rest)
  }

  /// A line with a sign of its own colour before it.
  private struct Line {
    var sign = ""
    /// The number of a series; nil for the colour of what matters less.
    var series: Int?
    var text: String
    var style: String
  }

  private func draw(_ line: Line, into frame: inout Screen.Frame, _ row: Rect) {
    var x = row.column
    if !line.sign.isEmpty {
      x = frame.put(
        line.sign + " ", column: x, row: row.row,
        style: line.series.map { state.theme.inkStyle(hue: $0) } ?? state.theme.style("text.dim"),
        within: row)
    }
    frame.put(
      Fit.shorten(line.text, to: row.endColumn - x, ascii: state.isASCII), column: x, row: row.row,
      style: state.theme.style(line.style), within: row)
  }

  // MARK: - Meaning

  /// The sentence, and of each state its sign and what it means; as many lines as there are rows.
  private func meanings(width: Int, rows: Int) -> [Line] {
    // Where the tokens come from, the model's own label first: a micro model must be seen to be one.
    let label = report.album.label
    let origins = [label] + report.picture.notes.filter { $0 != label }
    let score = state.map.score
    let isKnown = score == .states || report.numbers(score) != nil
    let missing = isKnown ? [] : wrapped(report.missing(score), width, "warning")
    guard let groups = report.groups else {
      let notes = origins.flatMap { wrapped($0, width, "note") }
      return Array((missing + wrapped(report.wordless, width, "warning") + notes).prefix(rows))
    }
    var lines = wrapped(MapState.sentence, width, "text")
    for value in MapState.allCases where groups.counts[value.rawValue] > 0 || value != .unnamed {
      let sign = value.gridState
      lines.append(
        Line(
          sign: state.isASCII ? sign.ascii : sign.sign,
          series: sign.series,
          text: "\(value.title): \(value.meaning)", style: "text.dim"))
    }
    if lines.count < rows { lines += origins.flatMap { wrapped($0, width, "note") } }
    if lines.count < rows { lines += groups.notes.flatMap { wrapped($0, width, "note") } }
    if state.map.score != .states {
      lines = missing + wrapped(state.map.score.definition, width, "note") + lines
    }
    return Array(lines.prefix(rows))
  }

  private func wrapped(_ text: String, _ width: Int, _ style: String) -> [Line] {
    Fit.wrap(text, to: max(1, width)).map { Line(text: $0, style: style) }
  }

  // MARK: - The chosen token

  private var tokenLines: [Line] {
    let cell = report.cell
    let (row, column) = report.picture.place(of: cell)
    let group = report.groups.map { " · \($0.states[cell].title)" } ?? ""
    let tile = report.picture.tile(of: cell).map { " · tile \($0)" } ?? ""
    var facts = "length \(Decimals.text(Double(report.layer.norms[cell]), 2))"
    if let rank = report.rank(cell, .norm) { facts += ", rank \(rank) of \(report.picture.grid.count)" }
    if let attention = report.layer.attention {
      facts += " · attention \(Decimals.text(Double(attention[cell]), 4))"
    }
    return [
      Line(text: "Token \(cell) · row \(row), column \(column)\(tile)\(group)", style: "title"),
      Line(text: facts, style: "text.dim"),
    ]
  }

  private func wordCount(rows: Int) -> Int {
    report.album.nearest(report.index) == nil ? 0 : max(1, min(MapKnobs.wordLimit, rows / 3))
  }

  /// The nearest words, each with its cosine and a bar; those that count for the group stand out.
  private func drawWords(into frame: inout Screen.Frame, _ area: Rect) {
    guard let nearest = report.album.nearest(report.index) else { return }
    let (counted, least) = (report.knobs.integer("nearest"), report.knobs.number("threshold"))
    let words = nearest[report.cell].prefix(area.height)
    let labels = words.map { Legible.string(of: report.album.word($0.id)) }
    let width = min(max(6, labels.map { Legible.columns(of: $0) }.max() ?? 6), max(6, area.width / 2))
    for (index, word) in words.enumerated() {
      let y = area.row + index
      let isCounted = index < counted && Double(word.score) >= least
      let style = state.theme.style(isCounted ? "text" : "text.dim")
      frame.put(
        Fit.pad(labels[index], to: width), column: area.column, row: y, style: style, within: area)
      let x = frame.put(
        " " + Fit.pad(Decimals.text(Double(word.score), 3), to: 6, right: true), column: area.column + width,
        row: y, style: state.theme.style("number"), within: area)
      let bar = Rect(column: x + 1, row: y, width: min(20, area.endColumn - x - 2), height: 1)
      if bar.width > 3 { PaneBar.draw(Double(max(0, word.score)), state, into: &frame, bar) }
    }
  }
}
