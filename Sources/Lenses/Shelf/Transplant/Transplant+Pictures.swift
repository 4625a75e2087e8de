import Basics
import Figures
import Tensors

/// The curve, the new rows, and what was measured on what.
extension TransplantStudy {
  func curve(_ held: HeldOut) -> Chart {
    func line(_ name: String, _ style: Chart.Series.Style, _ value: (HeldOut.Place) -> Double) -> Chart.Series
    {
      Chart.Series(name: name, points: held.curve.map { .init(Double($0.k), value($0)) }, style: style)
    }
    var series = [
      line("|r|/|y| of the donor's row", .line, \.residual), line("cosine to the true row", .line, \.cosine),
    ]
    var guides = [settings.baseline]
    if settings.baseline != .leastSquares { guides.append(.leastSquares) }
    for method in guides {
      guard let cosine = held.score(method)?.meanCosine else { continue }
      series.append(line("cosine by \(method.rawValue)", .guide) { _ in cosine })
    }
    return Chart(
      title: "Curve: what more shared tokens give, held-out means",
      x: .init("k (tokens)", isLogarithmic: true),
      y: .init("0 to 1"), series: series,
      footnotes: [
        "A smaller rest is not a better row: at \(sides.donor.rows.width) tokens, the donor's dimensions, the rest is 0 whatever the row is worth."
      ])
  }

  /// The most numbers of the new matrix that are drawn.
  private static let cellLimit = 100_000

  /// The rows that were rebuilt, as many as can be drawn.
  var rowHeatmap: Heatmap? {
    let width = sides.base.rows.width
    guard !rebuilt.isEmpty, width > 0, newRows.size(0) == rebuilt.count else { return nil }
    let count = min(rebuilt.count, Self.cellLimit / width)
    return Heatmap(
      title: "New rows: rebuilt tokens in the base's space", rowTitle: "tokens", columnTitle: "dimension",
      rowLabels: rebuilt.prefix(count).map { ground.donor.shown($0.id) },
      columnLabels: (0..<width).map { .integer($0) }, values: newRows.sliced(0, 0..<count).values, unit: "",
      decimals: 3,
      footnotes: count < rebuilt.count ? ["The first \(count) of \(rebuilt.count)."] : [])
  }

  var label: [String] {
    let (base, donor) = (sides.base, sides.donor)
    var lines = [
      "\(base.tokenizer.card.name) with \(base.matrixName) takes the vocabulary of \(donor.tokenizer.card.name) with \(donor.matrixName)."
    ]
    if sides.isMicro {
      lines.append(
        "Micro: both BPE were learned here, on the first third of \(isSample ? "the samples" : "your text") and on the rest."
      )
    }
    lines += sides.notes
    for side in [base, donor] where side.rows.count != side.tokenizer.vocabulary.idLimit {
      lines.append(
        "\(side.tokenizer.card.name) has \(side.tokenizer.vocabulary.idLimit) ids and its matrix \(side.rows.count) rows."
      )
    }
    if rebuilt.count < plan.count("rebuilt"), !rebuilt.isEmpty {
      lines.append(
        "Of \(plan.count("rebuilt")) tokens to rebuild \(rebuilt.count) were, evenly spread: turn rows for more."
      )
    }
    if settings.choice == .cosine {
      lines.append(
        "Shared tokens are chosen by cosine, as in textbooks; the tool's own choice is the raw product.")
    }
    if settings.filters {
      lines.append(
        "Left out as never trained: \(ground.filtered.base) ids of the base, \(ground.filtered.donor) of the donor."
      )
    }
    if ground.left > 0 { lines.append("\(ground.left) shared tokens are left out for want of room.") }
    if settings.usesHead {
      lines.append("This is the output head; the input has its own matrices and picks.")
    }
    lines.append("Rows are compared with rows; no model was run, and the paper's scores are not claimed.")
    return lines
  }
}
