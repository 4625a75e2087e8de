import Basics
import Figures
import Lab
import Patches
import Tensors

/// The figures of stages.
extension VisionDropStudy {
  /// What is known so far.
  var plate: Plate {
    let grids = pages.map { Figure.tokenGrid($0.grid(picture.grid, picture.pixels)) }
    let layer = whole.layers[knobs.integer("pair")]
    let scores = Self.scores(layer)
    let pair = [AttentionScore.lastText, .visualMean].map { way in
      Figure.tokenGrid(
        ScorePage(score: way, scores: scores[way] ?? [], kept: stages.dominant).grid(
          picture.grid, picture.pixels,
          "layer \(knobs.integer("pair")) of the reader, all \(tokens.size(0)) tokens"))
    }
    var figures = grids + pair + [.chart(budget), .table(misalignment(scores)), .chart(closeness)]
    if !rows.isEmpty { figures.insert(.table(accuracies), at: grids.count) }
    return Plate(figures: figures, label: label)
  }

  private var budget: Chart {
    let less = stages.budget(first: pages[0].report.remaining, inReader: true)
    func series(_ name: String, _ budget: TokenBudget, _ style: Chart.Series.Style) -> Chart.Series {
      Chart.Series(
        name: name, points: budget.tokens.enumerated().map { Chart.Point(Double($0), Double($1)) },
        style: style)
    }
    return Chart(
      title: "Budget: how many visual tokens each layer of the reader works on", x: .init("layer"),
      y: .init("visual tokens"),
      series: [
        series("after the stages", less, .line),
        series("all", TokenBudget(layers: MicroReader.layers, first: tokens.size(0), changes: [:]), .guide),
      ],
      footnotes: [
        "\(Decimals.text(less.average, 2)) tokens a layer on average, of \(tokens.size(0)). Asked “\(knobs.text("question")) ?”, the reader says “\(answers.all)” with all tokens and “\(answers.less)” after the stages."
      ])
  }

  private func misalignment(_ scores: [AttentionScore: [Float]]) -> Table {
    let ways: [AttentionScore] = [.lastText, .visualMean, .correctedMean]
    func row(_ name: String, _ value: (AttentionScore) -> Double?, asShare: Bool = false) -> [Value] {
      [.text(name)]
        + ways.map { way in
          guard let number = value(way), number.isFinite else { return .none }
          return asShare ? .share(number) : .number(number, decimals: 3)
        }
    }
    let names = ["top left", "top right", "bottom left", "bottom right"]
    var rows = [row("drift, this picture") { scores[$0].map(Misalignment.drift) }]
    if drifts.scenes > 0 { rows.append(row("drift, mean of \(drifts.scenes) scenes", drifts.drift)) }
    let here = scores.mapValues {
      Misalignment.quarters(Selection.top.chosen(stages.dominant, by: $0), of: picture.grid)
    }
    for (index, name) in names.enumerated() {
      rows.append(row("kept in the \(name), this picture", { here[$0]?[index] }, asShare: true))
      if drifts.scenes > 0 {
        rows.append(row("kept in the \(name), mean", { drifts.quarters($0)?[index] }, asShare: true))
      }
    }
    return Table(
      title: "Misaligned: what the question looks at beside what the picture holds",
      columns: [
        .init("measure", key: "measure"), .init("last word", key: "text", isNumeric: true),
        .init("visual mean", key: "visual", isNumeric: true),
        .init("corrected mean", key: "corrected", isNumeric: true),
      ],
      rows: rows,
      footnotes: [
        "Drift: the rank correlation of scores with the order of tokens, −1…1; above 0 later tokens score higher. Quarters: where the \(stages.dominant) of highest score lie. Both are ours, as the paper's own statistics were not at hand.",
        "The visual mean is biased by the causal mask: a token is seen only by itself and those behind, and the mean is over all, so late tokens score low for that alone. The method does not correct it; the corrected mean (ours) weighs each row by how many places it sees and divides by the rows that see the token.",
      ])
  }

  private var closeness: Chart {
    func points(_ values: [Double]) -> [Chart.Point] {
      values.enumerated().map { Chart.Point(Double($0), $1) }
    }
    var series = [Chart.Series(name: "this picture", points: points(Self.closeness(whole)))]
    if drifts.scenes > 0 {
      series.append(
        Chart.Series(name: "mean of \(drifts.scenes) scenes", points: points(drifts.meanCloseness)))
    }
    return Chart(
      title: "Closeness: how alike states of words and of visual tokens are", x: .init("layer"),
      y: .init("mean cosine"), series: series,
      footnotes: [
        "Before each layer of the reader and behind the last. What the paper calls semantic misalignment; the statistic is ours."
      ])
  }

  private var accuracies: Table {
    let ways = VisionDropWay.allCases
    let all = allTokens.map { score -> [Value] in
      [
        .text("all tokens"),
        .text(Array(repeating: "\(tokens.size(0))", count: MicroReader.layers).joined(separator: " ")),
        .number(Double(tokens.size(0)), decimals: 1), .share(score.accuracy),
      ] + ways.dropFirst().map { _ in .none }
    }
    let rows = rows.map { row -> [Value] in
      [
        .text(row.name), .text(row.budget.tokens.map(String.init).joined(separator: " ")),
        .number(row.budget.average, decimals: 1),
      ] + ways.map { way in row.scores[way].map { .share($0.accuracy) } ?? .none }
    }
    let error = allTokens.map { Decimals.text(100 * 0.5 / Double(max(1, $0.asked)).squareRoot(), 1) } ?? "?"
    return Table(
      title: "Answers: how many questions the reader still answers",
      columns: [
        .init("stages", key: "stages"), .init("tokens by layer", key: "tokens"),
        .init("mean", key: "mean", isNumeric: true),
      ] + ways.map { .init($0.title, key: $0.rawValue, isNumeric: true) },
      rows: (all.map { [$0] } ?? []) + rows,
      footnotes: [
        "\(allTokens?.asked ?? 0) fresh scenes with a question each, seed \(knobs.text("seed")); a share is uncertain by at most ±\(error) % (one standard error). Whatever comes out is shown.",
        "As set: D kept and C that take up the rest. Without merging, random, uniform: D + C tokens kept and the others dropped. By last word and corrected: the score of stages L alone.",
        "The reader was trained with all tokens in their places and none merged.",
      ])
  }
}

/// Scores of all tokens on the grid, those that would stay lit.
struct ScorePage: Sendable {
  var score: AttentionScore
  var scores: [Float]
  /// How many stay.
  var kept: Int

  func grid(_ grid: PatchGrid, _ pixels: Pixels?, _ place: String) -> TokenGrid {
    let chosen = Set(Selection.top.chosen(kept, by: scores))
    return TokenGrid(
      title: "\(score == .lastText ? "Text-guided" : "Visual-only"): \(score.title)", rows: grid.rows,
      columns: grid.columns, pixels: pixels, values: scores, unit: "score", decimals: 4,
      marks: chosen.reduce(into: [:]) { $0[$1] = "+" }, gone: Set(0..<grid.count).subtracting(chosen),
      ground: .values, origin: grid.origin,
      footnotes: [
        "In \(place); the \(chosen.count) of highest score (+) would stay. Drift \(Decimals.text(Misalignment.drift(scores), 2))."
      ])
  }
}
