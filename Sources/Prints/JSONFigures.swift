import Figures

extension [UInt8] {
  /// Appends the figure as one JSON object.
  mutating func append(json figure: Figure) {
    switch figure {
    case .note(let note): append(json: note)
    case .table(let table): append(json: table)
    case .tree(let tree): append(json: tree)
    case .bars(let bars): append(json: bars)
    case .segments(let segments): append(json: segments)
    case .alignment(let alignment): append(json: alignment)
    case .chart(let chart): append(json: chart)
    case .tokenGrid(let grid): append(json: grid)
    case .heatmap(let heatmap): append(json: heatmap)
    }
  }

  /// Appends a value as the documented schema has it.
  mutating func append(json value: Value) {
    switch value {
    case .none: append(text: "null")
    case .text(let text): append(jsonText: text)
    case .bytes(let bytes): append(jsonBytes: bytes)
    case .integer(let number): append(decimal: number)
    case .number(let number, _), .share(let number): append(text: number.isFinite ? "\(number)" : "null")
    }
  }

  /// Appends `{"bytes_b64":…,"text":…}`; `text` only when the bytes are UTF-8.
  mutating func append(jsonBytes bytes: [UInt8]) {
    append(text: "{\"bytes_b64\":\"")
    append(base64: bytes)
    append(UInt8(ascii: "\""))
    if isUTF8(bytes) {
      append(text: ",\"text\":")
      append(jsonString: bytes)
    }
    append(UInt8(ascii: "}"))
  }

  /// Appends `{"key":value,…}` for one row of a table.
  mutating func append(json row: [Value], of table: Table) {
    append(UInt8(ascii: "{"))
    for (column, value) in zip(table.columns, row) {
      if last != UInt8(ascii: "{") { append(UInt8(ascii: ",")) }
      append(jsonText: column.key)
      append(UInt8(ascii: ":"))
      append(json: value)
    }
    append(UInt8(ascii: "}"))
  }

  /// Appends `[…]` with `body` writing each element.
  mutating func append<Item>(list: [Item], _ body: (inout [UInt8], Item) -> Void) {
    append(UInt8(ascii: "["))
    for (index, element) in list.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      body(&self, element)
    }
    append(UInt8(ascii: "]"))
  }

  mutating func open(_ kind: StaticString, title: String) {
    append(text: "{\"figure\":\"\(kind)\",\"title\":")
    append(jsonText: title)
    append(UInt8(ascii: ","))
  }

  private mutating func append(json note: Note) {
    open("note", title: note.title)
    append(key: "lines")
    append(list: note.lines) { $0.append(jsonText: $1) }
    append(UInt8(ascii: "}"))
  }

  private mutating func append(json table: Table) {
    open("table", title: table.title)
    append(key: "columns")
    append(list: table.columns) { out, column in
      out.append(text: "{\"key\":")
      out.append(jsonText: column.key)
      out.append(text: ",\"title\":")
      out.append(jsonText: column.title)
      out.append(text: ",\"numeric\":\(column.isNumeric)}")
    }
    append(text: ",\"rows\":")
    append(list: table.rows) { $0.append(json: $1, of: table) }
    append(text: ",\"footnotes\":")
    append(list: table.footnotes) { $0.append(jsonText: $1) }
    append(UInt8(ascii: "}"))
  }

  private mutating func append(json tree: Tree) {
    open("tree", title: tree.title)
    append(key: "detail_titles")
    append(list: tree.detailTitles) { $0.append(jsonText: $1) }
    append(text: ",\"nodes\":")
    append(list: tree.nodes) { out, node in
      out.append(text: "{\"depth\":\(node.depth),\"label\":")
      out.append(json: node.label)
      out.append(text: ",\"details\":")
      out.append(list: node.details) { $0.append(json: $1) }
      out.append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "}"))
  }

  private mutating func append(json bars: Bars) {
    open("bars", title: bars.title)
    append(key: "unit")
    append(jsonText: bars.unit)
    append(text: ",\"bars\":")
    append(list: bars.bars) { out, bar in
      out.append(text: "{\"label\":")
      out.append(json: bar.label)
      out.append(text: ",\"value\":")
      out.append(json: .number(bar.value, decimals: 6))
      out.append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "}"))
  }

  private mutating func append(json segments: Segments) {
    open("segments", title: segments.title)
    append(jsonTokens: segments.segments)
    append(UInt8(ascii: "}"))
  }
}
