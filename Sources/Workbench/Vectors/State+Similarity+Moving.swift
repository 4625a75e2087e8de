import Basics
import Figures
import Screen
import Sketches

/// Moving in the heatmap of similarities, and what it lights up.
extension State {
  /// The room in which its cells are drawn.
  var similarityRoom: HeatmapRoom? {
    guard let place = place(of: .similarity) else { return nil }
    let area = SimilarityPane.areas(place.height >= 3 && place.width >= 12 ? place.inset(by: 1) : place).map
    return HeatmapRoom(
      width: area.width, height: area.height, isASCII: isASCII, hasColor: colorMode != .none)
  }

  /// The bytes of the text that the chosen row and column stand for.
  package var similarityBytes: [Range<Int>] {
    guard focus == .similarity, let shown = similarity.shown, shown.request.version == document.version else {
      return []
    }
    let cursor = similarity.cursor
    let row = shown.rows.indices.contains(cursor.row) ? shown.rows[cursor.row].item.bytes : nil
    let column = shown.columns.indices.contains(cursor.column) ? shown.columns[cursor.column].item.bytes : nil
    return [row, column].compactMap { $0 }
  }

  /// Chooses the token under the caret, as row and, where the columns are the same tokens, as column.
  mutating func pointSimilarityAtCaret() {
    guard let shown = similarity.shown, shown.request.version == document.version,
      let row = shown.row(at: view.selection.caret)
    else { return showCross() }
    similarity.cursor.row = row
    if shown.columns.indices.contains(row), shown.columns[row].item.bytes == shown.rows[row].item.bytes {
      similarity.cursor.column = row
    }
    showCross()
  }

  /// Scrolls so that the chosen cell is in sight.
  mutating func showCross() {
    guard let shown = similarity.shown, let room = similarityRoom else { return }
    similarity.cursor.row = max(0, min(similarity.cursor.row, shown.rows.count - 1))
    similarity.cursor.column = max(0, min(similarity.cursor.column, shown.columns.count - 1))
    similarity.viewport.cross = shown.place(of: similarity.cursor)
    similarity.viewport = similarity.viewport.following(shown.heatmap, in: room)
  }

  /// Moves the chosen cell by rows and columns as they are shown; the text shows the tokens of both.
  mutating func moveCross(rows: Int, columns: Int) -> [Effect] {
    guard let shown = similarity.shown, let cross = similarity.viewport.cross else { return [] }
    func moved(_ place: Int, _ steps: Int, _ order: [Int]) -> Int {
      order.isEmpty
        ? 0 : order[max(0, min(place + max(-order.count, min(steps, order.count)), order.count - 1))]
    }
    similarity.cursor.row = moved(cross.row, rows, shown.rowOrder)
    similarity.cursor.column = moved(cross.column, columns, shown.columnOrder)
    showCross()
    return show(similarityBytes.first)
  }

  /// Chooses a cell by where it is shown.
  mutating func chooseCross(_ cross: HeatmapViewport.Cross) -> [Effect] {
    guard let now = similarity.viewport.cross else { return [] }
    return moveCross(rows: cross.row - now.row, columns: cross.column - now.column)
  }

  /// A press chooses the cell under it.
  mutating func pressSimilarity(_ mouse: Mouse) -> [Effect] {
    guard let shown = similarity.shown, let room = similarityRoom, let place = place(of: .similarity) else {
      return reinspect()
    }
    let viewport = similarity.viewport.following(shown.heatmap, in: room)
    let map = SimilarityPane.areas(place.inset(by: 1)).map
    guard
      let cell = HeatmapSketch(shown.heatmap, viewport, in: room).cell(
        atColumn: mouse.column - map.column, row: mouse.row - map.row)
    else { return reinspect() }
    return chooseCross(cell)
  }

  /// How many rows or columns a long step goes: half of those in sight.
  var similarityPage: (rows: Int, columns: Int) {
    guard let shown = similarity.shown, let room = similarityRoom else { return (10, 10) }
    let seen = HeatmapSketch(shown.heatmap, similarity.viewport, in: room).seen
    return (max(1, seen.rows / 2), max(1, seen.columns / 2))
  }

  /// Nearer or further, about the chosen cell.
  mutating func zoomSimilarity(by steps: Int) -> [Effect] {
    guard let shown = similarity.shown, let room = similarityRoom else { return [] }
    let before = similarity.viewport
    similarity.viewport = before.zoomed(by: steps, shown.heatmap, in: room)
    guard similarity.viewport == before else { return [] }
    return say(steps < 0 ? "Nearer than numbers is nothing" : "All of it is in sight")
  }

  /// Everything in sight.
  mutating func fitSimilarity() -> [Effect] {
    similarity.viewport.step = nil
    showCross()
    return []
  }

  // MARK: Threshold

  /// Turns the threshold by twentieths of the range of the numbers; below the least there is none.
  mutating func turnThreshold(by steps: Int) -> [Effect] {
    guard let heatmap = similarity.shown?.heatmap, heatmap.high > heatmap.low else { return [] }
    let width = Self.niceStep((heatmap.high - heatmap.low) / 20)
    let middle = ((heatmap.low + heatmap.high) / 2 / width).rounded() * width
    let now = similarity.threshold.map(Double.init) ?? (steps > 0 ? middle - width : heatmap.low)
    let next = ((now / width).rounded() + Double(steps)) * width
    return blankCells(below: next <= heatmap.low ? nil : Float(min(next, heatmap.high)))
  }

  /// 1, 2 or 5 times a power of ten, near a width.
  private static func niceStep(_ width: Double) -> Double {
    var power = 1.0
    while power > width { power /= 10 }
    while power * 10 <= width { power *= 10 }
    return power * (width < power * 1.5 ? 1 : width < power * 3.5 ? 2 : width < power * 7.5 ? 5 : 10)
  }

  /// Cells below it lose their colour; nil ends that.
  mutating func blankCells(below threshold: Float?) -> [Effect] {
    similarity.threshold = threshold
    countShown()
    return []
  }

  /// The share of the cells that reach the threshold.
  mutating func countShown() {
    let threshold = similarity.threshold
    let share = threshold.flatMap { similarity.shown?.heatmap.share(notBelow: $0) }
    similarity.shown?.heatmap.threshold = threshold
    similarity.shown?.shareShown = share
  }
}
