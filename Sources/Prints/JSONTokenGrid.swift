import Figures

/// Token grids in JSON: everything but the pixels, of which the size is told.
extension [UInt8] {
  mutating func append(json grid: TokenGrid) {
    open("token_grid", title: grid.title)
    append(text: "\"rows\":\(grid.rows),\"columns\":\(grid.columns),\"ground\":\"\(grid.ground.rawValue)\"")
    if let pixels = grid.pixels {
      append(text: ",\"pixels\":{\"width\":\(pixels.width),\"height\":\(pixels.height)}")
    }
    append(text: ",\"states\":")
    append(list: Array<(TokenGrid.State, Int)>(zip(grid.states, grid.counts))) { out, item in
      out.append(text: "{\"name\":")
      out.append(jsonText: item.0.name)
      out.append(text: ",\"sign\":")
      out.append(jsonText: item.0.sign)
      out.append(text: ",\"count\":\(item.1)}")
    }
    append(text: ",\"cells\":")
    append(list: grid.cells) { $0.append(text: $1.map { "\($0)" } ?? "null") }
    if !grid.partOf.isEmpty {
      append(text: ",\"parts\":")
      append(list: grid.parts) { $0.append(jsonText: $1) }
      append(text: ",\"part_of\":")
      append(list: grid.partOf) { $0.append(decimal: $1) }
    }
    if let end = grid.rowEnd {
      append(text: ",\"row_end\":")
      append(jsonText: end.name)
    }
    append(text: ",\"unit\":")
    append(jsonText: grid.unit)
    append(text: ",\"decimals\":\(grid.decimals),\"values\":")
    append(list: grid.values) { $0.append(json: $1) }
    append(text: ",\"marks\":")
    append(list: grid.marks.sorted { $0.key < $1.key }) { out, item in
      out.append(text: "{\"token\":\(item.key),\"mark\":")
      out.append(jsonText: item.value)
      out.append(UInt8(ascii: "}"))
    }
    append(text: ",\"gone\":")
    append(list: grid.gone.sorted()) { $0.append(decimal: $1) }
    append(text: ",\"origin\":")
    append(jsonText: grid.origin)
    append(jsonFootnotes: grid.footnotes)
  }
}
