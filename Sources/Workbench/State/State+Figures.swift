import Figures
import Screen
import Tokens

/// What panes show, as figures that can be written to a file.
extension State {
  /// Writes what the focused pane shows to a file, or asks for its name.
  mutating func exportFigures(to path: String, replacing: Bool) -> [Effect] {
    let figures = figures(of: focus)
    if figures.isEmpty { return say("\(focus.title) has nothing to write yet", warning: true) }
    if path.isEmpty {
      overlays.append(.prompt(Prompt(.export, text: "\(exportName).md")))
      return []
    }
    return [.export(ExportRequest(figures: figures, path: path, mayReplace: replacing))]
  }

  /// Shows what the focused pane shows in real pixels, where the terminal has them.
  mutating func previewFigures() -> [Effect] {
    let figures = figures(of: focus)
    return figures.isEmpty
      ? say("\(focus.title) has nothing to show yet", warning: true) : [.preview(figures)]
  }

  private var exportName: String { focus == .lens ? lenses.shown?.request.lens ?? "lens" : "\(focus)" }

  /// The figures of a pane; of lists that may be very long, the part that is known to the pane.
  func figures(of pane: PaneKind) -> [Figure] {
    switch pane {
    case .text: tokenFigures
    case .inspector: inspected?.figures ?? []
    case .measures:
      measures.map {
        MeasuresReport($0, tokenizer.tokenizer.vocabulary, selection: selectionCount).figures
      } ?? []
    case .pipeline:
      explained.map { PipelineReport($0.explanation, of: $0.text, tokenizer.tokenizer).figures } ?? []
    case .why: explained?.explanation.piece.map { WhyReport($0, tokenizer.tokenizer).summary } ?? []
    case .check: checked?.figures ?? []
    case .training:
      training.map { [.table(TrainingReport($0.steps, shown: $0.shown).rules(limit: .max))] } ?? []
    case .diff: diffFigures
    case .vocabularies: vocabularies.found.map(Self.figures) ?? []
    case .corpus: corpus.figures
    case .measuring: measuring?.figures ?? []
    case .lens: lenses.shown?.figures ?? []
    case .tensors: tensors.figures
    case .similarity: similarity.figures
    case .neighbours: neighbours.figures
    case .projection: projection.figures
    case .graph: graph.figures
    case .tokenGrid: map.figures
    case .lab: lab.found?.chart.map { [.chart($0)] } ?? []
    case .vocabulary, .log, .lenses: []
    }
  }

  /// The tokens of what is on the screen.
  private var tokenFigures: [Figure] {
    guard let segmentation else { return [] }
    let segments = segmentation.tokens.map { Segments.Segment(id: $0.id, range: $0.bytes) }
    let title =
      "\(tokenizer.tokenizer.card.name), bytes \(segmentation.range.lowerBound)–\(segmentation.range.upperBound)"
    return [.segments(Segments(title: title, text: document.text[segmentation.range], segments: segments))]
  }

  private var diffFigures: [Figure] {
    guard let around = diff.around else { return [] }
    let report = DiffReport(comparedTokenizers.map(\.tokenizer.card.name))
    let totals =
      diff.before == nil
      ? diff.all.map { report.totals($0.totals, isPartial: !$0.isComplete, isExact: $0.isExact) } : nil
    let reason = around.reason.map {
      Figure.note(Note(title: "At byte \(around.request.caret)", lines: [$0]))
    }
    return (totals.map { [.table($0)] } ?? []) + (reason.map { [$0] } ?? []) + [.alignment(around.alignment)]
  }

  private static func figures(_ found: VocabulariesFound) -> [Figure] {
    [
      .table(found.report.summary), .table(found.report.configuration),
      .table(found.report.table(found.indexes, title: "Entries (\(found.indexes.count))")),
    ]
  }
}
