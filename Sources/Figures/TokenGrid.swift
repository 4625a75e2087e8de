import Basics

/// Tokens of a picture on their grid: the picture below, and for each token a state, a number, a mark.
///
/// Cells are counted row by row from the top left.
package struct TokenGrid: Sendable, Equatable {
  /// A kind of tokens, as the legend names it.
  package struct State: Sendable, Hashable {
    /// `sink`.
    package var name: String
    /// One column, for cells and legend: what tells states apart without colour. `ascii` stands for it where only ASCII is drawn.
    package var sign: String
    package var ascii: String
    /// Its colour, as the number of a series; nil for the colour of what matters less.
    package var series: Int?

    package init(_ name: String, sign: String, ascii: String, series: Int?) {
      (self.name, self.sign, self.ascii, self.series) = (name, sign, ascii, series)
    }
  }

  /// A token that stands behind each row, the same everywhere, and is no patch.
  package struct RowEnd: Sendable, Hashable {
    /// `image_newline`.
    package var name: String
    /// One column; `ascii` stands for it where only ASCII is drawn.
    package var sign: String
    package var ascii: String

    package init(_ name: String, sign: String, ascii: String) {
      (self.name, self.sign, self.ascii) = (name, sign, ascii)
    }
  }

  /// What the ground of a cell shows.
  package enum Ground: String, Sendable, CaseIterable {
    /// The picture.
    case picture
    /// The colour of the token's state.
    case states
    /// The token's number on a ramp.
    case values
  }

  package var title: String
  package let rows: Int
  package let columns: Int
  /// The picture as the model saw it, stretched over the grid when it is drawn; nil when only tokens were brought.
  package var pixels: Pixels?
  /// What the signs mean.
  package var states: [State]
  /// By cell, its state as an index; nil where it has none. Empty when no token has one.
  package var cells: [Int?]
  /// By cell, a number; not a number stands for none. Empty when there are none.
  package var values: [Float]
  /// What a number means, with its unit.
  package var unit: String
  /// How many decimals a number is written with.
  package var decimals: Int
  /// By cell, a short mark such as `+`, drawn in place of the sign of its state.
  package var marks: [Int: String]
  /// Cells whose tokens are gone: drawn dark.
  package var gone: Set<Int>
  package var ground: Ground
  /// Rectangles that the grid was put together of, by name: `tile 2`; empty when it is of one piece.
  package var parts: [String] = []
  /// By cell, its part as an index; empty when there are no parts.
  package var partOf: [Int] = []
  /// What stands behind each row; nil when nothing does.
  package var rowEnd: RowEnd?
  /// Where the tokens come from: `24 × 24 patches of 14 pixels; row 0 (CLS) left out`.
  package var origin: String
  /// Definitions, units and sources, one line each.
  package var footnotes: [String]

  package init(
    title: String, rows: Int, columns: Int, pixels: Pixels? = nil, states: [State] = [], cells: [Int?] = [],
    values: [Float] = [], unit: String = "", decimals: Int = 2, marks: [Int: String] = [:],
    gone: Set<Int> = [],
    ground: Ground = .picture, origin: String, footnotes: [String] = []
  ) {
    let count = rows * columns
    precondition(cells.isEmpty || cells.count == count, "every cell has a state or none")
    precondition(values.isEmpty || values.count == count, "every cell has a number or none")
    self.title = title
    self.rows = rows
    self.columns = columns
    self.pixels = pixels
    self.states = states
    self.cells = cells
    self.values = values
    self.unit = unit
    self.decimals = decimals
    self.marks = marks
    self.gone = gone
    self.ground = ground
    self.origin = origin
    self.footnotes = footnotes
  }

  /// How many cells there are.
  package var count: Int { rows * columns }

  /// The state of a cell, or nil.
  package func state(_ cell: Int) -> State? { cells.isEmpty ? nil : cells[cell].map { states[$0] } }

  /// The name of the part of a cell, or nil.
  package func part(_ cell: Int) -> String? { partOf.isEmpty ? nil : parts[partOf[cell]] }

  /// How many tokens are in each state, in the order of `states`.
  package var counts: [Int] {
    var counts = [Int](repeating: 0, count: states.count)
    for case .some(let state) in cells { counts[state] += 1 }
    return counts
  }

  /// Row, column, state, number and mark of each token.
  package var table: Table {
    var columns = [
      Table.Column("token", key: "token", isNumeric: true), Table.Column("row", key: "row", isNumeric: true),
      Table.Column("column", key: "column", isNumeric: true),
    ]
    if !partOf.isEmpty { columns.append(Table.Column("part", key: "part")) }
    if !cells.isEmpty { columns.append(Table.Column("state", key: "state")) }
    if !values.isEmpty { columns.append(Table.Column(unit, key: "value", isNumeric: true)) }
    if !marks.isEmpty { columns.append(Table.Column("mark", key: "mark")) }
    if !gone.isEmpty { columns.append(Table.Column("kept", key: "kept")) }
    return Table(title: title, columns: columns, rows: (0..<count).map(row), footnotes: [origin] + footnotes)
  }

  private func row(_ cell: Int) -> [Value] {
    var row: [Value] = [.integer(cell), .integer(cell / columns), .integer(cell % columns)]
    if let part = part(cell) { row.append(.text(part)) }
    if !cells.isEmpty { row.append(state(cell).map { .text($0.name) } ?? .none) }
    if !values.isEmpty {
      row.append(values[cell].isNaN ? .none : .number(Double(values[cell]), decimals: decimals))
    }
    if !marks.isEmpty { row.append(marks[cell].map { .text($0) } ?? .none) }
    if !gone.isEmpty { row.append(.text(gone.contains(cell) ? "no" : "yes")) }
    return row
  }
}

extension TokenGrid {
  /// Whether all is the same; a cell without a number is equal to another one without.
  package static func == (a: TokenGrid, b: TokenGrid) -> Bool {
    (a.title, a.rows, a.columns, a.unit, a.decimals, a.origin)
      == (b.title, b.rows, b.columns, b.unit, b.decimals, b.origin)
      && (a.pixels, a.states, a.cells) == (b.pixels, b.states, b.cells)
      && (a.marks, a.gone, a.ground, a.footnotes) == (b.marks, b.gone, b.ground, b.footnotes)
      && (a.parts, a.partOf, a.rowEnd) == (b.parts, b.partOf, b.rowEnd)
      && a.values.elementsEqual(b.values) { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }
}
