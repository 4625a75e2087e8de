import Figures
import Screen
import Tokens

/// Two vocabularies and configurations side by side: sums, then the entries that differ.
enum VocabulariesPane: Pane {
  static func title(_ state: State) -> String {
    guard let other = state.diff.others.first else { return "Vocabularies" }
    return "Vocabularies · A \(state.tokenizer.tokenizer.card.name), B \(other.tokenizer.card.name)"
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    guard let found = state.vocabularies.found else {
      let hint = state.diff.others.isEmpty ? "there is no other tokenizer to compare with" : "comparing …"
      frame.put(hint, column: area.column, row: area.row, style: state.theme.style("text.dim"), within: area)
      return
    }
    let options = FigurePainter.Options(isASCII: state.isASCII)
    let (head, rest) = area.split(top: min(area.height / 2, found.report.summary.rows.count + 2))
    let (left, right) = head.split(left: area.width >= 130 ? 70 : area.width)
    FigurePainter.draw(.table(found.report.summary), into: &frame, left, theme: state.theme, options)
    if !right.isEmpty {
      FigurePainter.draw(.table(found.report.configuration), into: &frame, right, theme: state.theme, options)
    }
    drawEntries(found, state, into: &frame, rest)
  }

  /// The rows in sight of a list that may have many more.
  private static func drawEntries(
    _ found: VocabulariesFound, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    let kind = state.vocabularies.kind.map(VocabularyDiffReport.title) ?? "all that differ"
    let query = state.vocabularies.query.isEmpty ? "" : ", with “\(state.vocabularies.query)”"
    let title = "Entries: \(kind)\(query) (\(StatusLine.grouped(found.indexes.count)))"
    let rows = max(1, area.height - 2)
    let top = max(0, min(state.vocabularies.selected, found.indexes.count - rows))
    let table = found.report.table(Array(found.indexes.dropFirst(top).prefix(rows)), title: title)
    FigurePainter.draw(
      .table(table), into: &frame, area, theme: state.theme,
      .init(selected: state.vocabularies.selected - top, isASCII: state.isASCII))
  }
}
