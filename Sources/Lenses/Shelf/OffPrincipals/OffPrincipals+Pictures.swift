import Basics
import Figures
import Glibc
import Tensors

/// One matrix as heatmaps and curves.
extension OffPrincipalsStudy {
  /// Where the update is, and what it does to singular values and vectors.
  func pictures(of drawn: Drawn) -> [Figure] {
    let update = min(chosenUpdate, drawn.pairs.count - 1)
    let (pair, measures) = (drawn.pairs[update], drawn.updates[update])
    let title = "\(names[update]), \(drawn.name)"
    return [
      .heatmap(differences(pair, title)), .heatmap(masks(pair, measures, title)),
      .heatmap(changes(pair, measures, title)), .chart(angles(drawn)), .chart(spectra(drawn)),
      .chart(visibility(drawn)),
    ]
  }

  // MARK: - Heatmaps

  /// The most rows and columns that are drawn; larger matrices are drawn in blocks.
  static let drawnLimit = 48

  private func differences(_ pair: MatrixPair, _ title: String) -> Heatmap {
    let values = pair.difference
    return heatmap(
      pair, title: "|D|: \(title)", unit: "log10 of the largest |w1 - w0|",
      notes: ["Nothing is drawn where nothing moved."]
    ) { block in
      let most = block.reduce(Float(0)) { max($0, values[$1].magnitude) }
      return log10f(most)
    }
  }

  private func masks(_ pair: MatrixPair, _ measures: UpdateMeasures, _ title: String) -> Heatmap {
    heatmap(
      pair, title: "Masks: \(title)", unit: "1 principal, -1 low, 0 neither",
      notes: ["Of a block: the share of principal entries less that of low ones."]
    ) { block in
      block.reduce(Float(0)) { $0 + Self.side($1, measures) } / Float(max(1, block.count))
    }
  }

  private func changes(_ pair: MatrixPair, _ measures: UpdateMeasures, _ title: String) -> Heatmap {
    heatmap(
      pair, title: "Changed: \(title)", unit: "changed entries: 1 principal, -1 low, 0 neither or unchanged",
      notes: ["Of a block: the share of principal entries that changed visibly less that of low ones."]
    ) { block in
      let changed = block.filter { measures.visible.bits[$0] }
      return changed.reduce(Float(0)) { $0 + Self.side($1, measures) } / Float(max(1, block.count))
    }
  }

  private static func side(_ entry: Int, _ measures: UpdateMeasures) -> Float {
    (measures.principal.bits[entry] ? 1 : 0) - (measures.low.bits[entry] ? 1 : 0)
  }

  /// A number for each block of entries, which is one entry where the matrix is small.
  private func heatmap(
    _ pair: MatrixPair, title: String, unit: String, notes: [String], _ value: ([Int]) -> Float
  ) -> Heatmap {
    let rows = Self.stretches(pair.rows)
    let columns = Self.stretches(pair.columns)
    var values: [Float] = []
    for row in rows {
      for column in columns {
        values.append(value(row.flatMap { y in column.map { y * pair.columns + $0 } }))
      }
    }
    let isWhole = rows.count == pair.rows && columns.count == pair.columns
    let size = isWhole ? [] : ["A cell is a block of about \(rows[0].count)×\(columns[0].count) entries."]
    return Heatmap(
      title: title, rowTitle: "rows", columnTitle: "columns", rowLabels: rows.map { .integer($0.lowerBound) },
      columnLabels: columns.map { .integer($0.lowerBound) }, values: values, unit: unit, decimals: 1,
      footnotes: notes + size)
  }

  private static func stretches(_ size: Int) -> [Range<Int>] {
    let parts = min(size, drawnLimit)
    return (0..<parts).map { $0 * size / parts..<($0 + 1) * size / parts }
  }

  // MARK: - Curves

  private func angles(_ drawn: Drawn) -> Chart {
    let series = zip(names, drawn.updates).flatMap { name, update in
      [("U", update.leftAngles), ("V", update.rightAngles)].map { side, angles in
        Chart.Series(
          name: "\(name) \(side)", points: angles.enumerated().map { .init(Double($0 + 1), $1) })
      }
    }
    return Chart(
      title: "Angles: between spans before and after, \(drawn.name)", x: .init("i of k"), y: .init("degrees"),
      series: series, footnotes: ["cos θi: the i-th singular value of U0ᵀ U1, and of V0ᵀ V1"])
  }

  private func spectra(_ drawn: Drawn) -> Chart {
    func series(_ name: String, _ values: [Double], _ style: Chart.Series.Style) -> Chart.Series {
      // What is below is nothing but rounding, and would stretch the axis.
      let least = (values.first ?? 0) * 1e-6
      let points = values.enumerated().filter { $0.element > least }
      return Chart.Series(name: name, points: points.map { .init(Double($0 + 1), $1) }, style: style)
    }
    let before = drawn.updates.prefix(1).map { series("before", $0.spectrum.before.values, .line) }
    let after = zip(names, drawn.updates).map { series($0, $1.spectrum.after.values, .points) }
    let update = zip(names, drawn.updates).map { series("D of \($0)", $1.spectrum.update, .line) }
    return Chart(
      title: "Spectrum: singular values of \(drawn.name)", x: .init("number"),
      y: .init("singular value", isLogarithmic: true), series: before + after + update,
      footnotes: ["before and after lie on each other where the update leaves the spectrum alone"])
  }

  private func visibility(_ drawn: Drawn) -> Chart {
    let found = drawn.pairs.map(VisibilityHistogram.init)
    let highest = found.flatMap(\.shares).max() ?? 0
    let series = zip(names, found).map { name, histogram in
      Chart.Series(
        name: name,
        points: zip(VisibilityHistogram.bins, histogram.shares).map { .init(Double($0) + 0.5, $1 * 100) })
    }
    let line = Chart.Series(
      name: "visible from here", points: [.init(0, 0), .init(0, max(0.1, highest * 100))], style: .guide)
    let still = zip(names, found).map { "\($0) \(Knob.written($1.still * 100, step: 0.1)) %" }
    return Chart(
      title: "Format: moves in halves of bfloat16's last place, \(drawn.name)",
      x: .init("log2(|w1 - w0| / half a last place of w0)"), y: .init("entries, % in a bin of 1"),
      series: series + [line],
      footnotes: ["Entries that did not move at all are in no bin: \(still.joined(separator: ", "))."])
  }

  // MARK: - Numbers

  static func sineOfDegrees(_ angle: Double) -> Double { sin(angle * .pi / 180) }

  /// Three figures, with a power of ten where the number is small.
  static func scientific(_ value: Double) -> String {
    if value == 0 { return "0" }
    let power = Int(floor(log10(abs(value))))
    if (-2...4).contains(power) { return Knob.written(value, step: pow(10, Double(min(0, power - 2)))) }
    return "\(Knob.written(value / pow(10, Double(power)), step: 0.01))e\(power)"
  }
}
