import Basics
import Figures

/// What stands above the patches.
extension TokenGridSketch {
  /// What tells that a token is gone.
  static func goneSign(_ isASCII: Bool) -> String { isASCII ? "x" : "×" }

  /// Rows that stay: the chosen token in words and which part is in sight; how many tokens are in which state; the ramp; the mark.
  package var head: [SketchRow] {
    var rows = [status()] + Self.legend(grid, room)
    if hasRamp, let ends { rows.append(ramp(ends)) }
    if let selected {
      let column = layout.characterColumn(ofColumn: selected % grid.columns) ?? 0
      let mark = SketchRun(
        column: column + (layout.patchWidth - 1) / 2, own: room.isASCII ? "v" : "▾", ink: .number)
      rows.append([mark])
    }
    return rows.map { $0.clipped(to: room.width) }
  }

  private var hasRamp: Bool { grid.ground == .values && ends != nil }

  static func headRows(_ grid: TokenGrid, _ room: TokenGridRoom, selected: Int?, hasRamp: Bool) -> Int {
    let ramp = grid.ground == .values && hasRamp ? 1 : 0
    return 1 + legend(grid, room).count + ramp + (selected == nil ? 0 : 1)
  }

  // MARK: Words

  private func status() -> SketchRow {
    let about = self.about
    let left = max(0, room.width - (about.isEmpty ? 0 : about.unicodeScalars.count + 2))
    var row = [
      SketchRun(
        column: 0, selected.map(words) ?? size, to: left, ink: .text, isASCII: room.isASCII)
    ]
    if !about.isEmpty {
      let start = row[0].columns == 0 ? 0 : row[0].columns + 2
      row.append(SketchRun(column: start, about, to: room.width - start, ink: .dim, isASCII: room.isASCII))
    }
    return row
  }

  private var dot: String { room.isASCII ? ", " : " · " }

  private var size: String { "\(grid.rows) \(room.isASCII ? "x" : "×") \(grid.columns) tokens" }

  /// A token in words.
  func words(_ cell: Int) -> String {
    var parts = ["token \(cell)", "row \(cell / grid.columns), column \(cell % grid.columns)"]
    if let part = grid.part(cell) { parts.append(part) }
    if let state = grid.state(cell) {
      parts.append("\(room.isASCII ? state.ascii : state.sign) \(state.name)")
    } else if !grid.cells.isEmpty {
      parts.append("no state")
    }
    if !grid.values.isEmpty {
      let value = Double(grid.values[cell])
      parts.append(value.isNaN ? "no number" : "\(Decimals.text(value, grid.decimals)) \(grid.unit)")
    }
    if let mark = grid.marks[cell] { parts.append("mark \(mark)") }
    if grid.gone.contains(cell) { parts.append("gone") }
    return parts.joined(separator: dot)
  }

  /// Which part is in sight, and what does not show by itself.
  private var about: String {
    var parts: [String] = []
    let to = room.isASCII ? "-" : "–"
    if let height = room.height {
      let seen = max(0, height - Self.headRows(grid, room, selected: selected, hasRamp: ends != nil))
      let last = min(layout.characterRows, scroll + seen) - 1
      if seen > 0, seen < layout.characterRows, last >= scroll {
        let end = min(grid.rows - 1, layout.row(ofCharacterRow: last) + layout.rowsInOne - 1)
        parts.append("rows \(layout.row(ofCharacterRow: scroll))\(to)\(end) of \(grid.rows)")
      }
    }
    if layout.columns.count < grid.columns {
      parts.append(
        "columns \(layout.columns.lowerBound)\(to)\(layout.columns.upperBound - 1) of \(grid.columns)")
    }
    if layout.isHalved { parts.append("2 tokens a character") }
    return parts.joined(separator: dot)
  }

  private func ramp(_ ends: (low: Double, high: Double)) -> SketchRow {
    var row = Shades.legend(
      ends, decimals: grid.decimals, steps: room.width < 30 ? 5 : 10, isASCII: room.isASCII,
      hasColor: room.hasColor)
    let end = row[row.count - 1].endColumn + 1
    row.append(
      SketchRun(column: end, grid.unit, to: room.width - end, ink: .dim, isASCII: room.isASCII))
    return row
  }

  // MARK: Legend

  /// A sign and what it means, with how many tokens have it.
  private struct Entry {
    var sign: String
    var ink: Ink
    var name: String
    var count: Int
    /// Whether it is counted among the tokens of the grid.
    var isShared = true
  }

  /// Signs, names, counts and shares of a grid, in as many rows as they take.
  static func legend(_ grid: TokenGrid, _ room: TokenGridRoom) -> [SketchRow] {
    legend(grid, counting: [grid], room)
  }

  /// The same with the counts of several grids, whose states are those of the first.
  static func legend(_ grid: TokenGrid, counting grids: [TokenGrid], _ room: TokenGridRoom) -> [SketchRow] {
    let count = max(1, grids.reduce(0) { $0 + $1.count })
    var rows: [SketchRow] = []
    var column = 0
    for entry in entries(grid, grids, isASCII: room.isASCII) {
      let share = Decimals.text(100 * Double(entry.count) / Double(count), 1)
      var runs = [
        SketchRun(column: 0, entry.sign, to: room.width, ink: entry.ink, isASCII: room.isASCII),
        SketchRun(
          column: 2, "\(entry.name) \(entry.count)\(entry.isShared ? " (\(share) %)" : "")",
          to: max(0, room.width - 2), ink: .text,
          isASCII: room.isASCII),
      ]
      runs[1].column = runs[0].endColumn + 1
      if rows.isEmpty || column + 3 + runs[1].endColumn > room.width {
        rows.append([])
        column = 0
      } else {
        rows[rows.count - 1].append(
          SketchRun(column: column + 1, own: room.isASCII ? "," : "·", ink: .dim))
        column += 3
      }
      for index in runs.indices { runs[index].column += column }
      rows[rows.count - 1] += runs.filter { $0.columns > 0 }
      column = runs[1].endColumn
    }
    return rows
  }

  private static func entries(_ grid: TokenGrid, _ grids: [TokenGrid], isASCII: Bool) -> [Entry] {
    let counts = grids.map(\.counts)
    var entries = grid.states.enumerated().map { index, state in
      Entry(
        sign: isASCII ? state.ascii : state.sign, ink: state.series.map { .series($0) } ?? .dim,
        name: state.name, count: counts.reduce(0) { $0 + (index < $1.count ? $1[index] : 0) })
    }
    let without = grids.reduce(0) { $0 + $1.cells.count { $0 == nil } }
    if without > 0 && !grid.states.isEmpty {
      entries.append(Entry(sign: " ", ink: .dim, name: "no sign: no state", count: without))
    }
    var marks: [String: Int] = [:]
    for grid in grids { for mark in grid.marks.values { marks[mark, default: 0] += 1 } }
    let sorted = marks.sorted { $0.key < $1.key }
    if sorted.count <= markLimit {
      for (mark, count) in sorted {
        entries.append(Entry(sign: mark, ink: .text, name: "marked", count: count))
      }
    } else {
      // Many kinds are told in one stretch, or they would take more rows than the grid.
      let kinds = sorted.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      let count = marks.values.reduce(0, +)
      entries.append(Entry(sign: sorted[0].key, ink: .text, name: "marks: \(kinds); together", count: count))
    }
    let gone = grids.reduce(0) { $0 + $1.gone.count }
    if gone > 0 { entries.append(Entry(sign: goneSign(isASCII), ink: .dim, name: "gone", count: gone)) }
    if let end = grid.rowEnd {
      entries.append(
        Entry(
          sign: isASCII ? end.ascii : end.sign, ink: .dim, name: "\(end.name), behind each row,",
          count: grid.rows, isShared: false))
    }
    return entries
  }

  /// So many kinds of marks have an entry each.
  private static let markLimit = 3
}
