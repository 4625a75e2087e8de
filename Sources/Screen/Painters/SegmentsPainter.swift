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
      let isHighlighted = canvas.options.highlighted?.overlaps(run.item.range) ?? false
      let base = isHighlighted ? canvas.theme.style("token.current") : style(run.segment, canvas)
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
    let piece = segments.segments[segment]
    if piece.isMarked { return canvas.theme.style("diff.changed").adding(.underline) }
    if piece.isSpecial { return canvas.theme.style("token.special") }
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
}

extension SegmentsPainter {
  /// Where every piece stands. Segments go on in the next row where one is full, and after a line end.
  private struct Layout {
    var rows: [[Run]] = [[]]
    var rowOfSegment: [Int] = []
    private var column = 0
    private let width: Int
    private let showsBoundaries: Bool

    init(width: Int, showsBoundaries: Bool) {
      self.width = width
      self.showsBoundaries = showsBoundaries
    }

    mutating func add(_ items: [Legible], segment: Int?) {
      if items.isEmpty && segment != nil { rowOfSegment.append(rows.count - 1) }
      for (index, item) in items.enumerated() {
        let stroke = index == 0 && showsBoundaries && column > 0 ? 1 : 0
        if column > 0 && column + stroke + item.columns > width { breakRow() }
        if column > 0 { column += stroke }
        if index == 0 && segment != nil { rowOfSegment.append(rows.count - 1) }
        let run = Run(column: column, item: item, segment: segment, isFirst: index == 0)
        rows[rows.count - 1].append(run)
        column += item.columns
        if item.kind == .newline { breakRow() }
      }
    }

    private mutating func breakRow() {
      rows.append([])
      column = 0
    }
  }

  private static func lay(
    _ segments: Segments, width: Int, _ options: FigurePainter.Options
  ) -> ([[Run]], [Int]) {
    var layout = Layout(width: width, showsBoundaries: options.showsBoundaries)
    let legible = Legible.Options(isASCII: options.isASCII, showsSpaces: true)
    func items(_ range: Range<Int>) -> [Legible] { Legible.items(of: segments.text, in: range, legible) }
    var at = 0
    for (index, segment) in segments.segments.enumerated() {
      if segment.range.lowerBound > at { layout.add(items(at..<segment.range.lowerBound), segment: nil) }
      layout.add(items(segment.range), segment: index)
      at = max(at, segment.range.upperBound)
    }
    if at < segments.text.count { layout.add(items(at..<segments.text.count), segment: nil) }
    return (layout.rows, layout.rowOfSegment)
  }
}
