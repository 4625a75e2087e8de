/// The form of a figure for writers that have only rows: nothing is left out, only not drawn.
extension Alignment {
  /// A row for each region: whether it is shared, and what each row cuts it into.
  package var table: Table {
    var columns = [Table.Column("cuts", key: "cuts"), Table.Column("from", key: "from", isNumeric: true)]
    for (index, row) in rows.enumerated() {
      columns.append(Table.Column(row.name, key: "tokens_\(index + 1)"))
      columns.append(Table.Column("ids", key: "ids_\(index + 1)"))
    }
    var next = Array(repeating: 0, count: rows.count)
    let lines = regions.map { region in
      var line: [Value] = [
        .text(region.isShared ? "same" : "different"), .integer(region.ranges.first?.lowerBound ?? 0),
      ]
      for (index, row) in rows.enumerated() {
        let inside = row.segments[next[index]...].prefix {
          $0.range.upperBound <= region.ranges[index].upperBound
        }
        next[index] = inside.endIndex
        line.append(
          .text(inside.map { String(decoding: row.text[$0.range], as: UTF8.self) }.joined(separator: "|")))
        line.append(.text(inside.map { String($0.id) }.joined(separator: " ")))
      }
      return line
    }
    return Table(title: title, columns: columns, rows: lines)
  }
}

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
