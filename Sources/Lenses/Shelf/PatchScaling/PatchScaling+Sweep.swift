import Basics
import Figures
import Glibc
import Lab
import Patches
import Tensors

/// What the micro model, or the person, measured at each side of the patches.
extension PatchScalingStudy {
  /// Losses in the order in which p falls, as they were measured.
  var losses: [PatchLoss] {
    let own = trained.map { PatchLoss(patch: Double($0.key), loss: $0.value.measure.heldLoss) }
    return (brought.isEmpty ? own : brought).sorted { $0.patch > $1.patch }
  }

  var measured: [Figure] {
    if losses.isEmpty { return [] }
    let figures: [Figure] = [.chart(lossChart), .table(fits)]
    if !brought.isEmpty { return figures }
    return figures + [.table(sweepTable), .chart(accuracyChart), .chart(curves)]
      + (positions.map { [.heatmap($0)] } ?? []) + [.table(order)]
  }

  private var byPatch: [(patch: Int, trained: Trained)] {
    trained.sorted { $0.key > $1.key }.map { ($0.key, $0.value) }
  }

  // MARK: - Losses and fits

  private var laws: (line: LogarithmicLaw?, power: PowerLaw?) {
    (LogarithmicLaw(losses), PowerLaw(losses, side: Double(DigitImages.side)))
  }

  private var lossChart: Chart {
    let all = losses
    let points = all.map {
      Chart.Point($0.patch, $0.loss, label: "p = \(Knob.written($0.patch, step: 0.01))")
    }
    var series = [Chart.Series(name: "measured", points: points)]
    let fit = knobs.text("fit")
    let (low, high) = (all.last?.patch ?? 1, all.first?.patch ?? 1)
    let sides = (0...32).map { low * pow(high / low, Double($0) / 32) }
    if let line = laws.line, fit == "both" || fit == "log2 p" {
      series.append(guide("a + b log2 p", sides) { line.loss(at: $0) })
    }
    if let power = laws.power, fit == "both" || fit == "power of N" {
      series.append(guide("L0 + A N^-k", sides) { power.loss(at: $0) })
    }
    return Chart(
      title: "Loss: \(brought.isEmpty ? "of the micro model" : "as brought") by side of the patches",
      x: .init("p (pixels)", isLogarithmic: true), y: .init(brought.isEmpty ? "nats a picture" : "loss"),
      series: series, footnotes: reading)
  }

  private func guide(_ name: String, _ sides: [Double], _ loss: (Double) -> Double) -> Chart.Series {
    Chart.Series(name: name, points: sides.map { Chart.Point($0, loss($0)) }, style: .guide)
  }

  private var fits: Table {
    let (line, power) = laws
    var rows: [[Value]] = []
    if let line {
      rows.append([
        .text("L = a + b log2 p"),
        .text("a = \(Decimals.text(line.a, 3)), b = \(Decimals.text(line.b, 3))"),
        line.determination.map { .number($0, decimals: 4) } ?? .none, .integer(losses.count), .integer(2),
      ])
    }
    if let power {
      let edge = power.isAtEdge ? " (at the end of what is searched: the form does not fit)" : ""
      rows.append([
        .text("L = L0 + A N^-k"),
        .text(
          "L0 = \(Decimals.text(power.floor, 3)), A = \(Decimals.text(power.factor, 3)), k = \(Decimals.text(power.exponent, 3))"
            + edge),
        power.determination.map { .number($0, decimals: 4) } ?? .none, .integer(losses.count), .integer(3),
      ])
    }
    let missing = line == nil || power == nil
    return Table(
      title: "Fits: two forms through \(losses.count) losses",
      columns: [
        .init("form", key: "form"), .init("numbers", key: "numbers"), .init("R²", key: "r2", isNumeric: true),
        .init("points", key: "points", isNumeric: true), .init("fitted", key: "fitted", isNumeric: true),
      ], rows: rows,
      footnotes: [
        "Both forms are assumptions: the paper's own is not known to us. N = (\(DigitImages.side)/p)²; least squares over all losses as they are, none left out."
      ]
        + (missing
          ? [
            "A form is fitted when there are more points than numbers to fit: from 3 for the first, from 4 for the second."
          ] : []))
  }

  /// What the losses do from one p to the next, in sentences.
  private var reading: [String] {
    let all = losses
    var lines: [String] = []
    for (large, small) in zip(all, all.dropFirst()) where small.loss > large.loss {
      lines.append(
        "It turns round: from p = \(Knob.written(large.patch, step: 0.01)) to \(Knob.written(small.patch, step: 0.01)) the loss rises by "
          + "\(Decimals.text(small.loss - large.loss, 3)).")
    }
    if brought.isEmpty, !lines.isEmpty {
      lines.append(
        "The paper finds no turn down to p = 1, with hundreds of epochs a point; at \(knobs.text("steps")) equal steps small patches are many tokens that each say little, and what they form together has not been learned yet. More steps: knob steps."
      )
    } else if !all.isEmpty, lines.isEmpty {
      lines.append("Every smaller p so far has a smaller loss, as the paper claims.")
    }
    return lines
  }

  // MARK: - The sweep

  private var sweepTable: Table {
    var columns: [Table.Column] = [
      .init("p", key: "p", isNumeric: true), .init("tokens N", key: "tokens", isNumeric: true),
      .init("weights", key: "weights", isNumeric: true),
      .init("of positions", key: "positions", isNumeric: true),
      .init("M multiply-adds a picture", key: "cost", isNumeric: true),
      .init("steps", key: "steps", isNumeric: true),
      .init("loss, nats", key: "loss", isNumeric: true), .init("right", key: "accuracy", isNumeric: true),
    ]
    if knobs.isOn("clock") { columns.append(.init("seconds here", key: "seconds", isNumeric: true)) }
    let rows = byPatch.map { patch, trained -> [Value] in
      let (measure, model) = (trained.measure, trained.measure.model)
      let row: [Value] = [
        .integer(patch), .integer(model.budget.tokens), .integer(model.blueprint.count),
        .integer(model.budget.positionWeights), .number(model.multiplyAdds / 1e6, decimals: 2),
        .integer(measure.steps), .number(measure.heldLoss, decimals: 4), .share(measure.accuracy),
      ]
      return knobs.isOn("clock") ? row + [.number(trained.seconds, decimals: 1)] : row
    }
    return Table(
      title: "Sweep: one recipe at every p", columns: columns, rows: rows,
      footnotes: [recipe] + (onRequest.map { [$0] } ?? []))
  }

  private var recipe: String {
    let data =
      folder.map {
        "\($0.training.labels.count) labelled pictures made \(LabelledFolder.side) × \(LabelledFolder.side), measured on \($0.held.labels.count) others of \($0.classes.count) classes"
      }
      ?? "digits of 5 × 7 at random places of \(DigitImages.side) × \(DigitImages.side) grey pixels in noise, measured on \(Self.heldCount) others"
    return
      "On \(data); AdamW, one cycle with rate 0.002 after three tenths of the steps, gradients clipped to 1, batches of 32 pictures, the same ones in the same order for every p."
  }

  /// What p = 1 would take, where it was not trained.
  private var onRequest: String? {
    guard trained[1] == nil, let finest = byPatch.last, let model = try? model(1) else { return nil }
    let times = model.multiplyAdds / finest.trained.measure.model.multiplyAdds
    let seconds = Int((finest.trained.seconds * times).rounded(.up))
    let here = knobs.isOn("clock") ? ", here about \(seconds) s" : ""
    return
      "p = 1 on request (knob sweep): about \(Knob.written(times, step: 0.1)) times the multiply-adds of p = \(finest.patch)\(here)."
  }

  private var accuracyChart: Chart {
    let points = byPatch.map {
      Chart.Point(Double($0.patch), $0.trained.measure.accuracy * 100, label: "p = \($0.patch)")
    }
    let chance = 100 / Double(byPatch.first?.trained.measure.model.classes ?? 1)
    let ends = [points.first?.x ?? 1, points.last?.x ?? 1]
    return Chart(
      title: "Accuracy: by side of the patches", x: .init("p (pixels)", isLogarithmic: true),
      y: .init("told right (%)"),
      series: [
        .init(name: "measured", points: points),
        .init(name: "guessing", points: ends.map { Chart.Point($0, chance) }, style: .guide),
      ])
  }

  private var curves: Chart {
    let series = byPatch.map { patch, trained in
      let losses = GlotTraining.smoothed(trained.measure.losses)
      let stride = max(1, losses.count / 120)
      return Chart.Series(
        name: "p = \(patch)",
        points: Swift.stride(from: 0, to: losses.count, by: stride).map {
          Chart.Point(Double($0 + 1), Double(losses[$0]))
        })
    }
    return Chart(
      title: "Training: loss of the batches", x: .init("step"), y: .init("nats a picture"), series: series,
      footnotes: [
        "Means of the last 16 steps. Guessing costs \(Decimals.text(log(Double(byPatch.first?.trained.measure.model.classes ?? 1)), 3)) nats."
      ])
  }

  // MARK: - Positions and order

  /// Cosines of the learned positions at the p of the grid, or else at the finest whose map is small.
  private var positions: Heatmap? {
    let small = byPatch.last { $0.trained.measure.model.budget.tokens <= 64 }
    let chosen = byPatch.first { $0.patch == patch && $0.trained.measure.model.budget.tokens <= 256 } ?? small
    guard let chosen else { return nil }
    let (measure, columns) = (chosen.trained.measure, chosen.trained.measure.model.budget.columns)
    let unit = measure.positions.unit()
    let labels = (0..<unit.size(0)).map { place -> Value in
      place == unit.size(0) - 1 ? .text("cls") : .text("\(place / columns),\(place % columns)")
    }
    return Heatmap(
      title: "Positions: how alike the learned ones are, p = \(chosen.patch)", rowTitle: "row,column",
      columnTitle: "row,column", rowLabels: labels, columnLabels: labels,
      values: unit.matmul(unit.transposed()).values, unit: "cosine",
      footnotes: ["They begin at random; what is alike has been learned. The class token stands last."])
  }

  private var order: Table {
    let depth = max(12, knobs.integer("depth"))
    let rows = FlippedLayers.allCases.map { rule -> [Value] in
      func names(_ layers: [Int]) -> String {
        layers.isEmpty ? "none" : layers.map(String.init).joined(separator: " ")
      }
      return [
        .text(rule.rawValue), .text(names(rule.layers(of: depth))),
        .text(names(rule.layers(of: knobs.integer("depth")))),
      ]
    }
    func entering(_ isFlipped: Bool) -> String {
      FlippedLayers.entering(["p0", "p1", "p2", "p3"], last: "cls", mean: "mean", isFlipped: isFlipped)
        .joined(separator: " ")
    }
    return Table(
      title: "Order: layers of the causal backbone that read from the end",
      columns: [
        .init("rule", key: "rule"), .init("flipped of \(depth) layers", key: "deep"),
        .init("of the \(knobs.integer("depth")) here", key: "here"),
      ], rows: rows,
      footnotes: [
        "Enter the mixer: \(entering(false)); in a flipped layer \(entering(true)). The mean is dropped behind it, the order is put back.",
        "The released code flips layers with n / 2 = 1; its comment promises a change every two layers. Attention needs no order.",
      ])
  }
}
