import Basics
import Figures
import Formats
import Foundation
import Screen
import Tensors
import Testing
import Workbench

/// Matrices of tensors on the screen, through the real runner.
@MainActor
@Suite struct TensorsSliceTests {
  @Test func `a plane of many axes is what the report shows, whichever axes are chosen`() async throws {
    let path = TensorFiles.reference("columns4.npy")
    let look = "tensors.open \(path)\nkey enter"
    let tensor = try TensorFileReader.open(path).tensors[0]
    for (keys, plane) in [
      ("wait", TensorPlane(rowAxis: 2, columnAxis: 3, place: [0, 0, 0, 0])),
      ("key > ] > >", TensorPlane(rowAxis: 2, columnAxis: 3, place: [1, 2, 0, 0])),
      ("key r", TensorPlane(rowAxis: 0, columnAxis: 3, place: [0, 0, 0, 0])),
      ("key ] c", TensorPlane(rowAxis: 2, columnAxis: 1, place: [0, 0, 0, 0])),
      ("key t ] >", TensorPlane(rowAxis: 3, columnAxis: 2, place: [0, 1, 0, 0])),
      ("key [ > > [ r", TensorPlane(rowAxis: 2, columnAxis: 3, place: [0, 0, 0, 0])),
    ] {
      let (rows, state) = try await TensorFiles.played(look + "\n" + keys)
      let slice = try #require(state.tensors.slice)
      let size = plane.size(in: tensor.shape)
      let part = PlaneBlocks.Part(rows: 0..<size.rows, columns: 0..<size.columns)
      let expected = try TensorReport.heatmap(tensor, plane, part, .open)
      let shown = try #require(slice.shown)
      #expect(
        shown.request.plane.rowAxis == plane.rowAxis && shown.request.plane.columnAxis == plane.columnAxis)
      // Printed, since not a number is no number's equal.
      #expect(
        try PlateFile.bytes(state.tensors.figures, path: "a.json")
          == PlateFile.bytes([.heatmap(expected)], path: "a.json"), "\(keys)")
      #expect(rows.contains { $0.contains("rows \(size.rows)") && $0.contains("columns \(size.columns)") })
    }
  }

  @Test func `the cursor shows its element, and scrolling reads what comes in sight`() async throws {
    try await TensorFiles.withFolder { folder in
      let path = folder + "/m.safetensors"
      try TensorFiles.write([("m", [500, 300])], to: path) { Float($0) / 8 }
      let look = "tensors.open \(path)\nkey enter\n"
      let (rows, state) = try await TensorFiles.played(look + "key end ctrl+end up")
      let slice = try #require(state.tensors.slice)
      #expect((slice.row, slice.column) == (498, 299))
      let value = Float(498 * 300 + 299) / 8
      #expect(rows.contains { $0.contains("row 498 · column 299 · \(value)") }, "\(rows)")
      let part = try #require(slice.shown).request.part
      #expect(part.rows.upperBound == 500 && part.columns.upperBound == 300 && part.rows.count < 36)
      #expect(part.rows.count * part.columns.count < 1000, "only what is visible")
      let (gone, there) = try await TensorFiles.played(look + "tensors.goTo 123 45")
      #expect(
        there.tensors.slice?.row == 123 && gone.contains { $0.contains("\(Float(123 * 300 + 45) / 8)") })
      let (_, refused) = try await TensorFiles.played(look + "tensors.goTo 500 0")
      #expect(refused.notice?.text.contains("0 to 499") == true && refused.tensors.slice?.row == 0)
      let (_, tree) = try await TensorFiles.played(look + "key esc")
      #expect(tree.tensors.slice == nil && tree.focus == .tensors)
    }
  }

  @Test func `far away, cells are means of blocks until all is in sight, and back to the numbers`()
    async throws
  {
    try await TensorFiles.withFolder { folder in
      let path = folder + "/m.safetensors"
      try TensorFiles.write([("m", [500, 300])], to: path) { Float($0 % 300) }
      let look = "tensors.open \(path)\nkey enter\n"
      let (_, one) = try await TensorFiles.played(look + "key -")
      #expect(one.tensors.slice?.shown?.request.part.blockRows == 1)
      let (rows, all) = try await TensorFiles.played(look + "key 0 right")
      let shown = try #require(all.tensors.slice?.shown)
      let part = shown.request.part
      #expect(part.rows == 0..<500 && part.columns == 0..<300 && part.blockColumns > 1)
      #expect(shown.heatmap.values.count == part.cells.rows * part.cells.columns)
      #expect(shown.heatmap[0, 0] == Float(part.blockColumns - 1) / 2)
      #expect(rows.contains { $0.contains("mean \(shown.heatmap[0, 1])") }, "\(rows)")
      #expect(rows.contains { $0.contains("columns \(part.blockColumns) to \(2 * part.blockColumns - 1)") })
      let (_, again) = try await TensorFiles.played(look + "key 0 right 1")
      #expect(again.tensors.slice?.zoom == 0 && again.tensors.slice?.column == part.blockColumns)
      let (_, most) = try await TensorFiles.played(look + "key - - - - - - - - - - - -")
      #expect(most.tensors.slice?.shown?.request.part.rows == 0..<500)
      #expect(most.notice?.text == "All of it is in sight")
    }
  }

  @Test func `a file that shrinks gives its sentence, and the rest goes on`() async throws {
    try await TensorFiles.withFolder { folder in
      let path = folder + "/m.safetensors"
      try TensorFiles.write([("m", [500, 300])], to: path)
      var state = makeState("a", TensorFiles.size)
      _ = update(&state, .input(.key(Key(.escape))))
      let (loop, display) = makeLoop(state)
      async let running: Void = loop.run([])
      await loop.play(try Rehearsal("tensors.open \(path)\nkey enter", file: "steps"))
      #expect(loop.state.tensors.slice?.shown != nil)
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.truncate(atOffset: 100_000)
      await loop.play(try Rehearsal("key ctrl+end", file: "steps"))
      #expect(loop.state.tensors.slice?.trouble?.contains("has become shorter") == true)
      #expect(display.frame?.textRows().contains { $0.contains("has become shorter") } == true)
      await loop.play(try Rehearsal("key ctrl+home", file: "steps"))
      #expect(loop.state.tensors.slice?.trouble == nil, "what is still there is shown")
      await loop.play(try Rehearsal("key esc s", file: "steps"))
      try FileManager.default.removeItem(atPath: path)
      await loop.play(try Rehearsal("tensors.open \(path)x\nkey esc", file: "steps"))
      #expect(loop.state.focus == .text && loop.state.tensors.files.count == 1)
      loop.act(.command("program.quitNow"))
      await running
    }
  }

  @Test func `what is shown is written as the command writes it`() async throws {
    try await TensorFiles.withFolder { folder in
      let (path, out) = (TensorFiles.reference("sharded"), folder + "/out.csv")
      let (_, state) = try await TensorFiles.played("tensors.open \(path)\nkey enter\nfigures.export \(out)")
      let tensor = try TensorFileReader.open(path).tensors[0]
      let heatmap = try TensorReport.heatmap(tensor, rows: 0..<2, columns: 0..<3)
      let written = try Data(contentsOf: URL(fileURLWithPath: out))
      let wanted = try PlateFile.bytes([.heatmap(heatmap)], path: out)
      #expect(String(decoding: written, as: UTF8.self) == String(decoding: wanted, as: UTF8.self))
      #expect(state.log.contains { $0.text.contains(out) })
    }
  }

  @Test func `a press chooses the cell that is drawn there`() async throws {
    try await TensorFiles.withFolder { folder in
      let path = folder + "/m.safetensors"
      try TensorFiles.write([("m", [500, 300])], to: path)
      for keys in ["wait", "key -", "key 0", "key ctrl+end end"] {
        var (_, state) = try await TensorFiles.played("tensors.open \(path)\nkey enter\n" + keys)
        let area = try #require(state.place(of: .tensors)).inset(by: 1)
        for (column, row) in [(20, 10), (60, 20), (119, 33)] {
          _ = update(&state, .input(.mouse(Mouse(.press, column: column, row: row))))
          guard let slice = state.tensors.slice, let asked = slice.shown?.request.part else { continue }
          #expect(asked.rows.contains(slice.row) && asked.columns.contains(slice.column))
          let frame = render(state)
          let style = frame[column: column, row: row].style
          let isDrawn =
            area.contains(column: column, row: row) && frame[column: column, row: row].glyph != " "
          if isDrawn, column < 100 {
            #expect(style.foreground != Style().foreground || style != state.theme.style("text"))
          }
        }
      }
    }
  }

  @Test(arguments: [(1, 1), (20, 5), (33, 8), (40, 10), (80, 24), (200, 60)])
  func `any size and mode is drawn, and sizes may change meanwhile`(columns: Int, rows: Int) async throws {
    for mode in [ColorMode.none, .palette] {
      for name in ["types.gguf", "scalar.npy", "vector.npy", "empty.npy", "deflated.npz"] {
        let steps = "tensors.open \(TensorFiles.reference(name))\nkey down enter - 0 + right down t 0"
        let (_, state) = try await TensorFiles.played(
          steps + "\nsize 60x18\nkey esc\nsize \(columns)x\(rows)", Size(columns: columns, rows: rows),
          mode: mode)
        #expect(render(state).size == Size(columns: columns, rows: rows))
      }
    }
  }
}
