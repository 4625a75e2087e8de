import Basics

/// A grid of small dots inside character cells: two by four in a cell as braille, or one as a point where only ASCII is at hand.
///
/// Of the curves that meet in a cell the last gives the ink; guides give way to curves.
struct Dots {
  let columns: Int
  let rows: Int
  let isASCII: Bool
  private var bits: [UInt8]
  private var inks: [Ink?]
  /// Signs and letters that stand in place of dots; the second half of a wide one is empty.
  private var glyphs: [Legible?]
  /// Cells whose point has its label already.
  private var labelled: Set<Int> = []

  init(columns: Int, rows: Int, isASCII: Bool) {
    self.columns = columns
    self.rows = rows
    self.isASCII = isASCII
    bits = Array(repeating: 0, count: columns * rows)
    inks = Array(repeating: nil, count: columns * rows)
    glyphs = Array(repeating: nil, count: columns * rows)
  }

  /// Dots across a cell and down it.
  var across: Int { isASCII ? 1 : 2 }
  var down: Int { isASCII ? 1 : 4 }
  var width: Int { columns * across }
  var height: Int { rows * down }

  /// One dot; `y` counts from the bottom.
  mutating func set(_ x: Int, _ y: Int, _ ink: Ink) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let top = height - 1 - y
    let cell = top / down * columns + x / across
    bits[cell] |= isASCII ? 1 : Self.braille[top % 4][x % 2]
    if ink != .guide || inks[cell] == nil { inks[cell] = ink }
  }

  /// A straight line; of `dash` dots every other group is left out. `phase` is how many dots came before.
  mutating func line(
    _ from: (x: Int, y: Int), _ to: (x: Int, y: Int), _ ink: Ink, dash: Int? = nil, phase: inout Int
  ) {
    let (dx, dy) = (abs(to.x - from.x), abs(to.y - from.y))
    let steps = max(dx, dy)
    for step in 0...steps {
      let share = steps == 0 ? 0 : Double(step) / Double(steps)
      let x = from.x + Int((Double(to.x - from.x) * share).rounded())
      let y = from.y + Int((Double(to.y - from.y) * share).rounded())
      if dash.map({ phase / $0 % 2 == 0 }) ?? true { set(x, y, ink) }
      if step < steps { phase += 1 }
    }
  }

  /// The cell of a dot.
  func cell(_ x: Int, _ y: Int) -> (column: Int, row: Int) {
    (min(columns - 1, max(0, x / across)), min(rows - 1, max(0, (height - 1 - y) / down)))
  }

  /// Puts a sign of ours into a cell, over its dots.
  mutating func put(_ sign: String, column: Int, row: Int, _ ink: Ink) {
    guard column >= 0, column < columns, row >= 0, row < rows else { return }
    glyphs[row * columns + column] = Self.piece(sign)
    inks[row * columns + column] = ink
  }

  /// Puts foreign text into cells, over their dots; all of it has to lie inside.
  mutating func put(_ items: [Legible], column: Int, row: Int, _ ink: Ink) {
    guard column >= 0, row >= 0, row < rows, column + items.columns <= columns else { return }
    var cell = row * columns + column
    for item in items {
      // What spells an escape is as many signs; a wide character is one, with nothing in its second cell.
      let isOne = item.columns == 1 || (item.kind == .plain && item.columns == 2)
      var pieces = isOne ? [item] : item.glyph.unicodeScalars.map { Self.piece(String($0)) }
      while pieces.count < item.columns { pieces.append(Self.piece("", columns: 0)) }
      for piece in pieces.prefix(item.columns) {
        glyphs[cell] = piece
        inks[cell] = ink
        cell += 1
      }
    }
  }

  private static func piece(_ glyph: String, columns: Int = 1) -> Legible {
    Legible(.plain, 0..<0, glyph, columns: columns, scalar: glyph.unicodeScalars.first?.value ?? 0)
  }

  /// Notes that the point in a cell has its label.
  mutating func noteLabel(column: Int, row: Int) { labelled.insert(row * columns + column) }

  /// Whether the point in a cell has its label.
  func hasLabel(column: Int, row: Int) -> Bool { labelled.contains(row * columns + column) }

  /// Whether `count` cells from `column` on hold nothing, and no letters or signs stand right beside them, `own` apart.
  func isFree(column: Int, row: Int, count: Int, beside own: (column: Int, row: Int)) -> Bool {
    guard column >= 0, row >= 0, row < rows, column + count <= columns else { return false }
    let start = row * columns
    let isEmpty = (start + column..<start + column + count).allSatisfy { bits[$0] == 0 && glyphs[$0] == nil }
    return isEmpty
      && [column - 1, column + count].allSatisfy { neighbour in
        guard neighbour >= 0, neighbour < columns else { return true }
        return glyphs[start + neighbour] == nil || (neighbour, row) == (own.column, own.row)
      }
  }

  /// One row of cells, from `left` on; neighbours of one ink are one run.
  func runs(row: Int, left: Int) -> SketchRow {
    var runs: SketchRow = []
    var column = 0
    while column < columns {
      let start = column
      var items: [Legible] = []
      let ink = inks[row * columns + start]
      while column < columns, inks[row * columns + column] == ink {
        let piece = glyph(row * columns + column)
        if piece.columns > 0 { items.append(piece) }
        column += 1
      }
      if let ink { runs.append(SketchRun(column: left + start, items: items, ink: ink)) }
    }
    return runs
  }

  private func glyph(_ cell: Int) -> Legible {
    if let glyph = glyphs[cell] { return glyph }
    if bits[cell] == 0 { return Self.piece(" ") }
    if isASCII { return Self.piece(inks[cell] == .guide ? "-" : ".") }
    return Self.piece(Unicode.Scalar(0x2800 + UInt32(bits[cell])).map { String($0) } ?? " ")
  }

  /// The bits of a braille pattern, by row from the top and column.
  private static let braille: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
