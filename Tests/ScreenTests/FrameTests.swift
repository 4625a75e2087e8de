import Basics
import Screen
import Testing

@Suite struct FrameTests {
  private let red = Style(foreground: .rgb(red: 255, green: 0, blue: 0))

  @Test func `text is clipped and a half character becomes a space`() {
    var frame = Frame(Size(columns: 8, rows: 1))
    let clip = Rect(column: 1, row: 0, width: 4, height: 1)
    let end = frame.put("漢字仮名", column: 0, row: 0, style: red, within: clip)
    #expect(end >= 5)
    #expect(frame.textRows() == ["  字"])
    #expect(frame[column: 4, row: 0].glyph == " ")
    #expect(frame[column: 4, row: 0].style == red)
    #expect(frame[column: 5, row: 0].style == Style())
  }

  @Test func `no half of a wide character is left over`() {
    var frame = Frame(Size(columns: 6, rows: 1))
    frame.put("漢字仮", column: 0, row: 0, style: red)
    frame.put("x", column: 1, row: 0, style: red)
    frame.put("y", column: 2, row: 0, style: red)
    #expect(frame.textRows() == [" xy 仮"])
    frame.put("漢", column: 3, row: 0, style: red)
    #expect(frame.textRows() == [" xy漢"])
  }

  @Test func `control characters never reach a cell`() {
    var frame = Frame(Size(columns: 20, rows: 2))
    frame.put("a\u{1B}[2Jb\nc\u{202E}", column: 0, row: 0, style: red, odd: Style().adding(.bold))
    #expect(frame.textRows() == ["a␛[2Jb↵c<202e>", ""])
    #expect(frame[column: 1, row: 0].style.attributes == .bold)
    #expect(frame[column: 0, row: 0].style == red)
  }

  @Test func `drawing outside the frame does nothing`() {
    var frame = Frame(Size(columns: 1, rows: 1))
    frame.box(Rect(column: -4, row: -3, width: 100, height: 50), title: "x", focused: true, theme: .embedded)
    frame.put("hello", column: -2, row: 0, style: red)
    frame.put("hello", column: 0, row: 9, style: red)
    frame.fill(Rect(column: 5, row: 5, width: 5, height: 5), style: red)
    frame.cursor = (column: 7, row: 7)
    #expect(frame.textRows() == ["l"])
    #expect(frame.cursor == nil)
    #expect(Frame(Size(columns: 0, rows: 0)).textRows().isEmpty)
  }

  @Test func `a box has a title and shows focus by its strokes`() {
    var frame = Frame(Size(columns: 14, rows: 3))
    frame.box(frame.bounds, title: "a very long title", focused: false, theme: .embedded)
    #expect(frame.textRows() == ["╭─ a very … ─╮", "│            │", "╰────────────╯"])
    frame.box(frame.bounds, title: "x", focused: true, theme: .embedded)
    #expect(frame.textRows().first == "┏━ x ━━━━━━━━┓")
    frame.box(frame.bounds, title: "x", focused: true, theme: .embedded, ascii: true)
    #expect(frame.textRows().first == "#= x ========#")
  }

  @Test func `the style map has a letter a style and says what it means`() {
    var frame = Frame(Size(columns: 4, rows: 1))
    frame.put("x", column: 1, row: 0, style: red.adding(.bold))
    let map = frame.styleMap()
    #expect(map.rows == [".a.."])
    #expect(map.legend == [". terminal on terminal", "a #ff0000 on terminal bold"])
  }

  @Test(arguments: [
    ("short", 5, "short"), ("longer", 5, "long…"), ("漢字仮", 4, "漢…"), ("a\tb", 2, "a…"), ("x", 0, ""),
  ])
  func `text is cut to columns with a mark`(text: String, columns: Int, cut: String) {
    #expect(Fit.shorten(text, to: columns) == cut)
  }

  @Test func `sentences break at spaces`() {
    #expect(Fit.wrap("one two three", to: 7) == ["one two", "three"])
    #expect(Fit.wrap("", to: 7) == [""])
    #expect(Fit.wrap("incomprehensible", to: 6) == ["incom…"])
  }
}
