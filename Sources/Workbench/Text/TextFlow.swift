import Basics
import Documents

/// Gives the pieces of one block their rows and columns.
struct TextFlow {
  private let layout: TextLayout
  private var rows: [TextRow] = []
  private var current: TextRow
  private var column = 0
  private let end: Int

  init(layout: TextLayout, block: Range<Int>, startsLine: Bool) {
    self.layout = layout
    current = TextRow(range: block.lowerBound..<block.lowerBound, startsLine: startsLine)
    end = block.upperBound
  }

  /// The rows of the block.
  mutating func run(_ glyphs: [TextRow.Glyph]) -> [TextRow] {
    var index = 0
    while index < glyphs.count {
      let group = groupEnd(glyphs, from: index)
      place(glyphs[index..<group])
      index = group
    }
    current.range = current.range.lowerBound..<end
    rows.append(current)
    return rows
  }

  /// In the id view, the pieces of one token stay together; a shared character stays with the first of its bytes.
  private func groupEnd(_ glyphs: [TextRow.Glyph], from start: Int) -> Int {
    var end = start + 1
    if layout.mode != .ids { return glyphs[start].item.range.isEmpty ? min(start + 2, glyphs.count) : end }
    while end < glyphs.count, glyphs[end].token == glyphs[start].token, !glyphs[end].startsToken,
      glyphs[end].token != nil
    { end += 1 }
    return end
  }

  private mutating func place(_ group: ArraySlice<TextRow.Glyph>) {
    guard let first = group.first else { return }
    let bar = layout.hasBars && first.startsToken && column > 0 ? 1 : 0
    let needed = group.reduce(0) { $0 + $1.item.columns }
    if layout.wraps && column > 0 && column + bar + needed > layout.width && !fitsAsSpace(group) {
      breakRow(before: first)
    } else {
      column += bar
    }
    let start = column
    for glyph in group { add(glyph) }
    if layout.mode == .ids, let token = first.token { column = max(column, start + labelWidth(token)) + 1 }
  }

  /// A space or line end may stand one column beyond the edge: it is drawn there only if there is room.
  private func fitsAsSpace(_ group: ArraySlice<TextRow.Glyph>) -> Bool {
    group.count == 1 && layout.mode == .spans && column == layout.width && group.first?.item.kind == .newline
  }

  private func labelWidth(_ token: Int) -> Int {
    guard let tokens = layout.segmentation?.tokens, tokens.indices.contains(token) else { return 0 }
    return String(tokens[token].id).utf8.count
  }

  private mutating func add(_ glyph: TextRow.Glyph) {
    var glyph = glyph
    if layout.wraps && column > 0 && column + glyph.item.columns > layout.width && layout.mode == .ids {
      breakRow(before: glyph)
    }
    glyph.column = column
    current.glyphs.append(glyph)
    column += glyph.item.columns
    if glyph.item.kind == .tab && layout.mode == .spans {
      column = (column + TextLayout.tabWidth - 1) / TextLayout.tabWidth * TextLayout.tabWidth
    }
  }

  /// Ends the row, at the last space if that keeps more than half of it.
  private mutating func breakRow(before glyph: TextRow.Glyph) {
    var carried: [TextRow.Glyph] = []
    if layout.mode == .spans, glyph.item.kind == .plain, let space = lastBreak() {
      carried = Array(current.glyphs[(space + 1)...])
      current.glyphs.removeLast(carried.count)
    }
    let start = carried.first?.item.range.lowerBound ?? glyph.item.range.lowerBound
    current.range = current.range.lowerBound..<start
    rows.append(current)
    current = TextRow(range: start..<start, startsLine: false)
    column = 0
    for glyph in carried {
      if layout.hasBars && glyph.startsToken && column > 0 { column += 1 }
      add(glyph)
    }
    if !carried.isEmpty && layout.hasBars && glyph.startsToken { column += 1 }
  }

  private func lastBreak() -> Int? {
    guard let space = current.glyphs.lastIndex(where: { $0.item.kind == .space || $0.item.kind == .tab }),
      space + 1 < current.glyphs.count, current.glyphs[space].column * 2 > layout.width
    else { return nil }
    return space
  }
}
