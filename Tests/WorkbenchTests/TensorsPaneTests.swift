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
  // MARK: Opening

  @Test func `T asks for a path, Enter opens it, T closes the pane`() async throws {
    let path = TensorFiles.reference("types.safetensors")
    let (asking, before) = try await TensorFiles.played("key T")
    #expect(before.focus == .tensors && before.overlays.count == 1)
    #expect(asking.contains { $0.contains("File of tensors") })
    let (rows, state) = try await TensorFiles.played("key T\npaste \(path)\nkey enter")
    #expect(state.tensors.paths == [path] && state.tensors.trouble == nil)
    #expect(rows.contains { $0.contains("bfloat16") && $0.contains("[3, 5]") && $0.contains("bf16") })
    let (_, closed) = try await TensorFiles.played("key T\npaste \(path)\nkey enter T")
    #expect(closed.focus == .text && closed.tensors.files.count == 1)
  }

  @Test(arguments: [
    ("stored.npz", "weights"), ("deflated.npz", "weights"), ("types.gguf", "Q4_K"), ("sharded", "bf16"),
    ("sharded/model.safetensors.index.json", "bf16"), ("columns4.npy", "columns4.npy"),
    ("scalar.npy", "scalar"),
  ])
  func `every kind of file is opened`(name: String, shown: String) async throws {
    let (rows, state) = try await TensorFiles.played(
      "tensors.open \(TensorFiles.reference(name))\ntensors.foldAll")
    #expect(state.tensors.files.count == 1 && state.log.allSatisfy { !$0.isWarning })
    #expect(rows.contains { $0.contains(shown) }, "\(rows)")
  }

  @Test func `several files are open, the one that is looked at first, and c closes it`() async throws {
    let (first, second) = (TensorFiles.reference("stored.npz"), TensorFiles.reference("sharded"))
    let (_, state) = try await TensorFiles.played("tensors.open \(first)\ntensors.open \(second)")
    #expect(state.tensors.paths == [second, first] && state.tensors.files.map(\.path) == [first, second])
    let (_, up) = try await TensorFiles.played("tensors.open \(first)\ntensors.open \(second)\nkey home")
    #expect(up.tensors.paths == [first, second])
    let (_, closed) = try await TensorFiles.played("tensors.open \(first)\ntensors.open \(second)\nkey c")
    #expect(closed.tensors.paths == [first] && closed.tensors.files.count == 1)
    let (rows, none) = try await TensorFiles.played("tensors.open \(first)\nkey c")
    #expect(none.tensors.paths.isEmpty && rows.contains { $0.contains("o opens a file of tensors") })
  }

  @Test func `a file that is refused says why, and others go on`() async throws {
    try await TensorFiles.withFolder { folder in
      try TensorFiles.write([0x80, 2, 0x7D, 0x71, 0, 0x2E], folder + "/model.bin")
      try TensorFiles.write([1, 2, 3], folder + "/short.safetensors")
      let steps = "tensors.open \(TensorFiles.reference("sharded"))\ntensors.open \(folder)/model.bin"
      let (rows, state) = try await TensorFiles.played(steps)
      #expect(state.tensors.paths == [TensorFiles.reference("sharded")])
      let all = rows.joined()
      #expect(
        all.contains("this is a PyTorch checkpoint") && all.contains("safetensors.torch.save_file"), "\(rows)"
      )
      let (_, short) = try await TensorFiles.played(
        "tensors.open \(folder)/short.safetensors\nkey down o esc")
      #expect(short.tensors.trouble?.contains("short.safetensors") == true && short.tensors.paths.isEmpty)
      let (_, missing) = try await TensorFiles.played("tensors.open \(folder)/none.npy")
      #expect(missing.tensors.trouble?.contains("none.npy") == true)
    }
  }

  @Test func `a tensor that cannot be read is listed with its reason`() async throws {
    let (rows, state) = try await TensorFiles.played(
      "tensors.open \(TensorFiles.reference("f8.safetensors"))\nkey end")
    #expect(state.tensors.trouble != nil || rows.contains { $0.contains("cannot be read") }, "\(rows)")
    try await TensorFiles.withFolder { folder in
      let header =
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[4,6]}}"#
      let bytes =
        (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) } + Array(header.utf8)
      try TensorFiles.write(bytes + [0, 0, 0, 0, 1, 1], folder + "/f8.safetensors")
      let (rows, state) = try await TensorFiles.played("tensors.open \(folder)/f8.safetensors\nkey end enter")
      #expect(rows.contains { $0.contains("cannot be read") } && rows.joined().contains("F8_E4M3"), "\(rows)")
      #expect(state.tensors.slice == nil && state.notice?.isWarning == true)
    }
  }

  // MARK: The tree

  @Test func `names are grouped, folded, unfolded and searched`() async throws {
    try await TensorFiles.withFolder { folder in
      let path = folder + "/model.safetensors"
      try TensorFiles.write(TensorFiles.model(layers: 12), to: path)
      let (rows, state) = try await TensorFiles.played("tensors.open \(path)")
      #expect(state.tensors.rows.count < 40)
      let layers = try #require(rows.firstIndex { $0.contains("layers") && $0.contains("48 tensors") })
      #expect(
        rows[layers + 1].contains(" 0 ") && rows[layers + 11].contains(" 10 "), "numbers in their order")
      let (_, unfolded) = try await TensorFiles.played("tensors.open \(path)\nkey a")
      #expect(unfolded.tensors.rows.count > 48)
      let (_, folded) = try await TensorFiles.played("tensors.open \(path)\nkey a a home down left")
      #expect(folded.tensors.rows.count < 6)
      let search = "tensors.open \(path)\nkey /\ntype 11 Q\nkey enter"
      let (found, searched) = try await TensorFiles.played(search)
      #expect(searched.tensors.rows.count == 1 && searched.tensors.chosenKey != nil)
      #expect(found.contains { $0.contains("model.layers.11.attn.q.weight") && $0.contains("[4, 6]") })
      let (_, back) = try await TensorFiles.played(search + "\nkey esc")
      #expect(back.tensors.query.isEmpty && back.tensors.chosenKey == searched.tensors.chosenKey)
      #expect(back.focus == .tensors)
    }
  }

  @Test func `a tree holds every name once, whatever the names`() throws {
    let names = [
      "", ".", "a", "a.b", "a.b", "a..b", "a/b", "x.1", "x.10", "x.9", "x.arr_10", "x.arr_9", "x.arr_09",
      "é.ü",
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
    #expect(order == ["x.1", "x.9", "x.10", "x.arr_09", "x.arr_9", "x.arr_10"])
    #expect(tree.visible(tree.folded(rows: 1)) == tree.nodes.indices.filter { tree.nodes[$0].depth == 0 })
    #expect(tree.visible([]) == Array(tree.nodes.indices))
    #expect(try TensorTree([]).nodes.isEmpty)
  }

  // MARK: Statistics

  @Test func `the chosen tensor is measured, once, as on the command line`() async throws {
    let path = TensorFiles.reference("stored.npz")
    let (rows, state) = try await TensorFiles.played("tensors.open \(path)\nkey end up up\nwait")
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
    var (_, state) = try await TensorFiles.played(
      "tensors.open \(TensorFiles.reference("stored.npz"))\nkey home down")
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

  @Test func `a session opens its files of tensors again`() async throws {
    let path = TensorFiles.reference("stored.npz")
    let (_, state) = try await TensorFiles.played("tensors.open \(path)")
    try await TensorFiles.withFolder { folder in
      let (_, saved) = try await TensorFiles.played("tensors.open \(path)\nsession.save \(folder)/s.toml")
      #expect(saved.tensors.files == state.tensors.files)
      let session = try SessionStore.read(folder + "/s.toml")
      #expect(session.tensors == [path])
      var restored = makeState("a", TensorFiles.size)
      let effects = restored.restore(session)
      #expect(effects.contains { if case .openTensors(.open(path, _)) = $0 { true } else { false } })
    }
  }
}
