import Basics
import Figures
import Sketches
import Testing

@Suite struct HeatmapViewportTests {
  private static func heatmap(_ rows: Int, _ columns: Int, _ value: (Int, Int) -> Float) -> Heatmap {
    Heatmap(
      title: "", rowTitle: "in", columnTitle: "of", rowLabels: (0..<rows).map { .text("row \($0)") },
      columnLabels: (0..<columns).map { .text("c\($0)") },
      values: (0..<rows * columns).map { value($0 / columns, $0 % columns) }, unit: "share")
  }

  private static func room(_ width: Int, _ height: Int, color: Bool = true, ascii: Bool = false)
    -> HeatmapRoom
  {
    HeatmapRoom(width: width, height: height, isASCII: ascii, hasColor: color)
  }

  private static func random(_ rows: Int, _ columns: Int, _ random: inout SeededRandom) -> Heatmap {
    let values = (0..<rows * columns).map { _ in
      random.next() % 9 == 0 ? Float.nan : Float(random.unit() * 4 - 1)
    }
    return heatmap(rows, columns) { values[$0 * columns + $1] }
  }

  @Test(arguments: 0..<60)
  func `levels are the means and largest numbers of their squares`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (rows, columns) = (Int.random(in: 1...90, using: &random), Int.random(in: 1...90, using: &random))
    let heatmap = Self.random(rows, columns, &random)
    let levels = try HeatmapLevels(heatmap)
    #expect((levels.count == 0) == (max(rows, columns) <= 16))
    for level in 1..<max(1, levels.count + 1) {
      for side in [1 << level, 3 << level] {
        for row in stride(from: 0, to: rows, by: side) {
          for column in stride(from: 0, to: columns, by: side) {
            let plain = heatmap.block(
              rows: row..<min(rows, row + side), columns: column..<min(columns, column + side))
            let fast = try #require(levels.block(row: row, column: column, side: side))
            #expect(plain.largest == fast.largest || plain.largest.isNaN && fast.largest.isNaN)
            #expect(abs(plain.mean - fast.mean) < 1e-5 || plain.mean.isNaN && fast.mean.isNaN)
          }
        }
      }
    }
  }

  @Test(arguments: 0..<100)
  func `whatever is chosen is in sight, rows stay inside the width, and zooming comes back`(seed: UInt64)
    throws
  {
    var random = SeededRandom(seed: seed)
    let (rows, columns) = (Int.random(in: 1...120, using: &random), Int.random(in: 1...120, using: &random))
    let heatmap = Self.random(rows, columns, &random)
    let room = Self.room(
      Int.random(in: 24...90, using: &random), Int.random(in: 4...30, using: &random),
      color: Bool.random(using: &random), ascii: Bool.random(using: &random))
    let levels = try HeatmapLevels(heatmap)
    var viewport = HeatmapViewport(levels: Bool.random(using: &random) ? levels : nil)
    for _ in 0..<12 {
      viewport.cross = .init(
        row: Int.random(in: 0..<rows, using: &random), column: Int.random(in: 0..<columns, using: &random))
      viewport = viewport.zoomed(by: Int.random(in: -3...3, using: &random), heatmap, in: room)
      viewport = viewport.following(heatmap, in: room)
      let sketch = HeatmapSketch(heatmap, viewport, in: room)
      let lines = sketch.head + (0..<sketch.rowCount).map { (row: Int) -> SketchRow in sketch.row(row) }
      #expect(sketch.rowCount + sketch.head.count <= room.height)
      #expect(lines.joined().contains { $0.isSelected })
      for line in lines {
        var end = 0
        for run in line {
          #expect(run.column >= end, "\(line.text)")
          end = run.endColumn
        }
        #expect(end <= room.width, "\(line.text)")
      }
      #expect(viewport.following(heatmap, in: room) == viewport)
    }
  }

  @Test func `the closest step at which all is in sight is taken, and steps lead from it to numbers`() {
    let heatmap = Self.heatmap(100, 100) { Float($0 + $1) }
    let room = Self.room(60, 28)
    var viewport = HeatmapViewport(cross: .init(row: 70, column: 20))
    var sketch = HeatmapSketch(heatmap, viewport, in: room)
    #expect(sketch.seen == (100, 100) && sketch.head[0].text.contains("share, mean of 2 × 2 · in × of"))
    var seen: [Int] = []
    for _ in 0..<5 {
      viewport = viewport.zoomed(by: -1, heatmap, in: room)
      sketch = HeatmapSketch(heatmap, viewport, in: room)
      seen.append(sketch.seen.rows)
    }
    // Half blocks, wide cells, numbers, and no nearer.
    #expect(seen == [50, 25, 25, 25, 25])
    let rows = (0..<sketch.rowCount).map { (row: Int) -> String in sketch.row(row).text }
    #expect(rows.contains { $0.hasPrefix("row 70 ▸") && $0.contains("90.00") })
    for _ in 0..<9 { viewport = viewport.zoomed(by: 1, heatmap, in: room) }
    #expect(viewport.step == nil && viewport.row == 0)
  }

  @Test func `below a threshold cells are blank, and squares show the largest of their numbers`() {
    var heatmap = Self.heatmap(40, 40) { $0 == 33 && $1 == 2 ? 1 : $0 == $1 ? 0.5 : 0 }
    let room = Self.room(48, 12)
    let viewport = HeatmapViewport(cross: .init(row: 0, column: 0))
    heatmap.threshold = 0.75
    #expect(heatmap.share(notBelow: 0.75) == 1 / 1600.0 && heatmap.share(notBelow: 0.5) == 41 / 1600.0)
    let sketch = HeatmapSketch(heatmap, viewport, in: room)
    #expect(sketch.head[0].text.contains("share, largest of 3 × 3"))
    let shares = (0..<sketch.rowCount).flatMap { (row: Int) -> [Double] in
      sketch.row(row).flatMap { run -> [Double] in
        if case .halves(let upper, let lower) = run.ink { [upper, lower].compactMap { $0 } } else { [] }
      }
    }
    #expect(shares == [1])
  }

  @Test func `a place on the screen is the cell that is drawn there`() {
    let heatmap = Self.heatmap(64, 64) { Float($0 * $1) }
    let room = Self.room(40, 20)
    for step in 0..<4 {
      let viewport = HeatmapViewport(step: step, cross: .init(row: 40, column: 50)).following(
        heatmap, in: room)
      let sketch = HeatmapSketch(heatmap, viewport, in: room)
      var found: [HeatmapViewport.Cross] = []
      for row in 0..<sketch.rowCount {
        for run in sketch.row(row) where run.isSelected && run.column > 6 {
          if let cell = sketch.cell(atColumn: run.column, row: row + sketch.head.count) { found.append(cell) }
        }
      }
      #expect(found.count == 1)
      #expect(found.allSatisfy { abs($0.row - 40) <= 3 && abs($0.column - 50) <= 1 }, "\(found)")
      #expect(sketch.cell(atColumn: 0, row: 5) == nil)
    }
  }
}
