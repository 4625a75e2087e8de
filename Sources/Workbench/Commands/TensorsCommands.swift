import Screen

/// Files of tensors: the tree of what is in them, and a matrix of one as a heatmap.
enum TensorsCommands {
  static let all = tree + moving + axes

  private static let tree = [
    Command(
      "tensors.show", "Open a file of tensors, or close it", keys: ["T"], .vectors, argument: "path"
    ) { state, path in state.showTensors(path) },
    Command(
      "tensors.look", "Look at the tensor as a heatmap; unfold or fold a group", keys: ["enter", "space"],
      in: .tensors, .vectors, hint: "look"
    ) { state, _ in state.openChosenTensor() },
    Command(
      "tensors.open", "Open a file of tensors, or a folder with a model", keys: ["o"], in: .tensors, .vectors,
      hint: "open", argument: "path"
    ) { state, path in path.isEmpty ? state.showTensorPrompt() : state.openTensors([path]) },
    Command(
      "tensors.close", "Close the file of tensors", keys: ["c"], in: .tensors, .vectors, hint: "close file",
      unavailable: { $0.tensors.files.isEmpty ? "none is open" : nil }
    ) { state, _ in state.closeTensors() },
    Command(
      "tensors.search", "Search the names of tensors", keys: ["/"], in: .tensors, .vectors, hint: "search"
    ) { state, _ in
      state.tensors.isTyping = true
      return []
    },
    Command(
      "tensors.measure", "Measure the tensor, or stop that", keys: ["s"], in: .tensors, .vectors,
      hint: "measure"
    ) { state, _ in state.toggleMeasuring() },
    Command("tensors.unfold", "Unfold the group", keys: ["right", "l"], in: .tensors, .vectors) { state, _ in
      state.unfoldTensors()
    },
    Command(
      "tensors.fold", "Fold the group, or go to the one around", keys: ["left", "h"], in: .tensors, .vectors
    ) { state, _ in state.foldTensors() },
    Command(
      "tensors.foldAll", "Unfold or fold all groups", keys: ["a"], in: .tensors, .vectors, hint: "unfold all"
    ) { state, _ in state.foldAllTensors() },
    leave("tensors.leave", "Back to all names, or to the text", in: .tensors, hint: "back"),
  ]

  private static func leave(_ id: String, _ title: String, in scope: Command.Scope, hint: String) -> Command {
    Command(id, title, keys: ["esc", "q"], in: scope, .vectors, hint: hint) { state, _ in state.leaveTensors()
    }
  }

  private static let moving = [
    cell("tensors.left", "Cell to the left", ["left", "h"], 0, -1),
    cell("tensors.right", "Cell to the right", ["right", "l"], 0, 1),
    cell("tensors.up", "Cell above", ["up", "k"], -1, 0),
    cell("tensors.down", "Cell below", ["down", "j"], 1, 0),
    page("tensors.pageUp", "Screen above", ["pageup"], -1, 0),
    page("tensors.pageDown", "Screen below", ["pagedown", "space"], 1, 0),
    page("tensors.pageLeft", "Screen to the left", ["shift+left"], 0, -1),
    page("tensors.pageRight", "Screen to the right", ["shift+right"], 0, 1),
    cell("tensors.firstColumn", "First column", ["home"], 0, -1 << 40),
    cell("tensors.lastColumn", "Last column", ["end"], 0, 1 << 40),
    cell("tensors.firstRow", "First row", ["ctrl+home"], -1 << 40, 0),
    cell("tensors.lastRow", "Last row", ["ctrl+end"], 1 << 40, 0),
    Command(
      "tensors.goTo", "Go to a row and column", keys: ["g"], in: .tensorSlice, .vectors, hint: "go to",
      argument: "row column", unavailable: noSlice
    ) { state, words in
      if !words.isEmpty { return state.goToCell(words) }
      guard let size = state.tensors.slice?.size else { return [] }
      state.overlays.append(.prompt(Prompt(.cell("below \(size.rows) and \(size.columns)"))))
      return []
    },
    zoom("tensors.zoomIn", "Nearer: smaller blocks, then numbers", "+", hint: "nearer") { $0 - 1 },
    zoom("tensors.zoomOut", "Farther: means of larger blocks", "-", hint: "farther") { $0 + 1 },
    zoom("tensors.overview", "All of the matrix", "0", hint: "all") { _ in nil },
    zoom("tensors.numbers", "Numbers", "1") { _ in 0 },
  ]

  private static let axes = [
    Command(
      "tensors.nextAxis", "Next axis", keys: ["]"], in: .tensorSlice, .vectors, hint: "axis",
      unavailable: noSlice
    ) { state, _ in state.chooseAxis(by: 1) },
    Command(
      "tensors.previousAxis", "Previous axis", keys: ["["], in: .tensorSlice, .vectors, unavailable: noSlice
    ) {
      state, _ in state.chooseAxis(by: -1)
    },
    Command(
      "tensors.nextIndex", "Next index on the axis", keys: [">", "."], in: .tensorSlice, .vectors,
      hint: "index",
      unavailable: noSlice
    ) { state, _ in state.stepIndex(by: 1) },
    Command(
      "tensors.previousIndex", "Previous index on the axis", keys: ["<", ","], in: .tensorSlice, .vectors,
      unavailable: noSlice
    ) { state, _ in state.stepIndex(by: -1) },
    Command(
      "tensors.index", "Type the index on the axis", keys: ["i"], in: .tensorSlice, .vectors,
      argument: "index",
      unavailable: noSlice
    ) { state, words in
      if let index = Int(words) { return state.setIndex(index) }
      guard let slice = state.tensors.slice, slice.shape.rank > 0 else { return [] }
      state.overlays.append(.prompt(Prompt(.axis("below \(slice.shape.sizes[slice.axis])"))))
      return []
    },
    Command(
      "tensors.rows", "The axis runs down", keys: ["r"], in: .tensorSlice, .vectors, hint: "rows",
      unavailable: noSlice
    ) { state, _ in state.useAxis(asRows: true) },
    Command(
      "tensors.columns", "The axis runs across", keys: ["c"], in: .tensorSlice, .vectors, hint: "columns",
      unavailable: noSlice
    ) { state, _ in state.useAxis(asRows: false) },
    Command(
      "tensors.transpose", "Rows for columns", keys: ["t"], in: .tensorSlice, .vectors, hint: "transpose",
      unavailable: noSlice
    ) { state, _ in state.transposePlane() },
    leave("tensors.tree", "Back to the tree of tensors", in: .tensorSlice, hint: "tree"),
  ]

  private static let noSlice: @Sendable (State) -> String? = {
    $0.tensors.slice == nil ? "no tensor is looked at; Enter in the tree does" : nil
  }

  private static func cell(_ id: String, _ title: String, _ keys: [String], _ down: Int, _ right: Int)
    -> Command
  {
    Command(id, "Matrix: \(title.lowercased())", keys: keys, in: .tensorSlice, .vectors, unavailable: noSlice)
    {
      state, _ in state.moveCell(down: down, right: right)
    }
  }

  private static func page(_ id: String, _ title: String, _ keys: [String], _ down: Int, _ right: Int)
    -> Command
  {
    Command(id, "Matrix: \(title.lowercased())", keys: keys, in: .tensorSlice, .vectors, unavailable: noSlice)
    {
      state, _ in state.pageCells(down: down, right: right)
    }
  }

  private static func zoom(
    _ id: String, _ title: String, _ key: String, hint: String? = nil,
    _ zoom: @escaping @Sendable (Int) -> Int?
  ) -> Command {
    Command(id, title, keys: [key], in: .tensorSlice, .vectors, hint: hint, unavailable: noSlice) {
      state, _ in
      state.zoomCells(to: zoom(state.tensors.slice?.zoom ?? 0))
    }
  }
}
