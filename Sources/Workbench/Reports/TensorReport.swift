import Basics
import Figures
import Formats
import Tensors

/// A file of tensors as figures: what is in it, statistics of one, a part of one as a heatmap.
package struct TensorReport: Sendable {
  private let file: TensorFile

  package init(_ file: TensorFile) { self.file = file }

  /// One row a tensor.
  package var list: Table {
    let rows = file.tensors.map { tensor -> [Value] in
      [.text(tensor.name), .text("\(tensor.shape)"), .text(tensor.type.rawValue), .integer(tensor.byteCount)]
    }
    let withheld = file.withheld.map { tensor -> [Value] in
      [.text(tensor.name), .text("cannot be read: \(tensor.reason.what)"), .text(tensor.type), .none]
    }
    let total = file.tensors.reduce(0) { $0 + $1.byteCount }
    return Table(
      title: "\(PathNames.last(file.path)): \(file.format), \(file.tensors.count) tensors, \(total) bytes",
      columns: [
        Table.Column("name", key: "name"), Table.Column("shape", key: "shape"),
        Table.Column("type", key: "type"),
        Table.Column("bytes", key: "bytes", isNumeric: true),
      ], rows: rows + withheld,
      footnotes: file.notes + file.metadata.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })
  }

  /// The numbers of a tensor, and how they are spread.
  package static func statistics(_ tensor: StoredTensor, _ statistics: TensorStatistics) -> [Figure] {
    func number(_ value: Double) -> Value { .number(value, decimals: 6) }
    let rows: [[Value]] = [
      [.text("elements"), .integer(statistics.count)], [.text("mean"), number(statistics.mean)],
      [.text("standard deviation"), number(statistics.deviation)],
      [.text("least"), number(Double(statistics.least))], [.text("most"), number(Double(statistics.most))],
      [.text("norm"), number(statistics.norm)], [.text("sum of magnitudes"), number(statistics.magnitude)],
      [.text("shortest row"), number(statistics.rowNorms.least)],
      [.text("mean row"), number(statistics.rowNorms.mean)],
      [.text("longest row"), number(statistics.rowNorms.most)],
      [.text("zeros"), .integer(statistics.zeroCount)],
      [.text("not a number"), .integer(statistics.nanCount)],
      [.text("infinite"), .integer(statistics.infiniteCount)],
    ]
    let table = Table(
      title: "\(tensor.title) \(tensor.shape), \(tensor.type.rawValue)",
      columns: [Table.Column("what", key: "what"), Table.Column("value", key: "value", isNumeric: true)],
      rows: rows,
      footnotes: [
        "norm: square root of the sum of squares. Rows: all axes but the last, flattened; their lengths are norms.",
        "Values that are no finite numbers are counted and left out of the rest.",
      ])
    let width = (Double(statistics.most) - Double(statistics.least)) / Double(max(1, statistics.bins.count))
    let bars = statistics.bins.enumerated().map { index, count in
      let start = Double(statistics.least) + Double(index) * width
      return Bars.Bar(label: .number(start, decimals: 4), value: Double(count))
    }
    return [.table(table), .bars(Bars(title: "Values from", unit: "elements", bars: bars))]
  }
}

extension StoredTensor {
  /// Its name, or where files have no names for what is in them, that of the file.
  package var title: String { name.isEmpty ? file : name }
}
