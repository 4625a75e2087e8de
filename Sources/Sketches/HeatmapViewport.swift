import Figures

/// Which part of a heatmap is looked at, how closely, and the row and column that are chosen.
package struct HeatmapViewport: Sendable, Equatable {
  /// How closely: 0 shows numbers, 1 wide cells, 2 a cell in half a character; from 3 on squares of 2, 3, 4, 6, 8 … cells a side have the
  /// place of one. Nil is the closest at which everything is in sight.
  package var step: Int?
  /// The first row and column in sight.
  package var row = 0
  package var column = 0
  /// The chosen row and column.
  package var cross: Cross?
  /// The heatmap made smaller; without, overviews are worked out from all numbers.
  package var levels: HeatmapLevels?

  /// A row and a column, counted as they are shown.
  package struct Cross: Sendable, Equatable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  package init(step: Int? = nil, cross: Cross? = nil, levels: HeatmapLevels? = nil) {
    self.step = step
    self.cross = cross
    self.levels = levels
  }
}

/// What a heatmap is drawn on.
package struct HeatmapRoom: Sendable, Equatable {
  package var width: Int
  package var height: Int
  package var isASCII: Bool
  package var hasColor: Bool

  package init(width: Int, height: Int, isASCII: Bool, hasColor: Bool) {
    self.width = max(1, width)
    self.height = max(1, height)
    self.isASCII = isASCII
    self.hasColor = hasColor
  }
}

extension HeatmapViewport {
  /// This, moved as little as needed for the chosen row and column to be in sight, and no emptiness behind the last.
  package func following(_ heatmap: Heatmap, in room: HeatmapRoom) -> HeatmapViewport {
    let grid = HeatmapGrid(heatmap, self, room)
    var moved = self
    moved.row = Self.follow(
      row, cross?.row, room: grid.roomRows, of: heatmap.rowLabels.count, unit: grid.rowsInOne)
    moved.column = Self.follow(
      column, cross?.column, room: grid.roomColumns, of: heatmap.columnLabels.count, unit: grid.merged)
    return moved
  }

  /// By whole squares, so that the picture does not shimmer while it scrolls.
  private static func follow(_ first: Int, _ chosen: Int?, room: Int, of count: Int, unit: Int) -> Int {
    let (room, all) = (max(1, room / unit), (count + unit - 1) / unit)
    var first = first / unit
    if let chosen { first = min(max(first, chosen / unit - room + 1), chosen / unit) }
    return max(0, min(first, all - room)) * unit
  }

  /// One step nearer (-1) or further (1), about the chosen row and column.
  package func zoomed(by steps: Int, _ heatmap: Heatmap, in room: HeatmapRoom) -> HeatmapViewport {
    let now = HeatmapGrid(heatmap, self, room).step
    let furthest = HeatmapGrid.fit(heatmap, room)
    var zoomed = self
    zoomed.step = max(0, min(now + steps, max(furthest, now)))
    if zoomed.step == furthest { zoomed.step = nil }
    let grid = HeatmapGrid(heatmap, zoomed, room)
    if let cross {
      zoomed.row = max(0, cross.row - grid.roomRows / 2)
      zoomed.column = max(0, cross.column - grid.roomColumns / 2)
    }
    return zoomed.following(heatmap, in: room)
  }
}
