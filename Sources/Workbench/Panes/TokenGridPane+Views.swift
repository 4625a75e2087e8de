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
      frame.put(
        line, column: rest.column, row: rest.row + index, style: state.theme.style("note"), within: rest)
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

/// All pictures of the album side by side, with how many of their tokens are in each state.
enum TokenGridAlbum {
  static func draw(_ report: MapReport, _ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    painter(report, state, area).draw(into: &frame, area, theme: state.theme)
  }

  /// The sheet, scrolled so that the chosen picture is in sight.
  static func painter(_ report: MapReport, _ state: State, _ area: Rect) -> TokenGridSheetPainter {
    let grids = report.sheet(state.map.score)
    let size = Size(columns: area.width, rows: area.height)
    let place = TokenGridSheet.Place(grid: report.index, cell: report.cell)
    var options = FigurePainter.Options.filling(area, state)
    options.scroll = TokenGridSheetPainter(grids, size: size, selected: place, options).scroll(
      showing: report.index)
    return TokenGridSheetPainter(grids, size: size, selected: place, options)
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
    let size = Size(columns: top.width, rows: top.height)
    let grids = zip(["a", "b"], compared.grids).map { key, grid in
      var grid = grid
      grid.title = "\(key) \(grid.title)"
      return grid
    }
    TokenGridSheetPainter(
      grids, size: size, selected: TokenGridSheet.Place(grid: 0, cell: report.cell), .filling(top, state)
    ).draw(into: &frame, top, theme: state.theme)
    FigurePainter.draw(table, into: &frame, bottom, theme: state.theme, .filling(bottom, state))
  }
}
