/// A matrix of numbers, each a coloured cell.
package struct Heatmap: Sendable, Equatable {
  package var title: String
  /// What rows and columns are, such as `tokens in`.
  package var rowTitle: String
  package var columnTitle: String
  package var rowLabels: [Value]
  package var columnLabels: [Value]
  /// Row by row, `rowLabels.count * columnLabels.count` numbers; not a number stands for none.
  package let values: [Float]
  /// The least and the greatest number of all cells; 0 and 0 when there is none.
  package let low: Double
  package let high: Double
  /// What a number means, with its unit.
  package var unit: String
  /// How many decimals a number is written with.
  package var decimals: Int
  /// Definitions, units and sources, one line each.
  package var footnotes: [String]
  /// Cells with smaller numbers are left without a colour.
  package var threshold: Float?

  package init(
    title: String, rowTitle: String, columnTitle: String, rowLabels: [Value], columnLabels: [Value],
    values: [Float], unit: String, decimals: Int = 2, footnotes: [String] = [], threshold: Float? = nil
  ) {
    precondition(
      values.count == rowLabels.count * columnLabels.count, "a heatmap has a number for every cell")
    self.title = title
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.values = values
    self.unit = unit
    self.decimals = decimals
    self.footnotes = footnotes
    self.threshold = threshold
    (low, high) = Self.ends(values.span)
  }

  /// The number of a cell.
  package subscript(row: Int, column: Int) -> Float { values[row * columnLabels.count + column] }
}

extension Heatmap {
  /// Whether all is the same; a cell without a number is equal to another one without.
  package static func == (a: Heatmap, b: Heatmap) -> Bool {
    (a.title, a.rowTitle, a.columnTitle, a.unit) == (b.title, b.rowTitle, b.columnTitle, b.unit)
      && (a.decimals, a.threshold) == (b.decimals, b.threshold) && a.footnotes == b.footnotes
      && a.rowLabels == b.rowLabels && a.columnLabels == b.columnLabels && areSame(a.values, b.values)
  }

  private static func areSame(_ a: [Float], _ b: [Float]) -> Bool {
    a == b || a.elementsEqual(b) { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  /// The least and the greatest number of all cells; 0 and 0 when there is none.
  package var bounds: (low: Double, high: Double) { (low, high) }

  private static func ends(_ values: Span<Float>) -> (Double, Double) {
    var (low, high) = (Float.infinity, -Float.infinity)
    for index in values.indices where values[index].isFinite {
      low = Swift.min(low, values[index])
      high = Swift.max(high, values[index])
    }
    return low <= high ? (Double(low), Double(high)) : (0, 0)
  }

  /// The share 0…1 of the ramp on which a number lies; nil when it is none, or lies below the threshold. The ramp goes from the least number
  /// to the greatest, or between other ends.
  package func share(_ value: Double, of ends: (low: Double, high: Double)? = nil) -> Double? {
    let (low, high) = ends ?? bounds
    guard value.isFinite, isShown(value) else { return nil }
    return high > low ? Swift.min(1, Swift.max(0, (value - low) / (high - low))) : 0.5
  }

  /// Whether a number is not below the threshold.
  package func isShown(_ value: Double) -> Bool { threshold.map { value >= Double($0) } ?? true }

  /// The share 0…1 of cells whose numbers are not below `threshold`.
  package func share(notBelow threshold: Float) -> Double {
    let span = values.span
    var count = 0
    for index in span.indices { count += span[index] >= threshold ? 1 : 0 }
    return values.isEmpty ? 0 : Double(count) / Double(values.count)
  }
}
