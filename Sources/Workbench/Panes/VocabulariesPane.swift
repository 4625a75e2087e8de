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
    if state.vocabularies.showsConfiguration {
      return FigurePainter.draw(
        .table(found.report.configuration), into: &frame, area, theme: state.theme, options)
    }
    let summary = summary(found.report, isShort: area.height < 18)
    let height = FigurePainter.height(of: summary, width: area.width, options).total
    let (head, rest) = area.split(top: min(area.height / 2, height + 1))
    FigurePainter.draw(summary, into: &frame, head, theme: state.theme, options)
    drawEntries(found, state, into: &frame, rest)
  }

  /// How many entries of each kind: a table, or a few lines where rows are dear.
  private static func summary(_ report: VocabularyDiffReport, isShort: Bool) -> Figure {
    if !isShort { return .table(report.summary) }
    let counts = VocabularyComparison.Kind.allCases.map { kind in
      "\(VocabularyDiffReport.title(kind)) \(StatusLine.grouped(report.comparison.counts[kind] ?? 0))"
    }
    return .note(Note(lines: [counts.joined(separator: " · ")]))
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
