import Basics
import Figures

/// Several token grids side by side, each with its title and counts below it, all with patches of one size: the largest with which all of them
/// are in sight, else the smallest.
package struct TokenGridSheet: Sendable {
  /// A grid, and one of its tokens when one is meant.
  package struct Place: Sendable, Equatable {
    package var grid: Int
    package var cell: Int?

    package init(grid: Int, cell: Int? = nil) {
      self.grid = grid
      self.cell = cell
    }
  }

  private let grids: [TokenGrid]
  private let room: TokenGridRoom
  private let selected: Place?
  private let tiles: [TokenGridSketch]
  /// Columns of a tile without the gap, rows of its patches, and tiles side by side.
  private let width: Int
  private let height: Int
  private let across: Int
  /// Columns between tiles.
  private static let gap = 2
  /// What a title takes at least.
  private static let least = 12

  package init(_ grids: [TokenGrid], in room: TokenGridRoom, selected: Place? = nil) {
    self.grids = grids
    self.room = room
    self.selected = selected.flatMap { grids.indices.contains($0.grid) ? $0 : nil }
    let legend = grids.first.map { TokenGridSketch.legend($0, counting: grids, room).count } ?? 0
    let size = Self.size(grids, room, height: room.height.map { $0 - legend - 1 })
    width = min(room.width, max(Self.least, Self.columns(grids, size)))
    height = Self.rows(grids, size)
    across = Self.across(room.width, width)
    tiles = grids.enumerated().map { index, grid in
      let cell = selected?.grid == index ? selected?.cell : nil
      return TokenGridSketch(bare: grid, room, TokenGridLayout(grid, size), selected: cell)
    }
  }

  // MARK: How large

  private static func size(_ grids: [TokenGrid], _ room: TokenGridRoom, height: Int?) -> PatchSize {
    let half = PatchSize(width: 1, height: 1, isHalved: true)
    let canHalve = room.hasColor && !room.isASCII
    let whole = (1...8).reversed().map { PatchSize.square($0, room.cellRatio) }
    let narrow = canHalve && room.detail != .signs ? half : PatchSize(width: 1, height: 1)
    if room.detail == .halves && canHalve { return half }
    let fitting = (whole + [narrow]).first { size in
      let width = max(least, columns(grids, size))
      let tileRows = (grids.count + across(room.width, width) - 1) / across(room.width, width)
      let needed = tileRows * (rows(grids, size) + 2) - 1
      return columns(grids, size) <= room.width && needed <= height ?? 0
    }
    return fitting ?? (columns(grids, whole[7]) <= room.width && room.detail == .signs ? whole[7] : narrow)
  }

  private static func columns(_ grids: [TokenGrid], _ size: PatchSize) -> Int {
    grids.reduce(0) { max($0, $1.columns * size.width) }
  }

  private static func rows(_ grids: [TokenGrid], _ size: PatchSize) -> Int {
    grids.reduce(0) { max($0, size.characterRows(of: $1.rows)) }
  }

  private static func across(_ room: Int, _ width: Int) -> Int { max(1, (room + gap) / (width + gap)) }

  // MARK: Places

  /// Rows of characters of a line of tiles: patches, title, an empty one.
  private var lineHeight: Int { height + 2 }

  /// Rows that scroll.
  package var rowCount: Int { grids.isEmpty ? 0 : (grids.count + across - 1) / across * lineHeight - 1 }

  /// How many grids stand side by side.
  package var gridsInRow: Int { across }

  /// The rows that a grid and its title take.
  package func rows(ofGrid grid: Int) -> Range<Int> {
    let first = grid / across * lineHeight
    return first..<first + height + 1
  }

  /// The grid, and the token where there is one, at a row of those that scroll and a column; nil between grids.
  package func place(atRow row: Int, column: Int) -> Place? {
    guard row >= 0, column >= 0, column % (width + Self.gap) < width else { return nil }
    let (line, tile) = (row / lineHeight, column / (width + Self.gap))
    let index = line * across + tile
    guard tile < across, grids.indices.contains(index), row % lineHeight <= height else { return nil }
    return Place(
      grid: index,
      cell: tiles[index].cell(atRow: row % lineHeight, column: column - tile * (width + Self.gap)))
  }

  // MARK: Rows

  /// What the signs mean, counted over all grids, and the chosen token in words.
  package var head: [SketchRow] {
    guard let first = grids.first else { return [] }
    let words = selected.flatMap { place in place.cell.map { (place, tiles[place.grid].words($0)) } }
    let text = words.map { "\(grids[$0.0.grid].title): \($0.1)" } ?? "\(grids.count) grids"
    let status = SketchRun(column: 0, text, to: room.width, ink: .text, isASCII: room.isASCII)
    let rows = [[status]] + TokenGridSketch.legend(first, counting: grids, room)
    return rows.map { $0.clipped(to: room.width) }
  }

  /// One row that scrolls.
  package func row(_ number: Int) -> SketchRow {
    let (line, inner) = (number / lineHeight, number % lineHeight)
    let shown = line * across..<min(grids.count, (line + 1) * across)
    return shown.flatMap { index -> SketchRow in
      let left = (index - line * across) * (width + Self.gap)
      let row = inner == height ? title(index) : inner < height ? patches(index, inner) : []
      return row.map { run in
        var moved = run
        moved.column += left
        return moved
      }
    }
  }

  private func patches(_ index: Int, _ row: Int) -> SketchRow {
    guard row < tiles[index].layout.characterRows else { return [] }
    return tiles[index].patches(row).clipped(to: width)
  }

  /// The title, and behind it how many tokens are in which state, where there is room for both.
  private func title(_ index: Int) -> SketchRow {
    let grid = grids[index]
    let isChosen = selected?.grid == index
    let counts = zip(grid.states, grid.counts).map { (room.isASCII ? $0.ascii : $0.sign) + "\($1)" }
    let mark = isChosen ? (room.isASCII ? "> " : "▸ ") : ""
    let title = SketchRun(
      column: 0, mark + grid.title, to: width, ink: .text, isASCII: room.isASCII, isSelected: isChosen)
    let tail = SketchRun(
      column: title.endColumn + 1, counts.joined(separator: " "), to: max(0, width - title.endColumn - 1),
      ink: .dim,
      isASCII: room.isASCII)
    return [title] + (tail.columns > 0 ? [tail] : [])
  }
}
