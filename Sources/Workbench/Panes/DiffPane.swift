import Basics
import Figures
import Screen
import Tokens

/// The text cut by several tokenizers, or two texts by one, with what differs marked.
enum DiffPane: Pane {
  static func title(_ state: State) -> String {
    if state.diff.before != nil { return "Diff · an earlier text and this one" }
    guard let all = state.diff.all, !state.diff.others.isEmpty else { return "Diff" }
    if all.totals.areSame { return all.isComplete ? "Diff · no difference" : "Diff · no difference so far" }
    let places = all.totals.places
    let index = places.partition { $0 > state.view.selection.caret }
    let here = isAtDifference(state) && index > 0 ? "\(StatusLine.grouped(index)) of " : ""
    let isExact = all.isExact && state.diff.around?.isExact ?? true
    let more = (all.isComplete ? "" : " so far") + (isExact ? "" : " · about: no promised cuts here")
    return "Diff · \(here)\(StatusLine.grouped(all.totals.differenceCount)) differences\(more)"
  }

  private static func isAtDifference(_ state: State) -> Bool {
    guard let around = state.diff.around, let region = around.region else { return false }
    return !around.alignment.regions[region].isShared
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    guard let around = state.diff.around else { return drawEmpty(state, into: &frame, area) }
    var rest = area
    if state.diff.before == nil { rest = drawTotals(state, into: &frame, area) }
    let note = Figure.note(Note(lines: [reason(around)]))
    let noteHeight = min(rest.height / 3, FigurePainter.height(of: note, width: rest.width).total)
    let (body, foot) = rest.split(top: rest.height - noteHeight)
    FigurePainter.draw(
      note, into: &frame, foot, theme: state.theme, .init(isASCII: state.isASCII, showsTitle: false))
    if state.diff.isSideBySide && area.width / around.alignment.rows.count >= 18 {
      drawColumns(around, state, into: &frame, body)
    } else {
      drawRows(around, state, into: &frame, body)
    }
  }

  private static func drawEmpty(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let isWaiting = state.jobs[.loadOther] != nil || !state.diff.others.isEmpty || state.diff.before != nil
    let text =
      isWaiting
      ? "comparing …"
      : "a: choose a tokenizer to compare with; P: keep this text and compare what you make of it"
    FigurePainter.draw(
      .note(Note(lines: [text])), into: &frame, area, theme: state.theme, .init(isASCII: state.isASCII))
  }

  private static func reason(_ around: Compared) -> String {
    if around.request.before != nil { return around.reason ?? "" }
    guard let region = around.region, !around.alignment.regions[region].isShared else {
      return "Here all cut alike. n goes to the next difference."
    }
    return "Why: \(around.reason ?? "")."
  }

  /// A line a tokenizer, and one of sums. Gives what is left of the area.
  private static func drawTotals(_ state: State, into frame: inout Screen.Frame, _ area: Rect) -> Rect {
    let names = state.comparedTokenizers.map(\.tokenizer.card.name)
    let totals = state.diff.all?.totals
    let width = min(24, max(8, names.map { Legible.columns(of: $0) }.max() ?? 0))
    let theme = state.theme
    for (row, name) in names.enumerated() where row < area.height / 2 {
      let y = area.row + row
      let x = frame.put(
        "\(DiffReport.letter(row)) ", column: area.column, row: y, style: theme.style("title"), within: area)
      frame.put(Fit.shorten(name, to: width), column: x, row: y, style: theme.style("text"), within: area)
      guard let totals, row < totals.tokenCounts.count else { continue }
      frame.put(
        facts(totals, row), column: x + width + 2, row: y, style: theme.style("number"), within: area)
    }
    let used = min(names.count, area.height / 2)
    return area.split(top: used).1
  }

  private static func facts(_ totals: CutTotals, _ row: Int) -> String {
    let tokens = totals.tokenCounts[row]
    var text = "\(StatusLine.grouped(tokens)) tokens"
    if tokens > 0 {
      text += " · \((Double(totals.byteCount) / Double(tokens) * 100).rounded() / 100) bytes/token"
    }
    if row > 0, totals.tokenCounts[0] > 0 {
      let percent = (Double(tokens) / Double(totals.tokenCounts[0]) - 1) * 100
      let sign = percent >= 0.05 ? "+" : percent <= -0.05 ? "−" : "±"
      text += " · \(sign)\((abs(percent) * 10).rounded() / 10) % v A"
    }
    return text + " · \(StatusLine.grouped(totals.otherCuts[row])) own cuts"
  }

  private static func drawRows(
    _ around: Compared, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    var options = FigurePainter.Options(
      selected: around.region, isASCII: state.isASCII, showsTitle: false, showsBoundaries: true)
    let figure = Figure.alignment(around.alignment)
    options.scroll = FigurePainter.scroll(figure, size: Size(columns: area.width, rows: area.height), options)
    FigurePainter.draw(figure, into: &frame, area, theme: state.theme, options)
  }

  /// One column a row, each scrolled to the caret.
  private static func drawColumns(
    _ around: Compared, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    let rows = around.alignment.rows
    let width = area.width / rows.count
    for (index, row) in rows.enumerated() {
      let column = Rect(
        column: area.column + index * width, row: area.row, width: width - 2, height: area.height)
      let place = around.region.map { around.alignment.regions[$0].ranges[index] } ?? 0..<0
      let current = row.segments.firstIndex { $0.range.upperBound > place.lowerBound }
      var options = FigurePainter.Options(
        selected: current, isASCII: state.isASCII, showsBoundaries: true,
        highlighted: place.isEmpty ? nil : place)
      let figure = Figure.segments(Segments(title: row.name, text: row.text, segments: row.segments))
      options.scroll = FigurePainter.scroll(
        figure, size: Size(columns: column.width, rows: column.height), options)
      FigurePainter.draw(figure, into: &frame, column, theme: state.theme, options)
    }
  }
}
