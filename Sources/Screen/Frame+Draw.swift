import Basics

/// How foreign and own text is laid into cells.
extension Frame {
  /// Writes one line of text, made legible, and returns the column after it. Nothing outside `clip` is touched; a
  /// character of two columns that would be cut by the clip becomes a space.
  @discardableResult
  package mutating func put(
    _ text: String, column: Int, row: Int, style: Style, within clip: Rect? = nil, odd: Style? = nil,
    _ options: Legible.Options = Legible.Options()
  ) -> Int {
    let clip = visible(clip)
    guard row >= clip.row, row < clip.endRow else { return column }
    let bytes = Array(text.utf8)
    var at = column
    var start = 0
    while start < bytes.count, at < clip.endColumn {
      let item = Legible.next(in: bytes.span, at: start, limit: bytes.count, options)
      let itemStyle = item.kind.isEscaped ? odd ?? style : style
      at = put(item, column: at, row: row, style: itemStyle, within: clip)
      start = item.range.upperBound
    }
    return at
  }

  /// Writes legible pieces, the escaped ones in the style `odd`, and returns the column after them.
  @discardableResult
  package mutating func put(
    _ items: [Legible], column: Int, row: Int, style: Style, odd: Style, within clip: Rect? = nil
  ) -> Int {
    items.reduce(column) { at, item in
      put(item, column: at, row: row, style: item.kind.isEscaped ? odd : style, within: clip)
    }
  }

  /// Writes one legible piece and returns the column after it.
  @discardableResult
  package mutating func put(
    _ item: Legible, column: Int, row: Int, style: Style, within clip: Rect? = nil
  ) -> Int {
    let clip = visible(clip)
    let end = column + item.columns
    guard row >= clip.row, row < clip.endRow, end > clip.column, column < clip.endColumn else { return end }
    if item.columns == 1 {
      self[column: column, row: row] = Cell(item.glyph, style: style)
    } else if item.columns == 2 && item.kind == .plain && !item.glyph.utf8.allSatisfy({ $0 < 0x80 }) {
      putWide(item.glyph, column: column, row: row, style: style, within: clip)
    } else {
      for (offset, scalar) in item.glyph.unicodeScalars.enumerated()
      where clip.contains(column: column + offset, row: row) {
        self[column: column + offset, row: row] = Cell(String(scalar), style: style)
      }
    }
    return end
  }

  private mutating func putWide(_ glyph: String, column: Int, row: Int, style: Style, within clip: Rect) {
    guard column >= clip.column, column + 1 < clip.endColumn else {
      for c in column...column + 1 where clip.contains(column: c, row: row) {
        self[column: c, row: row] = Cell(style: style)
      }
      return
    }
    self[column: column, row: row] = Cell(glyph, style: style)
    self[column: column + 1, row: row] = .continuation(style)
  }

  /// Fills a rectangle with one glyph of one column.
  package mutating func fill(_ rect: Rect, _ glyph: String = " ", style: Style) {
    let rect = visible(rect)
    for row in rect.row..<rect.endRow {
      for column in rect.column..<rect.endColumn {
        self[column: column, row: row] = Cell(glyph, style: style)
      }
    }
  }

  /// Changes the style of what is already drawn in a rectangle.
  package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let rect = visible(rect)
    for row in rect.row..<rect.endRow {
      for column in rect.column..<rect.endColumn {
        setStyle(change(self[column: column, row: row].style), column: column, row: row)
      }
    }
  }

  /// Draws a border on the edge of `rect`, with a title in its upper line. The focused pane has a double upper line
  /// and marks beside its title, so that focus is seen by shape as well as by colour.
  package mutating func box(
    _ rect: Rect, title: String, focused: Bool, theme: Theme, ascii: Bool = false
  ) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let line = theme.style(focused ? "pane.border.focused" : "pane.border")
    let glyphs = BoxGlyphs.choose(focused: focused, ascii: ascii)
    let (right, bottom) = (rect.endColumn - 1, rect.endRow - 1)
    for column in rect.column + 1..<right {
      draw(glyphs.top, column, rect.row, line)
      draw(glyphs.bottom, column, bottom, line)
    }
    for row in rect.row + 1..<bottom {
      draw(glyphs.side, rect.column, row, line)
      draw(glyphs.side, right, row, line)
    }
    draw(glyphs.corners[0], rect.column, rect.row, line)
    draw(glyphs.corners[1], right, rect.row, line)
    draw(glyphs.corners[2], rect.column, bottom, line)
    draw(glyphs.corners[3], right, bottom, line)
    guard !title.isEmpty, rect.width > 6 else { return }
    let style = theme.style(focused ? "pane.title.focused" : "pane.title")
    let room = Rect(column: rect.column + 2, row: rect.row, width: rect.width - 4, height: 1)
    let shown = Fit.shorten(title, to: room.width - 2)
    put(" \(shown) ", column: room.column, row: room.row, style: style, within: room)
  }

  private mutating func draw(_ glyph: String, _ column: Int, _ row: Int, _ style: Style) {
    self[column: column, row: row] = Cell(glyph, style: style)
  }

  private func visible(_ clip: Rect?) -> Rect { clip?.intersection(bounds) ?? bounds }
}

/// The strokes of a border.
struct BoxGlyphs {
  var top: String
  var bottom: String
  var side: String
  /// Upper left, upper right, lower left, lower right.
  var corners: [String]

  static func choose(focused: Bool, ascii: Bool) -> BoxGlyphs {
    switch (ascii, focused) {
    case (true, false): BoxGlyphs(top: "-", bottom: "-", side: "|", corners: ["+", "+", "+", "+"])
    case (true, true): BoxGlyphs(top: "=", bottom: "-", side: "|", corners: ["#", "#", "+", "+"])
    case (false, false): BoxGlyphs(top: "─", bottom: "─", side: "│", corners: ["╭", "╮", "╰", "╯"])
    case (false, true): BoxGlyphs(top: "━", bottom: "━", side: "┃", corners: ["┏", "┓", "┗", "┛"])
    }
  }
}
