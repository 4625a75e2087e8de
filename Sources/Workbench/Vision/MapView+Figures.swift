import Figures

/// What the pane shows, as figures that can be written to a file.
extension MapView {
  /// Of the view that is shown; none while it is not there.
  package var figures: [Figure] {
    guard let report else { return [] }
    switch tab {
    case .map: return [.tokenGrid(report.grid(score))]
    case .album: return report.grids(score).map { .tokenGrid($0) } + [.table(report.states)]
    case .rules:
      guard let compared = try? report.comparison(rules) else { return [] }
      return compared.grids.map { .tokenGrid($0) } + [.table(compared.shared)]
    case .reader: return (try? trialFound?.result.get())?.figures ?? []
    case .words, .alike, .layers, .path, .repeats: return figure(tab, report).map { [$0] } ?? []
    }
  }

  /// A view that is one figure; nil while what it needs is not there.
  func figure(_ tab: MapTab, _ report: MapReport) -> Figure? {
    switch tab {
    case .words: return .table(report.words)
    case .layers: return .chart(report.lengths)
    case .repeats: return report.repeats.map { .table($0) }
    case .alike:
      guard case .alike(let cosines)? = answer(report) else { return nil }
      return .heatmap(report.alike(cosines))
    case .path:
      guard case .path(let steps)? = answer(report) else { return nil }
      return .table(report.path(steps))
    case .map, .album, .rules, .reader: return nil
    }
  }

  /// The answer about what is shown now.
  private func answer(_ report: MapReport) -> CloserFound.Answer? {
    guard let found = closer, found.request.album.number == report.album.number,
      found.request.picture == report.index
    else { return nil }
    if case .path(let cell) = found.request.question, cell != report.cell { return nil }
    return try? found.result.get()
  }
}
