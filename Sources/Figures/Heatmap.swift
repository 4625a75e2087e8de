/// A matrix of numbers, each a coloured cell.
package struct Heatmap: Sendable, Equatable {
  package var title: String
  /// What rows and columns are, such as `tokens in`.
  package var rowTitle: String
  package var columnTitle: String
  package var rowLabels: [Value]
  package var columnLabels: [Value]
  /// Row by row, `rowLabels.count * columnLabels.count` numbers; not a number stands for none.
  package var values: [Float]
  /// What a number means, with its unit.
  package var unit: String
  /// How many decimals a number is written with.
  package var decimals: Int
  /// Definitions, units and sources, one line each.
  package var footnotes: [String]

  package init(
    title: String, rowTitle: String, columnTitle: String, rowLabels: [Value], columnLabels: [Value],
    values: [Float], unit: String, decimals: Int = 2, footnotes: [String] = []
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
  }

  /// The number of a cell.
  package subscript(row: Int, column: Int) -> Float { values[row * columnLabels.count + column] }
}

extension Heatmap {
  /// The least and the greatest number of all cells; 0 and 0 when there is none.
  package var bounds: (low: Double, high: Double) {
    var (low, high) = (Float.infinity, -Float.infinity)
    for value in values where value.isFinite {
      low = Swift.min(low, value)
      high = Swift.max(high, value)
    }
    return low <= high ? (Double(low), Double(high)) : (0, 0)
  }
}
