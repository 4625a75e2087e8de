import Basics
import Figures
import Sketches

/// Named lengths, with the number at the end of each.
struct BarsPainter: RowPainter {
  private let bars: Bars
  private let isASCII: Bool
  private let label: Int
  private let number: Int
  private let most: Double
  private let decimals: Int

  init(_ bars: Bars, width: Int, _ options: FigurePainter.Options) {
    self.bars = bars
    isASCII = options.isASCII
    most = bars.bars.reduce(0) { $1.value.isFinite ? max($0, $1.value) : $0 }
    let isWhole = bars.bars.allSatisfy { $0.value == $0.value.rounded() }
    decimals = isWhole ? 0 : most < 10 ? 3 : 1
    let ascii = options.isASCII
    let longest = bars.bars.prefix(400).reduce(1) { max($0, $1.label.columns(ascii: ascii)) }
    label = min(longest, max(4, width / 3))
    let places = decimals
    number = min(
      max(0, width - label),
      bars.bars.prefix(400).reduce(1) { max($0, Decimals.text($1.value, places).count) })
  }

  var bodyRows: Int { bars.bars.count }

  func drawRow(_ row: Int, into frame: inout Frame, _ line: Rect, _ canvas: Canvas) {
    let bar = bars.bars[row]
    let isSelected = row == canvas.options.selected
    if isSelected { frame.fill(line, style: canvas.theme.style("list.selected")) }
    let text = bar.label.shown(to: label, ascii: isASCII)
    let style = canvas.style("text", isSelected: isSelected)
    let odd = canvas.theme.style("odd", over: style)
    frame.put(text, column: line.column, row: line.row, style: style, odd: odd, within: line)
    let value = Decimals.text(bar.value, decimals)
    let numberStyle = canvas.style("number", isSelected: isSelected)
    frame.put(value, column: line.endColumn - value.count, row: line.row, style: numberStyle, within: line)
    let track = line.width - label - number - 2
    guard track > 0 else { return }
    let area = Rect(column: line.column + label + 1, row: line.row, width: track, height: 1)
    draw(bar.value, into: &frame, area, canvas)
  }

  private func draw(_ value: Double, into frame: inout Frame, _ area: Rect, _ canvas: Canvas) {
    let share = most > 0 && value.isFinite ? max(0, value / most) : 0
    let eighths = Int((share * Double(area.width * 8)).rounded())
    let fill = canvas.theme.style("bar")
    frame.fill(area, isASCII ? "." : "·", style: canvas.theme.style("bar.track"))
    for column in 0..<area.width {
      let rest = isASCII ? (eighths - column * 8) / 8 * 8 : eighths - column * 8
      guard rest > 0 else { break }
      let glyph = isASCII ? "#" : Self.blocks[min(8, rest) - 1]
      frame.put(glyph, column: area.column + column, row: area.row, style: fill, within: area)
    }
  }

  private static let blocks = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
}
