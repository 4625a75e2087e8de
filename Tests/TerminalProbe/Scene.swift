import Basics
import Figures
import Screen
import Terminal

/// What the probe draws: a workbench in small, with the kinds of things the real one shows.
struct Scene {
  /// Never known to the compiler, so that it cannot see what will go wrong.
  let number: Int
  private let theme: Theme
  private let text: [UInt8]
  private let isASCII: Bool
  private let summary: String

  init(_ environment: [String: String], _ display: CursesDisplay) {
    let theme = environment["PROBE_THEME"].map { Theme.load(path: $0).theme } ?? .embedded
    self.theme = theme.adapted(to: display.colorMode)
    text = environment["PROBE_TEXT"].flatMap { try? Files.read($0) } ?? Array(Self.sample.utf8)
    isASCII = display.isASCII
    summary = "\(display.capabilities.entry) · \(display.colorMode.rawValue) colours"
    number = 2 + environment.count
  }

  private static let sample = """
    The quick brown fox jumps over the lazy dog, and 漢字 stay 漢字.
    \tGünaydın — emoji 🦊 and 👩\u{200D}🚀, a\u{200B}b, \u{1B}[31mnot red\u{1B}[0m.
    zero\u{202E}width e\u{301} \u{1FAEA} end
    """

  func frame(_ size: Size, _ last: String) -> Frame {
    var frame = Frame(size, style: theme.style("text"))
    let (top, status) = frame.bounds.split(top: size.rows - 1)
    let (left, right) = top.split(left: size.columns * 3 / 5)
    frame.box(left, title: "sample.txt", focused: true, theme: theme, ascii: isASCII)
    drawTokens(&frame, left.inset(by: 1))
    frame.box(right, title: "measures", focused: false, theme: theme, ascii: isASCII)
    frame.put(last, column: right.column + 1, row: right.row + 1, style: theme.style("text"), within: right.inset(by: 1))
    frame.fill(status, style: theme.style("status"))
    frame.put(" q quit  \(summary)", column: 0, row: status.row, style: theme.style("status"), within: status)
    frame.cursor = (column: 1, row: 1)
    return frame
  }

  /// Words as if they were tokens, each with its own colour.
  private func drawTokens(_ frame: inout Frame, _ area: Rect) {
    var (column, row, hue) = (area.column, area.row, 0)
    let options = Legible.Options(isASCII: isASCII, showsSpaces: true)
    for item in Legible.items(of: text, options) {
      if item.kind == .space { hue += 1 }
      let base = theme.tokenStyle(hue: hue)
      let style = item.kind.isEscaped ? theme.style("odd", over: base) : base
      if column + item.columns > area.endColumn { (column, row) = (area.column, row + 1) }
      column = frame.put(item, column: column, row: row, style: style, within: area)
      if item.kind == .newline { (column, row) = (area.column, row + 1) }
    }
  }

  /// A picture that changes everywhere.
  func noise(_ size: Size, _ step: Int) -> Frame {
    var frame = Frame(size)
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let shade = UInt8(truncatingIfNeeded: (column * 7 + row * 13 + step * 29) & 0xFF)
        let style = Style(
          foreground: .rgb(red: shade, green: 255 - shade, blue: UInt8(truncatingIfNeeded: step)),
          background: .rgb(red: UInt8(truncatingIfNeeded: row), green: shade, blue: shade / 2))
        frame[column: column, row: row] = Cell("▀", style: style)
      }
    }
    return frame
  }
}
