import Basics
import CTerminal
import Screen

/// From a frame's cells to curses' cells: colours to pairs, glyphs to code points.
struct CellWriter {
  private var colors: ColorTable
  private var pairs: PairTable
  private let isASCII: Bool
  private let ambiguousIsWide: Bool
  private var shown: Frame?

  init(mode: ColorMode, colors: Int, pairs: Int, isASCII: Bool, ambiguousIsWide: Bool) {
    self.ambiguousIsWide = ambiguousIsWide
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
    for index in cells.indices.prefix(columns) {
      let cell = cells[index]
      if cell.style != style {
        style = cell.style
        pair = number(cell.style)
        attributes = UInt16(cell.style.attributes.rawValue)
      }
      let isWide = index + 1 < cells.endIndex && cells[index + 1].glyph.isEmpty && line.count + 1 < columns
      line.append(made(cell.glyph, isWide: isWide, after: line.last, pair, attributes))
    }
    while line.count < columns { line.append(made(" ", isWide: false, after: nil, 0, 0)) }
    unsafe line.withUnsafeBufferPointer { unsafe ct_draw_row(Int32(row), $0.baseAddress, Int32($0.count)) }
  }

  private mutating func number(_ style: Style) -> Int32 {
    let wanted = PairTable.Colors(
      foreground: colors.number(kept(style.foreground)), background: colors.number(kept(style.background)))
    let (pair, isNew) = pairs.pair(wanted)
    if isNew { _ = ct_set_pair(pair, wanted.foreground, wanted.background) }
    return pair
  }

  /// A colour, coarser when pairs run out.
  private func kept(_ color: Color) -> Color {
    guard let bits = pairs.bitsLeft, let pixel = color.pixel else { return color }
    return Color(pixel.quantized(bits: bits))
  }

  /// One cell. What curses would take to be wider or narrower than the frame does would shift the row, so it gives way:
  /// strokes become ASCII where ambiguous characters are wide, anything else a blank.
  private func made(
    _ glyph: String, isWide: Bool, after last: ct_cell?, _ pair: Int32, _ attributes: UInt16
  ) -> ct_cell {
    var out = ct_cell()
    out.pair = pair
    out.attributes = attributes
    if isASCII {
      out.text.0 = Stand.inASCII(for: glyph)
    } else if glyph.isEmpty {
      let isFollowing = last.map { columns($0.text.0) == 2 } ?? false
      out.text.0 = isFollowing ? 0 : 0x20
    } else {
      fill(&out, glyph)
      let width = columns(out.text.0)
      if width == 2 && !isWide { out.text = (Stand.inASCII(for: glyph), 0, 0, 0, 0, 0) }
      if width < 1 || (width == 1 && isWide) { out.text = (0x20, 0, 0, 0, 0, 0) }
    }
    return out
  }

  private func columns(_ codePoint: UInt32) -> Int {
    ColumnWidth.columns(codePoint, ambiguousIsWide: ambiguousIsWide)
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
