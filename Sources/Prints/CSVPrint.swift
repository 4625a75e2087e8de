import Basics
import Figures

/// Comma-separated values as RFC 4180 has them, first line the column keys, lines ended by LF.
///
/// Tokens: `id,start,end,special,text,bytes_hex`; `text` is empty for a token that holds part of a character.
/// Alignments have a line for each token, `region,shared,row,name,id,start,end,special,text,bytes_hex`; charts one for each point,
/// `series,style,x,y,label`; heatmaps are the matrix between their labels;
/// token grids have a line for each token. Their numbers have all their digits.
/// Several tables in one document are separated by an empty line. Bytes are hexadecimal, shares 0…1.
package struct CSVPrint: Print {
  /// As the catalogue and help show it.
  package static let card = PrintCard(
    name: "csv", summary: "comma-separated values with a heading line", isForPeople: false)

  private let options: PrintOptions

  package init(_ options: PrintOptions) { self.options = options }

  /// The whole document.
  package func document(_ figures: [Figure]) throws(Trouble) -> [UInt8] {
    var out: [UInt8] = []
    for figure in figures {
      if !out.isEmpty { out.append(UInt8(ascii: "\n")) }
      switch figure {
      case .note(let note): append(rows: [["note"]] + note.lines.map { [$0] }, to: &out)
      case .table(let table): append(table, to: &out)
      case .tree(let tree): append(tree, to: &out)
      case .bars(let bars): append(bars, to: &out)
      case .segments(let segments): out += try whole(segments)
      case .alignment(let alignment): append(alignment, to: &out)
      case .chart(let chart): append(chart, to: &out)
      case .tokenGrid(let grid): append(grid, to: &out)
      case .heatmap(let heatmap): append(heatmap, to: &out)
      }
    }
    return out
  }

  /// The writer of tokens.
  package func segments(title: String) -> any SegmentPrint { CSVSegments() }

  private func append(_ table: Table, to out: inout [UInt8]) {
    append(rows: [table.columns.map(\.key)], to: &out)
    append(values: table.rows, to: &out)
  }

  private func append(_ tree: Tree, to out: inout [UInt8]) {
    append(rows: [["depth", "label"] + tree.detailTitles], to: &out)
    append(values: tree.nodes.map { [.integer($0.depth), $0.label] + $0.details }, to: &out)
  }

  private func append(_ bars: Bars, to out: inout [UInt8]) {
    append(rows: [["label", "value"]], to: &out)
    append(values: bars.bars.map { [$0.label, .number($0.value, decimals: 6)] }, to: &out)
  }

  private func append(_ alignment: Alignment, to out: inout [UInt8]) {
    out.append(text: "region,shared,row,name,id,start,end,special,text,bytes_hex\n")
    for (number, region) in alignment.regionTokens.enumerated() {
      let isShared = alignment.regions[number].isShared
      for (index, tokens) in region.enumerated() {
        let row = alignment.rows[index]
        for token in row.segments[tokens] {
          let piece = Array(row.text[token.range])
          append(
            values: [
              [
                .integer(number), .integer(isShared ? 1 : 0), .integer(index), .text(row.name),
                .integer(Int(token.id)), .integer(token.range.lowerBound), .integer(token.range.upperBound),
                .integer(token.isSpecial ? 1 : 0),
                isUTF8(piece) ? .text(String(decoding: piece, as: UTF8.self)) : .none, .bytes(piece),
              ]
            ], to: &out)
        }
      }
    }
  }

  private func append(_ chart: Chart, to out: inout [UInt8]) {
    append(rows: [["series", "style", "x", "y", "label"]], to: &out)
    for series in chart.series {
      let rows = series.points.map {
        [series.name, series.style.rawValue, exact($0.x), exact($0.y), $0.label]
      }
      append(rows: rows, to: &out)
    }
  }

  private func append(_ heatmap: Heatmap, to out: inout [UInt8]) {
    append(values: [[.text(heatmap.rowTitle)] + heatmap.columnLabels], to: &out)
    for (index, label) in heatmap.rowLabels.enumerated() {
      let numbers = heatmap.columnLabels.indices.map { Value.text(exact(heatmap[index, $0])) }
      append(values: [[label] + numbers], to: &out)
    }
  }

  /// A line for each token, its number with all digits.
  private func append(_ grid: TokenGrid, to out: inout [UInt8]) {
    var table = grid.table
    if let column = table.columns.firstIndex(where: { $0.key == "value" }) {
      for cell in table.rows.indices { table.rows[cell][column] = .text(exact(grid.values[cell])) }
    }
    append(table, to: &out)
  }

  /// All digits of a number; nothing for what is none.
  private func exact<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ number: Number) -> String {
    number.isFinite ? String(number) : ""
  }

  private func append(rows: [[String]], to out: inout [UInt8]) {
    append(values: rows.map { $0.map(Value.text) }, to: &out)
  }

  private func append(values rows: [[Value]], to out: inout [UInt8]) {
    for row in rows {
      for (index, value) in row.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        out.append(csv: value)
      }
      out.append(UInt8(ascii: "\n"))
    }
  }
}

private struct CSVSegments: SegmentPrint {
  mutating func open(to out: inout [UInt8]) { out.append(text: "id,start,end,special,text,bytes_hex\n") }

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    for segment in segments {
      out.append(decimal: Int(segment.id))
      out.append(UInt8(ascii: ","))
      out.append(decimal: offset + segment.range.lowerBound)
      out.append(UInt8(ascii: ","))
      out.append(decimal: offset + segment.range.upperBound)
      out.append(text: segment.isSpecial ? ",1," : ",0,")
      let piece = Array(text[segment.range])
      if isUTF8(piece) { out.append(csvField: piece) }
      out.append(UInt8(ascii: ","))
      out.append(hex: piece)
      out.append(UInt8(ascii: "\n"))
    }
  }

  mutating func close(to out: inout [UInt8]) -> Bool { true }
}

extension [UInt8] {
  fileprivate mutating func append(csv value: Value) {
    switch value {
    case .none: break
    case .text(let text): append(csvField: Array(text.utf8))
    case .bytes(let bytes): append(hex: bytes)
    case .integer(let number): append(decimal: number)
    case .number(let number, let decimals): append(number: number, decimals: decimals)
    case .share(let share): append(number: share, decimals: 6)
    }
  }

  /// Quotes only what needs it.
  fileprivate mutating func append(csvField field: [UInt8]) {
    let needsQuotes = field.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    let hasEdgeSpace = field.first == 0x20 || field.last == 0x20
    guard needsQuotes || hasEdgeSpace else { return append(contentsOf: field) }
    append(0x22)
    for byte in field {
      if byte == 0x22 { append(0x22) }
      append(byte)
    }
    append(0x22)
  }
}
