import Basics
import Figures
import Formats
import Foundation
import Screen
import Tensors
import Testing
import Workbench

/// The pane of tensors through the real runner, on files that were written by the reference libraries and by our writers.
@MainActor
@Suite struct TensorsPaneTests {
  private let size = Size(columns: 120, rows: 36)

  private func played(_ steps: String, _ size: Size? = nil, mode: ColorMode = .palette) async throws -> (
    rows: [String], state: State
  ) {
    var state = makeState("one two", size ?? self.size)
    state.colorMode = mode
    let (frame, after) = try await rehearse(state, "key esc\n" + steps)
    return (frame.textRows(), after)
  }

  private func references(_ name: String) -> String { TensorFiles.references + "/" + name }

  // MARK: Opening

  @Test func `T asks for a path, Enter opens it, T closes the pane`() async throws {
    let path = references("types.safetensors")
    let (asking, before) = try await played("key T")
    #expect(before.focus == .tensors && before.overlays.count == 1)
    #expect(asking.contains { $0.contains("File of tensors") })
    let (rows, state) = try await played("key T\npaste \(path)\nkey enter")
    #expect(state.tensors.paths == [path] && state.tensors.trouble == nil)
    #expect(rows.contains { $0.contains("bfloat16") && $0.contains("[3, 5]") && $0.contains("bf16") })
    let (_, closed) = try await played("key T\npaste \(path)\nkey enter T")
    #expect(closed.focus == .text && closed.tensors.files.count == 1)
  }

  @Test(arguments: [
    ("stored.npz", "weights"), ("deflated.npz", "weights"), ("types.gguf", "Q4_K"), ("sharded", "bf16"),
    ("sharded/model.safetensors.index.json", "bf16"), ("columns4.npy", "columns4.npy"),
    ("scalar.npy", "scalar"),
  ])
  func `every kind of file is opened`(name: String, shown: String) async throws {
    let (rows, state) = try await played("tensors.open \(references(name))\ntensors.foldAll")
    #expect(state.tensors.files.count == 1 && state.log.allSatisfy { !$0.isWarning })
    #expect(rows.contains { $0.contains(shown) }, "\(rows)")
  }

  @Test func `several files are open, the one that is looked at first, and c closes it`() async throws {
    let (first, second) = (references("stored.npz"), references("sharded"))
    let (_, state) = try await played("tensors.open \(first)\ntensors.open \(second)")
    #expect(state.tensors.paths == [second, first] && state.tensors.files.map(\.path) == [first, second])
    let (_, up) = try await played("tensors.open \(first)\ntensors.open \(second)\nkey home")
    #expect(up.tensors.paths == [first, second])
    let (_, closed) = try await played("tensors.open \(first)\ntensors.open \(second)\nkey c")
    #expect(closed.tensors.paths == [first] && closed.tensors.files.count == 1)
    let (rows, none) = try await played("tensors.open \(first)\nkey c")
    #expect(none.tensors.paths.isEmpty && rows.contains { $0.contains("o opens a file of tensors") })
  }

  @Test func `a file that is refused says why, and others go on`() async throws {
    try await TensorFiles.withFolder { folder in
      try TensorFiles.write([0x80, 2, 0x7D, 0x71, 0, 0x2E], folder + "/model.bin")
      try TensorFiles.write([1, 2, 3], folder + "/short.safetensors")
      let steps = "tensors.open \(references("sharded"))\ntensors.open \(folder)/model.bin"
      let (rows, state) = try await played(steps)
      #expect(state.tensors.paths == [references("sharded")])
      let all = rows.joined()
      #expect(
        all.contains("this is a PyTorch checkpoint") && all.contains("safetensors.torch.save_file"), "\(rows)"
      )
      let (_, short) = try await played("tensors.open \(folder)/short.safetensors\nkey down o esc")
      #expect(short.tensors.trouble?.contains("short.safetensors") == true && short.tensors.paths.isEmpty)
      let (_, missing) = try await played("tensors.open \(folder)/none.npy")
      #expect(missing.tensors.trouble?.contains("none.npy") == true)
    }
  }

  @Test func `a tensor that cannot be read is listed with its reason`() async throws {
    let (rows, state) = try await played("tensors.open \(references("f8.safetensors"))\nkey end")
    #expect(state.tensors.trouble != nil || rows.contains { $0.contains("cannot be read") }, "\(rows)")
    try await TensorFiles.withFolder { folder in
      let header =
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[4,6]}}"#
      let bytes =
        (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) } + Array(header.utf8)
      try TensorFiles.write(bytes + [0, 0, 0, 0, 1, 1], folder + "/f8.safetensors")
      let (rows, state) = try await played("tensors.open \(folder)/f8.safetensors\nkey end enter")
      #expect(rows.contains { $0.contains("cannot be read") } && rows.joined().contains("F8_E4M3"), "\(rows)")
      #expect(state.tensors.slice == nil && state.notice?.isWarning == true)
    }
  }

  // MARK: The tree

  @Test func `names are grouped, folded, unfolded and searched`() async throws {
    try await TensorFiles.withFolder { folder in
      let path = folder + "/model.safetensors"
      try TensorFiles.write(TensorFiles.model(layers: 12), to: path)
      let (rows, state) = try await played("tensors.open \(path)")
      #expect(state.tensors.rows.count < 40)
      let layers = try #require(rows.firstIndex { $0.contains("layers") && $0.contains("48 tensors") })
      #expect(
        rows[layers + 1].contains(" 0 ") && rows[layers + 11].contains(" 10 "), "numbers in their order")
      let (_, unfolded) = try await played("tensors.open \(path)\nkey a")
      #expect(unfolded.tensors.rows.count > 48)
      let (_, folded) = try await played("tensors.open \(path)\nkey a a home down left")
      #expect(folded.tensors.rows.count < 6)
      let search = "tensors.open \(path)\nkey /\ntype 11 Q\nkey enter"
      let (found, searched) = try await played(search)
      #expect(searched.tensors.rows.count == 1 && searched.tensors.chosenKey != nil)
      #expect(found.contains { $0.contains("model.layers.11.attn.q.weight") && $0.contains("[4, 6]") })
      let (_, back) = try await played(search + "\nkey esc")
      #expect(back.tensors.query.isEmpty && back.tensors.chosenKey == searched.tensors.chosenKey)
      #expect(back.focus == .tensors)
    }
  }

  @Test func `a tree holds every name once, whatever the names`() throws {
    let names = [
      "", ".", "a", "a.b", "a.b", "a..b", "a/b", "x.1", "x.10", "x.9", "é.ü",
      String(repeating: "d.", count: 500),
    ]
    let tree = try TensorTree(names.map { ($0, 2) })
    #expect(tree.nodes.compactMap(\.index).sorted() == Array(names.indices))
    #expect(tree.nodes.filter { $0.depth == 0 }.reduce(0) { $0 + $1.count } == names.count)
    for (place, node) in tree.nodes.enumerated() {
      let own = tree.nodes[place..<node.end].compactMap(\.index)
      #expect(own.count == node.count && node.byteCount == 2 * node.count && node.end > place)
    }
    let order = tree.nodes.compactMap(\.index).map { names[$0] }.filter { $0.hasPrefix("x") }
    #expect(order == ["x.1", "x.9", "x.10"])
    #expect(tree.visible(tree.folded(rows: 1)) == tree.nodes.indices.filter { tree.nodes[$0].depth == 0 })
    #expect(tree.visible([]) == Array(tree.nodes.indices))
    #expect(try TensorTree([]).nodes.isEmpty)
  }

  // MARK: Statistics

  @Test func `the chosen tensor is measured, once, as on the command line`() async throws {
    let path = references("stored.npz")
    let (rows, state) = try await played("tensors.open \(path)\nkey end up up\nwait")
    let key = try #require(state.tensors.chosenKey)
    let tensor = try #require(state.tensors.tensor(key))
    let expected = try TensorStatistics(tensor, .open)
    #expect(state.tensors.statistics[key] == expected)
    #expect(rows.contains { $0.contains("standard deviation") })
    #expect(state.tensors.figures.suffix(2) == TensorReport.statistics(tensor, expected)[...])
    var again = state
    _ = update(&again, .input(.key(Key(.up))))
    #expect(
      !update(&again, .input(.key(Key(.down)))).contains {
        if case .openTensors(.measure(key, _)) = $0 { true } else { false }
      })
  }

  @Test func `measuring tells how far it is, can be stopped, and an older answer does no harm`() async throws
  {
    var (_, state) = try await played("tensors.open \(references("stored.npz"))\nkey home down")
    let key = try #require(state.tensors.chosenKey)
    let tensor = try #require(state.tensors.tensor(key))
    let known = try #require(state.tensors.statistics[key])
    _ = update(&state, .input(.key(Key(.down))))
    let next = try #require(state.tensors.chosenKey)
    #expect(state.jobs[.tensorStatistics] == 0)
    _ = update(&state, .answer(.finished(.tensorStatistics)))
    _ = update(&state, .answer(.progress(.tensorStatistics, 0.42)))
    #expect(render(state).textRows().contains { $0.contains("measuring 42 %") })
    _ = update(&state, .answer(.tensorsFound(.measured(key, .success(known)))))
    #expect(state.jobs[.tensorStatistics] == 0.42, "that was an older one")
    #expect(update(&state, .input(.key(Key(.character("s"))))) == [.cancel(.tensorStatistics)])
    _ = update(&state, .answer(.failed(.tensorStatistics, .cancelled)))
    #expect(
      state.tensors.statistics[next] == nil
        && render(state).textRows().contains { $0.contains("s measures it") })
    let asked = update(&state, .input(.key(Key(.character("s")))))
    #expect(asked == [.openTensors(.measure(next, tensor))])
  }

  // MARK: Matrices

  @Test func `a plane of many axes is what the report shows, whichever axes are chosen`() async throws {
    let path = references("columns4.npy")
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
      let (rows, state) = try await played(look + "\n" + keys)
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
      let (rows, state) = try await played(look + "key end ctrl+end up")
      let slice = try #require(state.tensors.slice)
      #expect((slice.row, slice.column) == (498, 299))
      let value = Float(498 * 300 + 299) / 8
      #expect(rows.contains { $0.contains("row 498 · column 299 · \(value)") }, "\(rows)")
      let part = try #require(slice.shown).request.part
      #expect(part.rows.upperBound == 500 && part.columns.upperBound == 300 && part.rows.count < 36)
      #expect(part.rows.count * part.columns.count < 1000, "only what is visible")
      let (gone, there) = try await played(look + "tensors.goTo 123 45")
      #expect(
        there.tensors.slice?.row == 123 && gone.contains { $0.contains("\(Float(123 * 300 + 45) / 8)") })
      let (_, refused) = try await played(look + "tensors.goTo 500 0")
      #expect(refused.notice?.text.contains("0 to 499") == true && refused.tensors.slice?.row == 0)
      let (_, tree) = try await played(look + "key esc")
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
      let (_, one) = try await played(look + "key -")
      #expect(one.tensors.slice?.shown?.request.part.blockRows == 1)
      let (rows, all) = try await played(look + "key 0 right")
      let shown = try #require(all.tensors.slice?.shown)
      let part = shown.request.part
      #expect(part.rows == 0..<500 && part.columns == 0..<300 && part.blockColumns > 1)
      #expect(shown.heatmap.values.count == part.cells.rows * part.cells.columns)
      #expect(shown.heatmap[0, 0] == Float(part.blockColumns - 1) / 2)
      #expect(rows.contains { $0.contains("mean \(shown.heatmap[0, 1])") }, "\(rows)")
      #expect(rows.contains { $0.contains("columns \(part.blockColumns) to \(2 * part.blockColumns - 1)") })
      let (_, again) = try await played(look + "key 0 right 1")
      #expect(again.tensors.slice?.zoom == 0 && again.tensors.slice?.column == part.blockColumns)
      let (_, most) = try await played(look + "key - - - - - - - - - - - -")
      #expect(most.tensors.slice?.shown?.request.part.rows == 0..<500)
      #expect(most.notice?.text == "All of it is in sight")
    }
  }

  @Test func `a file that shrinks gives its sentence, and the rest goes on`() async throws {
    try await TensorFiles.withFolder { folder in
      let path = folder + "/m.safetensors"
      try TensorFiles.write([("m", [500, 300])], to: path)
      var state = makeState("a", size)
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
      let (path, out) = (references("sharded"), folder + "/out.csv")
      let (_, state) = try await played("tensors.open \(path)\nkey enter\nfigures.export \(out)")
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
        var (_, state) = try await played("tensors.open \(path)\nkey enter\n" + keys)
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
        let steps = "tensors.open \(references(name))\nkey down enter - 0 + right down t 0"
        let (_, state) = try await played(
          steps + "\nsize 60x18\nkey esc\nsize \(columns)x\(rows)", Size(columns: columns, rows: rows),
          mode: mode)
        #expect(render(state).size == Size(columns: columns, rows: rows))
      }
    }
  }

  @Test func `a session opens its files of tensors again`() async throws {
    let path = references("stored.npz")
    let (_, state) = try await played("tensors.open \(path)")
    try await TensorFiles.withFolder { folder in
      let (_, saved) = try await played("tensors.open \(path)\nsession.save \(folder)/s.toml")
      #expect(saved.tensors.files == state.tensors.files)
      let session = try SessionStore.read(folder + "/s.toml")
      #expect(session.tensors == [path])
      var restored = makeState("a", size)
      let effects = restored.restore(session)
      #expect(effects.contains { if case .openTensors(.open(path, _)) = $0 { true } else { false } })
    }
  }
}
