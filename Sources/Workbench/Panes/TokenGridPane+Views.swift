import Basics
import Figures
import Screen
import Sketches

/// The views of visual tokens that are one figure: words, likenesses, lengths, the way of a token, what comes back.
enum TokenGridFigures {
  static func draw(
    _ tab: MapTab, _ report: MapReport, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    guard let figure = state.map.figure(tab, report) else {
      return PaneNote.draw(missing(tab, report, state), state, into: &frame, area)
    }
    var options = FigurePainter.Options.filling(area, state, showsTitle: true)
    let size = Size(columns: area.width, rows: area.height)
    switch tab {
    case .words:
      options.selected = report.cell
      options.scroll = FigurePainter.scroll(figure, size: size, options)
    case .alike: options.viewport = viewport(figure, report, state)
    default:
      options.scroll = state.map.scroll
      options.scroll = FigurePainter.scroll(figure, size: size, options)
    }
    let used = min(area.height, FigurePainter.height(of: figure, width: area.width, options).total)
    FigurePainter.draw(figure, into: &frame, area, theme: state.theme, options)
    let rest = area.split(top: used + 1).rest
    let lines = figure.footnotes.flatMap { Fit.wrap($0, to: max(1, rest.width)) }
    // Tables draw their notes themselves.
    if case .table = figure { return }
    for (index, line) in lines.enumerated() where index < rest.height {
      frame.put(line, column: rest.column, row: rest.row + index, style: state.theme.style("note"), within: rest)
    }
  }

  private static func missing(_ tab: MapTab, _ report: MapReport, _ state: State) -> String {
    if tab == .repeats {
      return report.album.words == nil
        ? report.wordless : "Words that come back are looked for in all pictures …"
    }
    if case .failure(let trouble)? = state.map.closer?.result { return "\(trouble)" }
    return "reckoning …"
  }

  /// The whole matrix, with a cross at the chosen token.
  private static func viewport(_ figure: Figure, _ report: MapReport, _ state: State) -> HeatmapViewport? {
    guard case .heatmap(let heatmap) = figure else { return nil }
    let place = report.byGroup.firstIndex(of: report.cell) ?? 0
    return HeatmapViewport(
      cross: HeatmapViewport.Cross(row: place, column: place), levels: try? HeatmapLevels(heatmap))
  }
}

extension Figure {
  /// Definitions, units and sources.
  var footnotes: [String] {
    switch self {
    case .table(let table): table.footnotes
    case .chart(let chart): chart.footnotes
    case .heatmap(let heatmap): heatmap.footnotes
    case .tokenGrid(let grid): [grid.origin].filter { !$0.isEmpty } + grid.footnotes
    default: []
    }
  }
}

/// All pictures of the album, as many as there is room for about the chosen one, and how many of their tokens are in each state.
enum TokenGridAlbum {
  /// Where each picture stands; the first is `first`.
  struct Sheet {
    var first: Int
    var places: [Rect]
  }

  /// Columns and rows of a picture, and two rows of words above it.
  static func sheet(_ area: Rect, _ report: MapReport) -> Sheet {
    let count = report.album.pictures.count
    let grid = report.picture.grid
    let width = max(16, min(max(16, 2 * grid.columns), area.width / max(1, min(count, area.width / 26))))
    let height = max(4, min(area.height, width * grid.rows / max(1, 2 * grid.columns) + 2))
    let (across, down) = (max(1, area.width / (width + 1)), max(1, area.height / height))
    let seen = across * down
    let first = max(0, min(report.index / across * across - seen / 2 / across * across, count - seen + across - 1))
      / across * across
    let places = (0..<min(seen, count - first)).map { place in
      Rect(
        column: area.column + place % across * (width + 1), row: area.row + place / across * height,
        width: width, height: height)
    }
    return Sheet(first: first, places: places)
  }

  static func draw(_ report: MapReport, _ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let sheet = sheet(area, report)
    for (place, rect) in sheet.places.enumerated() {
      let index = sheet.first + place
      let other = report.report(of: index)
      let isChosen = index == report.index
      let (head, body) = rect.split(top: 2)
      let mark = FigurePainter.signs(isASCII: state.isASCII).chosen
      frame.put(
        Fit.shorten((isChosen ? mark + " " : "") + other.picture.name, to: head.width, ascii: state.isASCII),
        column: head.column, row: head.row, style: state.theme.style(isChosen ? "list.selected" : "title"),
        within: head)
      frame.put(
        Fit.shorten(counts(other), to: head.width, ascii: state.isASCII), column: head.column,
        row: head.row + 1, style: state.theme.style("text.dim"), within: head)
      TokenGridBody.draw(other.grid(state.map.score), state, into: &frame, body)
    }
  }

  private static func counts(_ report: MapReport) -> String {
    guard let groups = report.groups else { return "\(report.picture.grid.count) tokens" }
    return MapState.allCases.filter { groups.counts[$0.rawValue] > 0 }
      .map { "\(groups.counts[$0.rawValue]) \($0.title)" }.joined(separator: ", ")
  }
}

/// The patches of a grid without the words above them.
enum TokenGridBody {
  static func draw(
    _ grid: TokenGrid, _ state: State, into frame: inout Screen.Frame, _ area: Rect, selected: Int? = nil
  ) {
    guard area.height > 0 else { return }
    let bare = TokenGridMap.bare(grid)
    var options = FigurePainter.Options.filling(area, state, selected: selected)
    let head = FigurePainter.height(of: .tokenGrid(bare), width: area.width, options).head
    // The head is drawn above the area, outside of what may be touched.
    options.height = area.height + head
    let place = Rect(column: area.column, row: area.row - head, width: area.width, height: area.height + head)
    var part = frame
    FigurePainter.draw(.tokenGrid(bare), into: &part, place, theme: state.theme, options)
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn {
        frame[column: column, row: row] = part[column: column, row: row]
      }
    }
  }
}

/// Two rules on one picture, and what both keep.
enum TokenGridRules {
  static func draw(_ report: MapReport, _ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let compared: (grids: [TokenGrid], shared: Table)
    do throws(Trouble) { compared = try report.comparison(state.map.rules) } catch {
      return PaneNote.draw("\(error) a and b take other rules.", state, into: &frame, area, role: "warning")
    }
    let table = Figure.table(compared.shared)
    let height = min(max(0, area.height - 5), FigurePainter.height(of: table, width: area.width).total)
    let (top, bottom) = area.split(top: area.height - height)
    let half = max(1, (top.width - 2) / 2)
    for (place, grid) in compared.grids.enumerated() {
      let side = Rect(column: top.column + place * (half + 2), row: top.row, width: half, height: top.height)
      let (head, body) = side.split(top: 1)
      let x = frame.put(
        place == 0 ? "a " : "b ", column: head.column, row: head.row, style: state.theme.style("key"), within: head)
      frame.put(
        Fit.shorten(grid.title, to: head.endColumn - x, ascii: state.isASCII), column: x, row: head.row,
        style: state.theme.style("title"), within: head)
      TokenGridBody.draw(grid, state, into: &frame, body, selected: report.cell)
    }
    FigurePainter.draw(table, into: &frame, bottom, theme: state.theme, .filling(bottom, state))
  }
}
