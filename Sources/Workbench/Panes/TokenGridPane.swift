import Basics
import Figures
import Screen

/// The picture under its visual tokens, and its other views: which views there are, the knobs, and the view that is chosen.
enum TokenGridPane: Pane {
  static func title(_ state: State) -> String {
    let view = state.map
    var parts = ["Visual tokens"]
    if let album = view.album, let report = view.report {
      let count = album.pictures.count
      parts.append(report.picture.name)
      if count > 1 { parts.append("\(report.index + 1) of \(count)") }
      parts.append(report.layer.name)
    } else if let order = view.order {
      parts.append(order.name)
    }
    if let share = state.jobs[.map] {
      parts.append(share > 0 ? "looking \(Int(share * 100)) %" : "looking …")
    }
    return parts.joined(separator: " · ")
  }

  /// Names of the views, the knobs, and below them the view.
  static func areas(_ area: Rect) -> (tabs: Rect, knobs: Rect, body: Rect) {
    let (tabs, rest) = area.split(top: area.height > 3 ? 1 : 0)
    let (knobs, body) = rest.split(top: rest.height > 8 ? 2 : 0)
    return (tabs, knobs, body)
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let (tabs, knobs, body) = areas(area)
    drawTabs(state, into: &frame, tabs)
    KnobLines.draw(
      state.map.shownKnobs, state.map.knobs, chosen: state.map.knob, isFocused: state.focus == .tokenGrid,
      state,
      into: &frame, knobs)
    var rest = body
    if let trouble = state.map.trouble {
      let lines = Fit.wrap(trouble, to: max(1, rest.width)).prefix(4)
      PaneNote.draw(trouble, state, into: &frame, rest.split(top: lines.count).top, role: "warning")
      rest = rest.split(top: lines.count).rest
    }
    guard let report = state.map.report else {
      if state.map.trouble == nil { PaneNote.draw("looking at pictures …", state, into: &frame, rest) }
      return PaneNote.draw(remedies, state, into: &frame, rest.split(top: 2).rest)
    }
    draw(state.map.tab, report, state, into: &frame, rest)
  }

  private static let remedies =
    "o opens pictures, a folder of them, or a file of vectors; f takes another model (micro, handmade, or a folder)."

  private static func draw(
    _ tab: MapTab, _ report: MapReport, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    switch tab {
    case .map: TokenGridMap.draw(report, state, into: &frame, area)
    case .album: TokenGridAlbum.draw(report, state, into: &frame, area)
    case .rules: TokenGridRules.draw(report, state, into: &frame, area)
    case .reader: TokenGridReader.draw(report, state, into: &frame, area)
    case .words, .alike, .layers, .path, .repeats:
      TokenGridFigures.draw(tab, report, state, into: &frame, area)
    }
  }

  // MARK: - Views

  /// Names of the views with their keys, and what the chosen one is for.
  private static func drawTabs(_ state: State, into frame: inout Screen.Frame, _ row: Rect) {
    let theme = state.theme
    for (tab, columns) in tabPlaces(row) {
      let isChosen = tab == state.map.tab
      let x = frame.put(
        "\(tab.rawValue + 1)", column: columns.lowerBound, row: row.row,
        style: theme.style(isChosen ? "list.selected" : "key"), within: row)
      frame.put(
        " \(tab.title)", column: x, row: row.row,
        style: theme.style(isChosen ? "list.selected" : "text.dim"), within: row)
    }
    let start = (tabPlaces(row).last?.1.upperBound ?? row.column) + 4
    let rest = Rect(column: start, row: row.row, width: row.endColumn - start, height: 1)
    if rest.width > 30 {
      frame.put(
        Fit.shorten(state.map.tab.purpose, to: rest.width, ascii: state.isASCII), column: rest.column,
        row: rest.row, style: theme.style("note"), within: rest)
    }
  }

  /// Where the name of each view stands.
  private static func tabPlaces(_ row: Rect) -> [(MapTab, Range<Int>)] {
    let widths = MapTab.allCases.map { Legible.columns(of: $0.title) + 2 }
    let gap = widths.reduce(0, +) + 2 * widths.count <= row.width ? 2 : 1
    var x = row.column
    return zip(MapTab.allCases, widths).map { tab, width in
      defer { x += width + gap }
      return (tab, x..<x + width)
    }
  }

  /// The view whose name stands at a column.
  static func tab(atColumn column: Int, _ row: Rect) -> MapTab? {
    tabPlaces(row).first { $0.1.contains(column) }?.0
  }
}

extension FigurePainter.Options {
  /// A figure that fills its rows.
  static func filling(_ area: Rect, _ state: State, selected: Int? = nil, showsTitle: Bool = false) -> Self {
    var options = Self(
      selected: selected, isASCII: state.isASCII, showsTitle: showsTitle, height: area.height,
      hasColor: state.colorMode != .none)
    options.cellRatio = state.cellRatio
    options.hasPixels = state.colorMode == .palette || state.colorMode == .direct
    return options
  }
}
