import Basics
import CTerminal
import Screen

/// From a frame's cells to curses' cells: colours to pairs, glyphs to code points.
struct CellWriter {
  private var colors: ColorTable
  private var pairs: PairTable
  private let isASCII: Bool
  private var shown: Frame?

  init(mode: ColorMode, colors: Int, pairs: Int, isASCII: Bool) {
    self.colors = ColorTable(mode: mode, count: colors)
    self.pairs = PairTable(count: mode == .none ? 0 : pairs)
    self.isASCII = isASCII
  }

  /// Forgets what is on the screen.
  mutating func forget() { shown = nil }

  /// Gives curses the rows that differ from the last frame; all rows when pairs may have been given away.
  mutating func write(_ frame: Frame, size: Size) {
    pairs.beginFrame()
    let same = pairs.isFull || shown?.size != frame.size ? nil : shown
    for row in 0..<size.rows {
      let cells = row < frame.size.rows ? frame.row(row) : []
      if let same, row < frame.size.rows, same.row(row) == cells { continue }
      write(cells, row: row, columns: size.columns)
    }
    shown = frame.size == size ? frame : nil
  }

  private mutating func write(_ cells: ArraySlice<Cell>, row: Int, columns: Int) {
    var line: [ct_cell] = []
    line.reserveCapacity(columns)
    var style: Style?
    var pair: Int32 = 0
    var attributes: UInt16 = 0
    for cell in cells.prefix(columns) {
      if cell.style != style {
        style = cell.style
        pair = number(cell.style)
        attributes = UInt16(cell.style.attributes.rawValue)
      }
      append(cell, pair, attributes, &line, columns)
    }
    while line.count < columns { append(Cell(), 0, 0, &line, columns) }
    unsafe line.withUnsafeBufferPointer { unsafe ct_draw_row(Int32(row), $0.baseAddress, Int32($0.count)) }
  }

  private mutating func number(_ style: Style) -> Int32 {
    let wanted = PairTable.Colors(
      foreground: colors.number(style.foreground), background: colors.number(style.background))
    let (pair, isNew) = pairs.pair(wanted)
    if isNew { _ = ct_set_pair(pair, wanted.foreground, wanted.background) }
    return pair
  }

  private func append(
    _ cell: Cell, _ pair: Int32, _ attributes: UInt16, _ line: inout [ct_cell], _ columns: Int
  ) {
    var out = ct_cell()
    out.pair = pair
    out.attributes = attributes
    let isSecondHalf = cell.glyph.isEmpty
    if isASCII {
      out.text.0 = Stand.inASCII(for: cell.glyph)
    } else if isSecondHalf {
      // A second half without a first would shift the row.
      let isFollowing = line.last.map { ColumnWidth.columns($0.text.0) == 2 } ?? false
      out.text.0 = isFollowing ? 0 : 0x20
    } else {
      fill(&out, cell.glyph)
      let width = ColumnWidth.columns(out.text.0)
      let fits = width == 1 || (width == 2 && line.count + 1 < columns)
      if !fits { out.text = (0x20, 0, 0, 0, 0, 0) }
    }
    line.append(out)
  }

  private func fill(_ out: inout ct_cell, _ glyph: String) {
    for (index, scalar) in glyph.unicodeScalars.prefix(5).enumerated() {
      switch index {
      case 0: out.text.0 = scalar.value
      case 1: out.text.1 = scalar.value
      case 2: out.text.2 = scalar.value
      case 3: out.text.3 = scalar.value
      default: out.text.4 = scalar.value
      }
    }
  }
}

/// ASCII in place of the strokes and marks of the interface, for screens that have nothing else.
enum Stand {
  private static let table: [Character: Character] = {
    var table: [Character: Character] = [:]
    for (ascii, glyphs) in [
      ("-", "─━╌┄╴╶"), ("|", "│┃╎┆"), ("+", "╭╮╰╯┌┐└┘├┤┬┴┼┏┓┗┛╋┣┫┳┻"), ("#", "█▓▉▊▋▌"), ("=", "▄▀═▍"),
      ("-", "▎▏░▒"),
      (">", "→▶▸›»"), ("<", "←◀◂‹«"), ("^", "↑▲▴"), ("v", "↓▼▾"), ("~", "…"), ("*", "•◆●◉✓"), (".", "·"),
      ("_", "␣"),
    ] {
      for glyph in glyphs { table[glyph] = Character(ascii) }
    }
    return table
  }()

  /// The code point to draw for a glyph; every cell keeps its column.
  static func inASCII(for glyph: String) -> UInt32 {
    guard let first = glyph.unicodeScalars.first else { return 0x20 }
    if first.isASCII { return first.value }
    let stand = glyph.first.flatMap { table[$0] } ?? "?"
    return stand.unicodeScalars.first?.value ?? 0x3F
  }
}
