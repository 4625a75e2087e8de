import Basics
import Figures
import Patches
import Tensors

/// What is known of the picture before anything is trained.
extension PatchScalingStudy {
  /// The most tokens that are drawn on the picture; smaller patches of larger pictures are drawn of its upper left.
  private static let gridLimit = 1 << 16

  func pictures(of shown: Shown) -> [Figure] {
    [.tokenGrid(grid(shown)), .table(bill(shown)), .chart(residuals(shown))]
  }

  // MARK: - Tokens

  private func grid(_ shown: Shown) -> TokenGrid {
    let budget = budget(shown, patch)
    let rows = min(budget.rows, max(1, Self.gridLimit / budget.columns))
    let (width, height) = (budget.columns * patch, rows * patch)
    let pixels = shown.pixels.cut(x: 0, y: 0, width: width, height: height)
    let patches = PatchRows.cut(
      Tensor(pixels.bytes.map { Float($0) }, [height, width, 3]), patch: patch)
    let deviations = patches.reshaped([rows * budget.columns, patch * patch, 3]).variance(over: [1])
      .mean(over: [1]).map(.squareRoot)
    let crop = (shown.pixels.width - width, shown.pixels.height - budget.rows * patch)
    let lost = crop == (0, 0) ? "" : "; \(crop.0) columns and \(crop.1) rows at the edge fill no patch"
    let note = shown.note.isEmpty ? "" : ", \(shown.note)"
    return TokenGrid(
      title: "Tokens: \(counted(budget.tokens)) of \(patch) × \(patch) pixels", rows: rows,
      columns: budget.columns, pixels: pixels, values: deviations.values,
      unit: "deviation of pixels within the token (levels of 255)", decimals: 1,
      origin: "\(budget.rows) × \(budget.columns) patches of \(shown.name)\(note)\(lost)",
      footnotes: [
        "Half of p: four times the tokens, \(counted(PatchBudget(height: shown.pixels.height, width: shown.pixels.width, patch: max(1, patch / 2), modelWidth: self.width).tokens)) at p = \(max(1, patch / 2)).",
        budget.keepsAll
          ? "A token of D = \(self.width) numbers can hold all \(budget.patchSize) numbers of a patch."
          : "A patch has \(budget.patchSize) numbers and a token D = \(self.width): some must be lost.",
      ])
  }

  // MARK: - The bill

  private func bill(_ shown: Shown) -> Table {
    let rows = Self.patches.filter { shown.residuals[$0] != nil }.map { patch -> [Value] in
      let budget = budget(shown, patch)
      let all = budget.embeddingWeights + budget.positionWeights
      return [
        .integer(patch), .integer(budget.tokens), .integer(budget.patchSize),
        .integer(budget.embeddingWeights),
        .integer(budget.positionWeights), .share(Double(budget.positionWeights) / Double(all)),
        .number(budget.attentionCost / 1e9, decimals: 3), .number(budget.linearCost / 1e9, decimals: 3),
        shown.residuals[patch].map { .share($0.share(behind: width)) } ?? .none,
      ]
    }
    return Table(
      title: "Bill: \(shown.name), \(shown.pixels.width) × \(shown.pixels.height), D = \(width)",
      columns: [
        .init("p", key: "p", isNumeric: true), .init("tokens N", key: "tokens", isNumeric: true),
        .init("numbers a patch", key: "patch_numbers", isNumeric: true),
        .init("weights to embed", key: "embedding", isNumeric: true),
        .init("weights of positions", key: "positions", isNumeric: true),
        .init("positions, % of both", key: "position_share", isNumeric: true),
        .init("G a layer, attention", key: "attention_cost", isNumeric: true),
        .init("G a layer, linear", key: "linear_cost", isNumeric: true),
        .init("must be lost at D, %", key: "residual", isNumeric: true),
      ], rows: rows,
      footnotes: [
        "G: 10⁹ multiply-adds a layer: 2N²D + 12ND² with attention, its part 12ND² where a mixer goes through the tokens once. N without the class token.",
        "Weights to embed 3p²D + D; of learned positions (N + 1)D. Must be lost: energy of this picture's patches behind its first D components.",
      ])
  }

  // MARK: - What must be lost

  private func residuals(_ shown: Shown) -> Chart {
    let series = Self.patches.compactMap { patch in
      shown.residuals[patch].map { residual in
        Chart.Series(
          name: "p = \(patch)",
          points: Self.widths(upTo: max(1, residual.energies.count)).map {
            Chart.Point(Double($0), residual.share(behind: $0) * 100)
          })
      }
    }
    let sampled = shown.residuals.values.filter { $0.sampledCount < $0.patchCount }
    let guide = Chart.Series(
      name: "D = \(width)", points: [.init(Double(width), 0), .init(Double(width), 100)], style: .guide)
    return Chart(
      title: "Residual: what a token of D numbers must lose of a patch of \(shown.name)",
      x: .init("D (components)", isLogarithmic: true), y: .init("energy lost (%)", range: 0...100),
      series: series + [guide],
      footnotes: [
        "Principal components of the picture's own patches, centred: the best linear embedding of this picture. Nothing is trained.",
        "Nought from D = 3p² on, and from one less than the patches on.",
      ]
        + (sampled.isEmpty
          ? []
          : [
            "Of many patches, at most \(PatchResiduals.patchLimit), or \(PatchResiduals.directionLimit) where they are wide, are looked at, spread evenly."
          ]))
  }

  /// Every D up to 16, then ever wider apart.
  private static func widths(upTo end: Int) -> [Int] {
    var (widths, width) = ([Int](), 1)
    while width < end {
      widths.append(width)
      width = max(width + 1, width * 5 / 4)
    }
    return widths + [end]
  }

  /// A whole number with points between thousands.
  func counted(_ number: Int) -> String {
    let digits = String(number)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }
}
