import Basics
import Figures

/// A text cut into tokens, each in the colour of its id; neighbours never share one.
struct SegmentsPainter: RowPainter {
  /// A stretch of one segment on one row.
  private struct Run {
    var column: Int
    var item: Legible
    /// Index of the segment; nil for bytes that no segment covers.
    var segment: Int?
    var isFirst: Bool
  }

  private let segments: Segments
  private let hues: [Int]
  private let rows: [[Run]]
  private let rowOfSegment: [Int]

  init(_ segments: Segments, width: Int, _ options: FigurePainter.Options) {
    self.segments = segments
    hues = Self.hues(segments.segments)
    (rows, rowOfSegment) = Self.lay(segments, width: max(1, width), options)
  }

  var bodyRows: Int { rows.count }
  func row(ofItem item: Int) -> Int { rowOfSegment.indices.contains(item) ? rowOfSegment[item] : 0 }

  func drawRow(_ row: Int, into frame: inout Frame, _ line: Rect, _ canvas: Canvas) {
    for run in rows[row] {
      let base = style(run.segment, canvas)
      let style = run.item.kind.isEscaped ? canvas.theme.style("odd", over: base) : base
      let column = line.column + run.column
      if run.isFirst && canvas.options.showsBoundaries && run.column > 0 {
        let stroke = canvas.options.isASCII ? "|" : "│"
        let boundary = canvas.theme.style("token.boundary")
        frame.put(stroke, column: column - 1, row: line.row, style: boundary, within: line)
      }
      frame.put(run.item, column: column, row: line.row, style: style, within: line)
    }
  }

  private func style(_ segment: Int?, _ canvas: Canvas) -> Style {
    guard let segment else { return canvas.theme.style("text.dim") }
    if segment == canvas.options.selected { return canvas.theme.style("token.current") }
    if segments.segments[segment].isSpecial { return canvas.theme.style("token.special") }
    return canvas.theme.tokenStyle(hue: hues[segment])
  }

  /// The hue follows the id; a token whose neighbour has the same hue takes the next one.
  private static func hues(_ segments: [Segments.Segment]) -> [Int] {
    var last = -1
    return segments.map { segment in
      let hue = Int(segment.id) % Theme.hues
      last = hue == last ? (hue + 1) % Theme.hues : hue
      return last
    }
  }

  private static func lay(
    _ segments: Segments, width: Int, _ options: FigurePainter.Options
  ) -> ([[Run]], [Int]) {
    var rows: [[Run]] = [[]]
    var rowOfSegment: [Int] = []
    var column = 0
    let legible = Legible.Options(isASCII: options.isASCII, showsSpaces: true)
    func add(_ range: Range<Int>, _ segment: Int?) {
      var isFirst = true
      for item in Legible.items(of: segments.text, in: range, legible) {
        let stroke = isFirst && options.showsBoundaries && column > 0 ? 1 : 0
        if column > 0 && column + stroke + item.columns > width {
          rows.append([])
          column = 0
        }
        if column > 0 { column += stroke }
        if isFirst && segment != nil { rowOfSegment.append(rows.count - 1) }
        rows[rows.count - 1].append(Run(column: column, item: item, segment: segment, isFirst: isFirst))
        column += item.columns
        isFirst = false
        if item.kind == .newline {
          rows.append([])
          column = 0
        }
      }
      if isFirst && segment != nil { rowOfSegment.append(rows.count - 1) }
    }
    var at = 0
    for (index, segment) in segments.segments.enumerated() {
      if segment.range.lowerBound > at { add(at..<segment.range.lowerBound, nil) }
      add(segment.range, index)
      at = max(at, segment.range.upperBound)
    }
    if at < segments.text.count { add(at..<segments.text.count, nil) }
    return (rows, rowOfSegment)
  }
}
