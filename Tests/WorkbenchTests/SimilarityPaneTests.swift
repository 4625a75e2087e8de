import Basics
import Documents
import Figures
import Formats
import Foundation
import Screen
import Sketches
import Tensors
import TestSupport
import Testing
import Tokens
import Workbench

/// The heatmap of similarities, through the real loop and runner.
@MainActor
@Suite struct SimilarityPaneTests {
  /// A folder with vectors for the 256 bytes, and with hidden states and attention of some bytes.
  private final class Files {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    let rows: Tensor
    let states: Tensor
    let attention: Tensor
    var embeddings: String { folder + "/embed.safetensors" }
    var dump: String { folder + "/states.safetensors" }

    init(ids: [Float] = Array("strawberry".utf8).map { Float($0) }) throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      var random = SeededRandom(seed: 7)
      func numbers(_ sizes: [Int]) -> Tensor {
        Tensor((0..<sizes.reduce(1, *)).map { _ in Float(random.unit() - 0.4) }, sizes)
      }
      rows = numbers([256, 8])
      states = numbers([3, 10, 6])
      attention = numbers([2, 4, 10, 10])
      func written(_ name: String, _ tensor: Tensor) -> WrittenTensor {
        WrittenTensor(name: name, tensor.shape, tensor.values)
      }
      try Safetensors.write([written("embeddings", rows)], to: folder + "/embed.safetensors")
      try Safetensors.write(
        [
          written("hidden_states", states), written("attentions", attention),
          written("input_ids", Tensor(ids)),
        ], to: folder + "/states.safetensors")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
  }

  private func rehearsed(
    _ text: String, _ files: Files, _ steps: String, _ size: Size = Size(columns: 80, rows: 24)
  ) async throws -> (frame: Screen.Frame, state: State) {
    let begin = "tokenizer.pick bytes\nvectors.embeddings \(files.embeddings)\nkey esc\nkey H\nwait\n"
    return try await rehearse(makeState(text, tokenizer: "bytes", size), begin + steps)
  }

  /// The matrix by the things that rows and columns stand for.
  private func matrix(_ picture: SimilarityPicture) -> Tensor {
    var values = [Float](repeating: .nan, count: picture.rows.count * picture.columns.count)
    for (place, row) in picture.rowOrder.enumerated() {
      for (across, column) in picture.columnOrder.enumerated() {
        values[row * picture.columns.count + column] = picture.heatmap[place, across]
      }
    }
    return Tensor(values, [picture.rows.count, picture.columns.count])
  }

  private func isNear(_ a: Tensor, _ b: Tensor) -> Bool {
    a.shape == b.shape && zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-3 }
  }

  @Test(arguments: [Similarity.cosine, .dot, .euclid, .centredCosine], SimilarityOrder.allCases)
  func `cells are the similarities of the tokens' vectors, in any order`(
    similarity: Similarity, order: SimilarityOrder
  ) async throws {
    let files = try Files()
    let turns = SimilarityMeasure.allCases.firstIndex { $0.pairwise == similarity } ?? 0
    let orders = SimilarityOrder.allCases.firstIndex(of: order) ?? 0
    let steps = String(repeating: "key m\n", count: turns) + String(repeating: "key a\n", count: orders)
    let (_, state) = try await rehearsed("strawberry", files, steps)
    let shown = try #require(state.similarity.shown)
    let vectors = files.rows.gathered(Array("strawberry".utf8).map { Int($0) })
    #expect(shown.measure.pairwise == similarity && state.jobs[.similarity] == nil)
    #expect(isNear(matrix(shown), similarity.plain(vectors, vectors)))
    #expect(shown.rowOrder.sorted() == Array(0..<10) && shown.columnOrder == shown.rowOrder)
    if order == .norm {
      let norms = shown.rowOrder.map { shown.rows[$0].norm }
      #expect(norms == norms.sorted(by: >))
    }
    #expect(shown.heatmap.rowLabels[0] == shown.rows[shown.rowOrder[0]].item.label)
    #expect(state.similarity.figures.count == 1)
  }

  @Test func `the token under the caret is the chosen row and column, whatever the order`() async throws {
    let files = try Files()
    let (_, state) = try await rehearsed(
      "strawberry", files, "key a\nkey esc\nkey home\nkey right right right")
    let shown = try #require(state.similarity.shown)
    #expect(state.focus == .text && state.view.selection.caret == 3)
    #expect(state.similarity.cursor == .init(row: 3, column: 3))
    let cross = try #require(state.similarity.viewport.cross)
    #expect(shown.rowOrder[cross.row] == 3 && shown.columnOrder[cross.column] == 3)
    #expect(state.litBytes.isEmpty, "the caret says it")
  }

  @Test func `moving in the heatmap lights both tokens up in the text, and Enter goes there`() async throws {
    let files = try Files()
    let (frame, state) = try await rehearsed("strawberry", files, "key ctrl+home home\nkey down down right")
    #expect(state.litBytes == [2..<3, 1..<2])
    let lit = state.theme.style("token.current")
    let row = try #require((0..<12).first { frame.textRows()[$0].contains("strawberry") })
    let start = try #require(frame.textRows()[row].firstIndex(of: "s"))
    let column = frame.textRows()[row].distance(from: frame.textRows()[row].startIndex, to: start)
    #expect((0..<4).map { frame[column: column + $0, row: row].style == lit } == [false, true, true, false])
    let (_, gone) = try await rehearsed("strawberry", files, "key ctrl+home home\nkey down down right enter")
    #expect(gone.focus == .text && gone.view.selection.caret == 2)
  }

  @Test func `an edit is followed, and what was chosen stays in the matrix`() async throws {
    let files = try Files()
    let (_, state) = try await rehearsed(
      "strawberry", files, "key end\nkey esc\nkey i\nkey end backspace backspace backspace\nkey esc")
    let shown = try #require(state.similarity.shown)
    #expect(shown.rows.count == 7 && state.similarity.cursor.row < 7)
    #expect(shown.request.version == state.document.version)
  }

  @Test func `two texts are compared when one was kept`() async throws {
    let files = try Files()
    let steps =
      "key esc\ndiff.pin\nkey i\ntype es\nkey esc\npane.standard\nsimilarity.show\nkey s\nwait"
    let (_, state) = try await rehearsed("tok", files, steps)
    let shown = try #require(state.similarity.shown)
    #expect(state.similarity.source == .earlier)
    #expect(shown.rows.count == 5 && shown.columns.count == 3)
  }

  @Test func `hidden states have layers and are named by their ids`() async throws {
    let files = try Files()
    let (frame, state) = try await rehearsed(
      "strawberry", files, "similarity.open \(files.dump)\nkey ]\nkey ]\nkey ]\nkey m")
    let shown = try #require(state.similarity.shown)
    #expect((shown.layer.index, shown.layer.count) == (2, 3) && shown.measure == .dot)
    let layer = files.states.at(2)
    #expect(isNear(matrix(shown), Similarity.dot.plain(layer, layer)))
    #expect(shown.rows.map(\.item.label) == Array("strawberry".utf8).map { .bytes([$0]) })
    #expect(shown.rows[4].item.bytes == 4..<5, "the text is the one of the file, so its tokens light up")
    #expect(frame.textRows().contains { $0.contains("layer 2 of 0–2") })
  }

  @Test func `layers are aligned with each other, and Enter opens one`() async throws {
    let files = try Files()
    let steps = "similarity.open \(files.dump)\nkey m m m m"
    let (_, state) = try await rehearsed("a b", files, steps)
    let shown = try #require(state.similarity.shown)
    #expect(shown.measure == .alignment && shown.rows.count == 3)
    for a in 0..<3 {
      for b in 0..<3 {
        #expect(abs(shown.heatmap[a, b] - files.states.at(a).alignment(with: files.states.at(b))) < 1e-5)
      }
    }
    let (_, opened) = try await rehearsed("a b", files, steps + "\nkey ctrl+home\nkey down enter")
    #expect(opened.similarity.shown?.layer.index == 1 && opened.similarity.shown?.measure == .cosine)
  }

  @Test func `attention is shown as it is, by layer and head`() async throws {
    let files = try Files()
    let (_, state) = try await rehearsed(
      "strawberry", files, "similarity.open \(files.dump) attentions\nkey ]\nkey } } }")
    let shown = try #require(state.similarity.shown)
    #expect(shown.measure == .values && shown.layer.index == 1 && (shown.head.index, shown.head.count) == (3, 4))
    #expect(matrix(shown) == files.attention.at(1).at(3))
    #expect(shown.columns[2].item.label == .bytes([0x72]))
  }

  @Test func `two tensors are compared, and widths that differ are told with both numbers`() async throws {
    let files = try Files()
    let first = "similarity.open \(files.embeddings)\nkey m\n"
    let (_, state) = try await rehearsed(
      "a b", files, first + "similarity.with \(files.embeddings) embeddings")
    #expect(state.similarity.shown?.columns.count == 256)
    let (frame, refused) = try await rehearsed("a b", files, first + "similarity.with \(files.dump)")
    #expect(refused.similarity.shown == nil)
    #expect(refused.similarity.trouble?.contains("vectors of 8 and of 6 numbers") == true)
    #expect(frame.textRows().contains { $0.contains("vectors of 8 and of 6 numbers") })
  }

  @Test func `ids that do not fit the rows are told with both numbers`() async throws {
    let files = try Files(ids: [1, 2, 3])
    let (_, state) = try await rehearsed("a b", files, "similarity.open \(files.dump)")
    let shown = try #require(state.similarity.shown)
    #expect(shown.rows[2].item.label == .integer(2))
    #expect(shown.heatmap.footnotes.contains { $0.contains("3 input_ids for 10 rows") })
  }

  @Test func `the threshold blanks cells, tells their share, and is in what is written`() async throws {
    let files = try Files()
    let (frame, state) = try await rehearsed("strawberry", files, "similarity.threshold 0.999")
    // Ten on the diagonal, and three r's with each other.
    #expect(state.similarity.shown?.shareShown == 16.0 / 100)
    #expect(frame.textRows().contains { $0.contains("threshold 1.00: 16.0 %") })
    guard case .heatmap(let heatmap)? = state.similarity.figures.first else {
      return #expect(Bool(false))
    }
    #expect(heatmap.threshold == 0.999 && heatmap.footnotes.last?.hasPrefix("16.0 % of the cells") == true)
    let (_, lower) = try await rehearsed("strawberry", files, "key . , , , , , , , , , , , , , , ,")
    #expect(lower.similarity.threshold == nil)
  }

  @Test func `without embeddings a sentence says so, and what helps`() async throws {
    let (frame, state) = try await rehearse(
      makeState("a b c", tokenizer: "bytes"), "tokenizer.pick bytes\nkey esc\nkey H")
    let text = frame.textRows().joined(separator: "\n")
    #expect(state.similarity.shown == nil && state.jobs[.similarity] == nil)
    #expect(text.contains("no embeddings stand beside") && text.contains("tessera embed"), "\(text)")
    #expect(text.contains("o  names or chooses a file of tensors"))
  }

  @Test(arguments: [
    Size(columns: 80, rows: 24), Size(columns: 20, rows: 5), Size(columns: 33, rows: 12),
    Size(columns: 200, rows: 60),
  ])
  func `it is drawn at any size, and every key works at any size`(size: Size) async throws {
    let files = try Files()
    let keys = "key + + + + - - - 0\nkey end pagedown shift+right . . a m a d\nkey z\nkey - -"
    let (frame, state) = try await rehearsed(String(repeating: "strawberry ", count: 30), files, keys, size)
    #expect(state.similarity.shown?.rows.count == 330 && frame.size == size)
  }

  nonisolated private static let rows = [
    ScreenRow(name: "similarity-80x24", size: Size(columns: 80, rows: 24), steps: ""),
    ScreenRow(
      name: "similarity-cluster-120x36", size: Size(columns: 120, rows: 36), steps: "key a\nkey . . .\nkey d"),
    ScreenRow(
      name: "similarity-numbers-120x36", size: Size(columns: 120, rows: 36), steps: "key + + +\nkey left left"
    ),
    ScreenRow(
      name: "similarity-ascii-80x24", size: Size(columns: 80, rows: 24), steps: "key down", mode: .none,
      isASCII: true),
  ]

  @Test(arguments: rows)
  func `the screen is as recorded`(row: ScreenRow) async throws {
    let files = try Files()
    let text = "Peter Piper picked a peck of pickled peppers.\n"
    // The path is another one in every run, and so is not shown.
    let steps =
      "tokenizer.pick bytes\nvectors.embeddings \(files.embeddings)\nkey esc\nkey H\nwait\n" + row.steps
    let (frame, _) = try await rehearse(row.state(of: text, tokenizer: "bytes"), steps)
    Golden.check(frame, row.name)
  }
}
