import Basics
import Figures

/// Sentences broken at the width.
struct NotePainter: RowPainter {
  private let lines: [String]

  init(_ note: Note, width: Int) {
    lines = note.lines.flatMap { Fit.wrap($0, to: width) }
  }

  var bodyRows: Int { lines.count }

  func drawRow(_ row: Int, into frame: inout Frame, _ line: Rect, _ canvas: Canvas) {
    let text = Fit.shorten(lines[row], to: line.width, ascii: canvas.options.isASCII)
    frame.put(text, column: line.column, row: line.row, style: canvas.theme.style("text"), within: line)
  }
}
