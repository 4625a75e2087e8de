import Screen
import Sketches

/// The heatmap of similarities.
enum SimilarityCommands {
  static let all: [Command] = moving + looking + comparing

  private static let moving: [Command] = [
    step("up", "Row above", ["up", "k"], -1, 0), step("down", "Row below", ["down", "j"], 1, 0),
    step("left", "Column to the left", ["left", "h"], 0, -1),
    step("right", "Column to the right", ["right", "l"], 0, 1),
    page("pageUp", "Half a screen up", ["pageup", "shift+up"], -1, 0),
    page("pageDown", "Half a screen down", ["pagedown", "shift+down", "space"], 1, 0),
    page("pageLeft", "Half a screen to the left", ["shift+left"], 0, -1),
    page("pageRight", "Half a screen to the right", ["shift+right"], 0, 1),
    step("first", "First column", ["home"], 0, -1 << 30), step("last", "Last column", ["end"], 0, 1 << 30),
    step("top", "First row", ["ctrl+home"], -1 << 30, 0),
    step("bottom", "Last row", ["ctrl+end"], 1 << 30, 0),
    command("diagonal", "To the column of the same token as the row", ["d"]) { state, _ in
      guard let shown = state.similarity.shown, shown.columns.indices.contains(state.similarity.cursor.row)
      else { return [] }
      state.similarity.cursor.column = state.similarity.cursor.row
      return state.moveCross(rows: 0, columns: 0)
    },
    command("go", "To the row's token in the text; from a layer to its tokens", ["enter"], hint: "go there") {
      state, _ in state.goFromSimilarity()
    },
  ]

  private static let looking: [Command] = [
    command("nearer", "Nearer, up to numbers", ["+"], hint: "nearer") { state, _ in
      state.zoomSimilarity(by: -1)
    },
    command("further", "Further away, until all is in sight", ["-"], hint: "further") { state, _ in
      state.zoomSimilarity(by: 1)
    },
    command("fit", "All of it in sight", ["0"]) { state, _ in state.fitSimilarity() },
    command("raise", "Raise the threshold: cells below it are left blank", ["."], hint: "threshold") {
      state, _ in state.turnThreshold(by: 1)
    },
    command("lower", "Lower the threshold", [","]) { state, _ in state.turnThreshold(by: -1) },
    Command(
      "similarity.threshold", "Type the threshold, or end it", keys: ["t"], in: .similarity, .vectors,
      argument: "number"
    ) { state, words in
      if words.isEmpty {
        if state.similarity.threshold != nil { return state.blankCells(below: nil) }
        state.overlays.append(.prompt(Prompt(.threshold)))
        return []
      }
      guard let number = Float(words.trimmingPrefix(" ")), number.isFinite else {
        return state.say("A threshold is a number, as 0.5", warning: true)
      }
      return state.blankCells(below: number)
    },
  ]

  private static let comparing: [Command] = [
    command("source", "Compare the text, two texts, or tensors", ["s"], hint: "source") { state, _ in
      state.turnSimilaritySource()
    },
    command("measure", "Next measure: cosine, dot, distance, centred, CKA, values", ["m"], hint: "measure") {
      state, _ in state.turnSimilarityMeasure()
    },
    command("order", "Next order: position, cluster, norm", ["a"], hint: "order") { state, _ in
      let all = SimilarityOrder.allCases
      let index = all.firstIndex(of: state.similarity.order) ?? 0
      state.similarity.order = all[(index + 1) % all.count]
      return state.reinspect()
    },
    turn("layerUp", "Next layer", "]", 1, 0), turn("layerDown", "Previous layer", "[", -1, 0),
    turn("headUp", "Next attention head", "}", 0, 1),
    turn("headDown", "Previous attention head", "{", 0, -1),
    Command(
      "similarity.open", "Choose the tensor that is compared, or name its file", keys: ["o"], in: .similarity,
      .vectors, hint: "tensors", argument: "file and tensor"
    ) { state, words in state.chooseTensor(words, isSecond: false) },
    Command(
      "similarity.with", "Choose what it is compared with", keys: ["w"], in: .similarity, .vectors,
      argument: "file and tensor"
    ) { state, words in state.chooseTensor(words, isSecond: true) },
    command("itself", "Compare the tensor with itself again", ["W"]) { state, _ in
      state.similarity.second = nil
      return state.reinspect()
    },
    command("embeddings", "Name a file with the embeddings of this tokenizer", ["f"]) { state, _ in
      state.run(line: "vectors.embeddings")
    },
  ]

  private static func command(
    _ id: String, _ title: String, _ keys: [String], hint: String? = nil,
    run: @escaping @Sendable (inout State, String) -> [Effect]
  ) -> Command {
    Command("similarity.\(id)", title, keys: keys, in: .similarity, .vectors, hint: hint, run: run)
  }

  private static func step(_ id: String, _ title: String, _ keys: [String], _ rows: Int, _ columns: Int)
    -> Command
  {
    command(id, "Heatmap: \(title.lowercased())", keys) { state, _ in
      state.moveCross(rows: rows, columns: columns)
    }
  }

  private static func page(_ id: String, _ title: String, _ keys: [String], _ rows: Int, _ columns: Int)
    -> Command
  {
    command(id, "Heatmap: \(title.lowercased())", keys) { state, _ in
      let page = state.similarityPage
      return state.moveCross(rows: rows * page.rows, columns: columns * page.columns)
    }
  }

  private static func turn(_ id: String, _ title: String, _ key: String, _ layers: Int, _ heads: Int)
    -> Command
  {
    command(id, title, [key]) { state, _ in
      state.similarity.layer = max(0, state.similarity.layer + layers)
      state.similarity.head = max(0, state.similarity.head + heads)
      return state.reinspect()
    }
  }
}
