import Basics
import Documents
import Screen
import Tokens

/// Draws rows of text: token colours, boundaries, selection, matches, caret.
struct TextPainter {
  private let state: State
  private let area: Rect
  private let theme: Theme
  private let hues: TokenHues
  private let current: Int?
  private let isFocused: Bool
  /// The bytes that the chosen parts of figures stand for.
  private let lit: [Range<Int>]

  init(_ state: State, area: Rect) {
    self.state = state
    self.area = area
    theme = state.theme
    hues = TokenHues(state.segmentation?.tokens ?? [])
    current = state.currentTokenIndex
    lit = state.litBytes
    isFocused = state.focus == .text && state.overlays.isEmpty
  }

  mutating func draw(_ row: TextRow, at y: Int, isLast: Bool, into frame: inout Screen.Frame) {
    switch state.view.mode {
    case .spans, .ids: drawText(row, at: y, isLast: isLast, into: &frame)
    case .list: drawList(row, at: y, into: &frame)
    case .hex: drawHex(row, at: y, into: &frame)
    }
  }

  // MARK: - Spans and ids

  private func drawText(_ row: TextRow, at y: Int, isLast: Bool, into frame: inout Screen.Frame) {
    let left = area.column - state.view.left
    for (index, glyph) in row.glyphs.enumerated() {
      let style = style(glyph)
      drawGlyph(glyph, style, at: left + glyph.column, y, into: &frame)
      if state.hasBars, glyph.startsToken, index > 0, glyph.column > row.glyphs[index - 1].endColumn {
        let bar = Cell(state.isASCII ? "|" : "│", style: theme.style("token.boundary"))
        if area.contains(column: left + glyph.column - 1, row: y) {
          frame[column: left + glyph.column - 1, row: y] = bar
        }
      }
      if state.view.mode == .ids, let token = glyph.token, index == 0 || row.glyphs[index - 1].token != token
      {
        drawLabel(token, at: left + glyph.column, y + 1, into: &frame)
      }
    }
    drawCaret(row, at: y, isLast: isLast, left: left, into: &frame)
  }

  /// One piece; the columns that a tab spans have its colour too, and the mark of a line end only shows with whitespace.
  private func drawGlyph(
    _ glyph: TextRow.Glyph, _ style: Style, at column: Int, _ y: Int, into frame: inout Screen.Frame
  ) {
    var item = glyph.item
    if !state.view.showsWhitespace, item.kind == .newline || item.kind == .tab { item.glyph = " " }
    frame.put(item, column: column, row: y, style: style, within: area)
    guard item.kind == .tab, state.view.mode == .spans else { return }
    let end = (glyph.column / TextLayout.tabWidth + 1) * TextLayout.tabWidth - glyph.column + column
    for c in column + 1..<max(column + 1, end) where area.contains(column: c, row: y) {
      frame[column: c, row: y] = Cell(" ", style: style)
    }
  }

  private func drawLabel(_ token: Int, at column: Int, _ y: Int, into frame: inout Screen.Frame) {
    guard let tokens = state.segmentation?.tokens, tokens.indices.contains(token) else { return }
    let style = token == current ? theme.style("token.current") : theme.style("number")
    frame.put(String(tokens[token].id), column: column, row: y, style: style, within: area)
  }

  private func drawCaret(_ row: TextRow, at y: Int, isLast: Bool, left: Int, into frame: inout Screen.Frame) {
    let caret = state.view.selection.caret
    let isHere =
      row.range.contains(caret)
      || (isLast && caret == row.range.upperBound && caret == state.document.text.count)
    guard isHere else { return }
    let column = min(left + row.column(of: caret), area.endColumn - 1)
    guard area.contains(column: column, row: y) else { return }
    if isFocused && state.view.isTyping {
      frame.cursor = (column, y)
    } else {
      var cell = frame[column: column, row: y]
      cell.style = theme.style("text.cursor")
      if cell.glyph.isEmpty { cell.glyph = " " }
      frame[column: column, row: y] = cell
    }
  }

  // MARK: - One token a line

  private func drawList(_ row: TextRow, at y: Int, into frame: inout Screen.Frame) {
    guard let segmentation = state.segmentation,
      let index = row.glyphs.first(where: { $0.token != nil })?.token,
      segmentation.tokens.indices.contains(index)
    else { return drawText(row, at: y, isLast: false, into: &frame) }
    let token = segmentation.tokens[index]
    let bytes = segmentation.bytes(of: token)
    let isCurrent = index == current
    var x = frame.put(
      isCurrent ? (state.isASCII ? "> " : "▸ ") : "  ", column: area.column, row: y,
      style: theme.style("key"), within: area)
    x = frame.put(
      Fit.pad(String(bytes.lowerBound), to: 9, right: true) + " ", column: x, row: y,
      style: theme.style("text.dim"), within: area)
    x = frame.put(
      Fit.pad(String(token.id), to: 9, right: true) + "  ", column: x, row: y, style: theme.style("number"),
      within: area)
    let style = style(row.glyphs[0])
    for glyph in row.glyphs where !glyph.item.range.isEmpty {
      x = frame.put(glyph.item, column: x, row: y, style: style, within: area)
    }
    let hexColumn = max(x + 2, area.column + min(48, area.width / 2 + 8))
    let hex = state.document.text[bytes].prefix(32).map { Int($0).hex(2) }.joined(separator: " ")
    frame.put(hex, column: hexColumn, row: y, style: theme.style("text.dim"), within: area)
    if isCurrent && isFocused { frame.cursor = (area.column, y) }
  }

  // MARK: - Hex

  private func drawHex(_ row: TextRow, at y: Int, into frame: inout Screen.Frame) {
    let bytes = state.document.text[row.range]
    let count = state.textLayout.hexBytes
    let caret = state.view.selection.caret
    for (index, byte) in bytes.enumerated() {
      let offset = row.range.lowerBound + index
      let token = state.segmentation?.index(at: offset)
      let starts =
        token.map {
          state.segmentation?.bytes(of: state.segmentation?.tokens[$0] ?? Token(id: 0, start: 0, end: 0))
            .lowerBound == offset
        } ?? false
      let style = style(at: offset, token: token)
      let column = area.column + HexColumns.column(index)
      let printable = (0x20..<0x7F).contains(byte)
      let shown = printable ? String(Unicode.Scalar(byte)) : (state.isASCII ? "." : "·")
      let textColumn = area.column + HexColumns.textStart(count) + index
      if starts && state.hasBars && index > 0 {
        frame.put(
          state.isASCII ? "|" : "│", column: column - 1, row: y, style: theme.style("token.boundary"),
          within: area)
      }
      frame.put(Int(byte).hex(2), column: column, row: y, style: style, within: area)
      frame.put(shown, column: textColumn, row: y, style: style, within: area)
      if offset == caret { markCaret(column, textColumn, y, into: &frame) }
    }
  }

  private func markCaret(_ column: Int, _ textColumn: Int, _ y: Int, into frame: inout Screen.Frame) {
    let style = theme.style("text.cursor")
    frame.restyle(Rect(column: column, row: y, width: 2, height: 1).clamped(to: area)) { _ in style }
    frame.restyle(Rect(column: textColumn, row: y, width: 1, height: 1).clamped(to: area)) { _ in style }
  }

  // MARK: - Styles

  private func style(_ glyph: TextRow.Glyph) -> Style {
    if glyph.item.range.isEmpty { return theme.style("text.dim") }
    let base = style(at: glyph.item.range.lowerBound, token: glyph.token)
    if glyph.item.kind.isEscaped {
      return theme.style(
        glyph.item.kind == .newline || glyph.item.kind == .tab ? "whitespace" : "odd", over: base)
    }
    return glyph.item.kind == .space && state.view.showsWhitespace
      ? theme.style("whitespace", over: base) : base
  }

  private func style(at offset: Int, token: Int?) -> Style {
    if state.view.selection.range.contains(offset) { return theme.style("text.selection") }
    if lit.contains(where: { $0.contains(offset) }) { return theme.style("token.current") }
    if state.search.match?.contains(offset) == true { return theme.style("text.search.current") }
    guard let token, let tokens = state.segmentation?.tokens, tokens.indices.contains(token) else {
      return theme.style("text")
    }
    var style = theme.tokenStyle(hue: hues[token])
    if isSpecial(tokens[token].id) { style = theme.style("token.special") }
    if state.view.boundaries == .underline && token % 2 == 1 { style = style.adding(.underline) }
    return token == current ? style.adding(.bold) : style
  }

  private func isSpecial(_ id: TokenID) -> Bool {
    let kind = state.tokenizer.tokenizer.vocabulary.kind(of: id)
    return kind == .special || kind == .added || kind == .control
  }
}

/// The hue of each token: by its id, one step further where it would be its left neighbour's.
struct TokenHues {
  private var hues: [UInt8] = []

  init(_ tokens: [Token]) {
    hues.reserveCapacity(tokens.count)
    var last: UInt8 = 255
    for token in tokens {
      // Fibonacci hashing spreads neighbouring ids over the hues.
      var hue = UInt8(truncatingIfNeeded: (token.id &* 0x9E37_79B9) >> 29)
      if hue == last { hue = (hue + 1) % UInt8(Theme.hues) }
      hues.append(hue)
      last = hue
    }
  }

  subscript(index: Int) -> Int { hues.indices.contains(index) ? Int(hues[index]) : 0 }
}

extension Rect {
  /// The part inside another rectangle.
  func clamped(to other: Rect) -> Rect {
    let (c, r) = (max(column, other.column), max(row, other.row))
    return Rect(
      column: c, row: r, width: min(endColumn, other.endColumn) - c, height: min(endRow, other.endRow) - r)
  }
}
