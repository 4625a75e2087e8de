/// The form of a figure as rows, for where it is not drawn.
extension Chart {
  /// A row for each point.
  package var table: Table {
    let hasLabels = series.contains { $0.points.contains { !$0.label.isEmpty } }
    var columns = [
      Table.Column("series", key: "series"), Table.Column(x.title, key: "x", isNumeric: true),
      Table.Column(y.title, key: "y", isNumeric: true),
    ]
    if hasLabels { columns.append(Table.Column("label", key: "label")) }
    let rows = series.flatMap { series in
      series.points.map { point -> [Value] in
        let row: [Value] = [
          .text(series.name), .number(point.x, decimals: 4), .number(point.y, decimals: 4),
        ]
        return hasLabels ? row + [.text(point.label)] : row
      }
    }
    return Table(title: title, columns: columns, rows: rows, footnotes: footnotes)
  }
}

extension Heatmap {
  /// The matrix with its labels.
  package var table: Table {
    let names = columnLabels.enumerated().map { index, label in
      Table.Column(label.plainText, key: "c\(index + 1)", isNumeric: true)
    }
    let rows = rowLabels.indices.map { row -> [Value] in
      [rowLabels[row]]
        + columnLabels.indices.map { column in
          let value = self[row, column]
          return value.isNaN ? .none : .number(Double(value), decimals: decimals)
        }
    }
    let corner = Table.Column("\(rowTitle) \\ \(columnTitle)", key: "row")
    let title = unit.isEmpty ? title : "\(title) (\(unit))"
    return Table(title: title, columns: [corner] + names, rows: rows, footnotes: footnotes)
  }
}

extension Value {
  /// The value as a few plain words, for a heading; not made legible.
  package var plainText: String {
    switch self {
    case .none: ""
    case .text(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .integer(let number): String(number)
    case .number(let number, _): String(number)
    case .share(let share): String(share)
    }
  }
}
