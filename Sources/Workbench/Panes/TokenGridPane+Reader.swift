import Basics
import Figures
import Screen

/// What a reader answers without some tokens: a table, and a curve over how many a rule keeps.
enum TokenGridReader {
  static func draw(_ report: MapReport, _ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    guard report.album.reader != nil else {
      let text = "Only the micro model has a reader that answers questions: f takes it, with the word micro."
      return PaneNote.draw(text, state, into: &frame, area)
    }
    let (head, body) = area.split(top: 1)
    drawHead(state, into: &frame, head)
    guard let found = state.map.trialFound else {
      return PaneNote.draw("asking the reader …", state, into: &frame, body)
    }
    switch found.result {
    case .failure(let trouble): PaneNote.draw("\(trouble)", state, into: &frame, body, role: "warning")
    case .success(let trial): draw(trial, state, into: &frame, body)
    }
  }

  /// What is done, by which rule, and how far it has come.
  private static func drawHead(_ state: State, into frame: inout Screen.Frame, _ row: Rect) {
    let theme = state.theme
    var x = row.column
    for (key, value) in [("b", state.map.trial.title), ("a", "curve: \(state.map.rules[0].title)")] {
      x = frame.put(key + " ", column: x, row: row.row, style: theme.style("key"), within: row)
      x = frame.put(value, column: x, row: row.row, style: theme.style("text"), within: row) + 2
    }
    if let share = state.jobs[.mapTrial] {
      frame.put(
        "asking \(Int(share * 100)) %", column: x, row: row.row, style: theme.style("text.dim"), within: row)
    }
  }

  private static func draw(
    _ trial: TrialReport, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    var table = trial.table
    if area.height < 24 { table.footnotes = Array(table.footnotes.prefix(1)) }
    let isWide = area.width >= 150
    let height = FigurePainter.height(of: .table(table), width: isWide ? area.width / 2 : area.width).total
    let (first, second) =
      isWide ? area.split(left: area.width / 2) : area.split(top: min(height, max(6, area.height / 2)))
    FigurePainter.draw(
      .table(table), into: &frame, first, theme: state.theme, .filling(first, state, showsTitle: true))
    if !trial.curves.isEmpty, second.height > 4 {
      FigurePainter.draw(
        .chart(trial.budget), into: &frame, second, theme: state.theme,
        .filling(second, state, showsTitle: true))
    }
  }
}
