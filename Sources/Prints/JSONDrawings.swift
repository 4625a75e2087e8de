import Figures

/// Alignments, charts and heatmaps in JSON, with every number exact.
extension [UInt8] {
  /// Appends the fields that tell tokens: ids, byte ranges, and which are special or marked where any is.
  mutating func append(jsonTokens segments: [Segments.Segment]) {
    append(key: "ids")
    append(list: segments) { $0.append(decimal: Int($1.id)) }
    append(text: ",\"offsets\":\"bytes\",\"spans\":")
    append(list: segments) { $0.append(jsonRange: $1.range) }
    for (name, places) in [
      ("special", segments.indices.filter { segments[$0].isSpecial }),
      ("marked", segments.indices.filter { segments[$0].isMarked }),
    ] where !places.isEmpty {
      append(text: ",\"\(name)\":")
      append(list: places) { $0.append(decimal: $1) }
    }
  }

  /// Appends `{"id":…,"start":…,"end":…,"text":…}`, with `"bytes_b64"` in place of `"text"` where that is not UTF-8.
  mutating func append(json segment: Segments.Segment, of text: [UInt8], offset: Int = 0) {
    append(text: "{\"id\":")
    append(decimal: Int(segment.id))
    append(text: ",\"start\":")
    append(decimal: offset + segment.range.lowerBound)
    append(text: ",\"end\":")
    append(decimal: offset + segment.range.upperBound)
    let piece = Array(text[segment.range])
    if isUTF8(piece) {
      append(text: ",\"text\":")
      append(jsonString: piece)
    } else {
      append(text: ",\"bytes_b64\":\"")
      append(base64: piece)
      append(UInt8(ascii: "\""))
    }
    if segment.isSpecial { append(text: ",\"special\":true") }
    append(UInt8(ascii: "}"))
  }

  mutating func append(json alignment: Alignment) {
    open("alignment", title: alignment.title)
    append(key: "rows")
    append(list: alignment.rows) { out, row in
      out.append(text: "{\"name\":")
      out.append(jsonText: row.name)
      out.append(text: ",\"text\":")
      out.append(jsonBytes: row.text)
      out.append(UInt8(ascii: ","))
      out.append(jsonTokens: row.segments)
      out.append(UInt8(ascii: "}"))
    }
    append(text: ",\"regions\":")
    append(list: alignment.regions) { out, region in
      out.append(text: "{\"shared\":\(region.isShared),\"ranges\":")
      out.append(list: region.ranges) { $0.append(jsonRange: $1) }
      out.append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "}"))
  }

  mutating func append(json chart: Chart) {
    open("chart", title: chart.title)
    for (name, axis) in [("x", chart.x), ("y", chart.y)] {
      append(text: "\"\(name)\":{\"title\":")
      append(jsonText: axis.title)
      append(text: ",\"logarithmic\":\(axis.isLogarithmic)},")
    }
    append(key: "series")
    append(list: chart.series) { out, series in
      out.append(text: "{\"name\":")
      out.append(jsonText: series.name)
      out.append(text: ",\"style\":\"\(series.style.rawValue)\",\"points\":")
      out.append(list: series.points) { out, point in
        out.append(text: "{")
        out.append(jsonPoint: point)
        out.append(text: "}")
      }
      out.append(UInt8(ascii: "}"))
    }
    append(jsonFootnotes: chart.footnotes)
  }

  mutating func append(json heatmap: Heatmap) {
    open("heatmap", title: heatmap.title)
    for (name, text) in [
      ("row_title", heatmap.rowTitle), ("column_title", heatmap.columnTitle), ("unit", heatmap.unit),
    ] {
      append(text: "\"\(name)\":")
      append(jsonText: text)
      append(UInt8(ascii: ","))
    }
    append(text: "\"decimals\":\(heatmap.decimals),")
    if let threshold = heatmap.threshold {
      append(text: "\"threshold\":")
      append(json: threshold)
      append(UInt8(ascii: ","))
    }
    append(text: "\"row_labels\":")
    append(list: heatmap.rowLabels) { $0.append(json: $1) }
    append(text: ",\"column_labels\":")
    append(list: heatmap.columnLabels) { $0.append(json: $1) }
    append(text: ",\"values\":")
    append(list: Array<Int>(heatmap.rowLabels.indices)) { out, row in
      out.append(list: Array<Int>(heatmap.columnLabels.indices)) { $0.append(json: heatmap[row, $1]) }
    }
    append(jsonFootnotes: heatmap.footnotes)
  }

  // MARK: An object a line

  mutating func append(jsonLines alignment: Alignment) {
    for (region, tokens) in zip(alignment.regions, alignment.regionTokens) {
      append(text: "{\"shared\":\(region.isShared),\"rows\":")
      append(list: Array<Int>(region.ranges.indices.prefix(alignment.rows.count))) { out, index in
        let (row, range) = (alignment.rows[index], region.ranges[index])
        out.append(text: "{\"name\":")
        out.append(jsonText: row.name)
        out.append(text: ",\"start\":\(range.lowerBound),\"end\":\(range.upperBound),\"tokens\":")
        out.append(list: Array<Segments.Segment>(row.segments[tokens[index]])) {
          $0.append(json: $1, of: row.text)
        }
        out.append(UInt8(ascii: "}"))
      }
      append(text: "}\n")
    }
  }

  mutating func append(jsonLines chart: Chart) {
    for series in chart.series {
      for point in series.points {
        append(text: "{\"series\":")
        append(jsonText: series.name)
        append(text: ",\"style\":\"\(series.style.rawValue)\",")
        append(jsonPoint: point)
        append(text: "}\n")
      }
    }
  }

  mutating func append(jsonLines heatmap: Heatmap) {
    for (row, rowLabel) in heatmap.rowLabels.enumerated() {
      for (column, columnLabel) in heatmap.columnLabels.enumerated() {
        append(text: "{\"row\":")
        append(json: rowLabel)
        append(text: ",\"column\":")
        append(json: columnLabel)
        append(text: ",\"value\":")
        append(json: heatmap[row, column])
        append(text: "}\n")
      }
    }
  }

  // MARK: Parts

  private mutating func append(jsonRange range: Range<Int>) {
    append(text: "[\(range.lowerBound),\(range.upperBound)]")
  }

  private mutating func append(jsonPoint point: Chart.Point) {
    append(text: "\"x\":")
    append(json: .number(point.x, decimals: 0))
    append(text: ",\"y\":")
    append(json: .number(point.y, decimals: 0))
    guard !point.label.isEmpty else { return }
    append(text: ",\"label\":")
    append(jsonText: point.label)
  }

  /// The shortest digits that give the very number, or null.
  mutating func append(json number: Float) { append(text: number.isFinite ? "\(number)" : "null") }

  mutating func append(jsonFootnotes notes: [String]) {
    append(text: ",\"footnotes\":")
    append(list: notes) { $0.append(jsonText: $1) }
    append(UInt8(ascii: "}"))
  }
}
