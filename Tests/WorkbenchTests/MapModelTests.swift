import Basics
import Formats
import Foundation
import Patches
import Screen
import Tensors
import Testing
import Workbench

/// Folders of models, dumps and brought vectors in the pane, through the real loop and runner.
@MainActor
@Suite struct MapModelTests {
  private static let goldens =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
    + "/FormatsTests/Vision/Goldens"

  /// A folder with a copy of a tiny model, a picture of 30 × 20 pixels, and whatever else is written into it; removed afterwards.
  private func withBench(_ kind: String, _ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/tessera-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.copyItem(atPath: "\(Self.goldens)/\(kind)", toPath: folder + "/model")
    if kind == "clip" {
      let config =
        #"{"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 16}, "crop_size": 16}"#
      try config.write(
        toFile: folder + "/model/preprocessor_config.json", atomically: true, encoding: .utf8)
    }
    try Data(Array("P6 30 20 255\n".utf8) + Self.pixels.bytes).write(
      to: URL(fileURLWithPath: folder + "/waves.ppm"))
    try await body(folder)
  }

  private static let pixels: Pixels = {
    var pixels = Pixels(width: 30, height: 20)
    for y in 0..<20 {
      for x in 0..<30 { pixels[x, y] = .init(UInt8(8 * x), UInt8(12 * y), UInt8(x * y % 256)) }
    }
    return pixels
  }()

  private func shown(_ steps: [String], _ size: Size = Size(columns: 120, rows: 36)) async throws
    -> (frame: Screen.Frame, state: State)
  {
    let steps = ["key esc", "map.show", "wait"] + steps + ["wait"]
    return try await rehearse(makeState("a", size), steps.joined(separator: "\n"))
  }

  /// What the folder's model makes of the picture, written as the script in `Samples` writes it.
  private func dump(_ folder: String, metadata: [String: String]) throws {
    var model = try VisionFolder.open(folder + "/model", .open)
    model.keeping = .init(attention: .all, keys: .all)
    let tokens = try model.tokens(of: Picture(pixels: Self.pixels), named: "waves.ppm", .open)
    let states = tokens.layers.map { layer in
      Tensor.concatenated((layer.special.map { [$0] } ?? []) + [layer.hidden]).expanded(0)
    }
    func deep(_ planes: [Tensor?]) -> Tensor { .concatenated(planes.compactMap { $0?.expanded(0) }) }
    let tensors = [
      ("hidden_states", Tensor.concatenated(states)), ("attentions", deep(tokens.layers.map(\.attention))),
      ("keys", deep(tokens.layers.map(\.keys))),
    ]
    try Safetensors.write(
      tensors.map { WrittenTensor(name: $0, $1.shape, $1.values) }, metadata: metadata,
      to: folder + "/dump.safetensors")
  }

  private let places = ["grid": "[4, 4]", "specials": "[\"CLS\"]", "patch": "4", "picture": "waves.ppm"]

  @Test func `a dump shows what the model's own folder shows`() async throws {
    try await withBench("clip") { folder in
      try dump(folder, metadata: places)
      let (_, model) = try await shown(["map.model \(folder)/model", "map.open \(folder)/waves.ppm"])
      let (_, brought) = try await shown(["map.open \(folder)/dump.safetensors"])
      let (a, b) = (try #require(model.map.report), try #require(brought.map.report))
      #expect(model.map.trouble == nil && brought.map.trouble == nil)
      #expect(a.album.label == "CLIP vision of model" && b.album.label.contains("dump.safetensors"))
      #expect(a.picture.layers.map(\.name) == ["embeddings", "layer 1", "layer 2"])
      #expect(a.picture.pixels?.width == 16 && b.picture.pixels == nil)
      for (x, y) in zip(a.picture.layers, b.picture.layers) {
        #expect(x.name == y.name && (x.attention == nil) == (y.attention == nil))
        #expect(zip(x.norms, y.norms).allSatisfy { abs($0 - $1) <= 1e-5 * $0 }, "\(x.name)")
        for (p, q) in zip(x.attention ?? [], y.attention ?? []) { #expect(abs(p - q) <= 1e-6) }
      }
    }
  }

  @Test func `a vector that was brought colours the map, and one that does not fit says both lengths`()
    async throws
  {
    try await withBench("clip") { folder in
      try dump(folder, metadata: places)
      let row = try #require(try VisualDump.read(folder + "/dump.safetensors", .init(), .open).first).layers[
        2]
      try Npy.write(WrittenTensor(name: "", Shape([16]), row.hidden.at(5).values), to: folder + "/five.npy")
      try Npy.write(WrittenTensor(name: "", Shape([3]), [1, 2, 3]), to: folder + "/short.npy")
      let open = "map.open \(folder)/dump.safetensors"
      let (_, state) = try await shown([open, "map.vector \(folder)/five.npy"])
      let cosines = try #require(state.map.report?.numbers(.vector))
      #expect(state.map.score == .vector && cosines.indices.max { cosines[$0] < cosines[$1] } == 5)
      let (frame, short) = try await shown([open, "map.vector \(folder)/short.npy"])
      #expect(short.map.report?.numbers(.vector) == nil)
      let text = frame.textRows().joined(separator: " ").split { $0.isWhitespace || $0 == "│" }.joined(
        separator: " ")
      #expect(text.contains("3 numbers") && text.contains("have 16"), "\(text)")
    }
  }

  @Test(arguments: [
    (["grid": "[5, 5]", "specials": "[\"CLS\"]"], "16 rows do not fill a grid of 5 × 5 = 25 patches"),
    ([:], "17 rows are no square grid; they may be 4 × 4 patches with 1 row"),
    (["span": "[1, 40]"], "the span 1..<40 does not lie inside of 17 rows"),
  ])
  func `a dump that does not fit is told in the pane with both numbers`(
    metadata: [String: String], says: String
  ) async throws {
    try await withBench("clip") { folder in
      try dump(folder, metadata: metadata)
      let (_, state) = try await shown(["map.open \(folder)/dump.safetensors"])
      #expect(
        state.map.report == nil && state.map.trouble?.contains(says) == true, "\(state.map.trouble ?? "")")
    }
  }

  @Test func `a folder that is no model, or has no such picture, leaves the pane with the reason`()
    async throws
  {
    try await withBench("clip") { folder in
      let (_, none) = try await shown(["map.model \(folder)/nothing"])
      #expect(none.map.trouble?.contains("there is no such folder") == true)
      try FileManager.default.removeItem(atPath: folder + "/model/preprocessor_config.json")
      let (_, bare) = try await shown(["map.model \(folder)/model", "map.open \(folder)/waves.ppm"])
      #expect(bare.map.trouble?.contains("nothing says how this model wants its pictures prepared") == true)
    }
  }

  @Test func `tiles are a picture of their own, with lines between them and the row ends named`() async throws
  {
    try await withBench("llava-next") { folder in
      let open = ["map.model \(folder)/model", "map.open \(folder)/waves.ppm"]
      let (frame, state) = try await shown(open + ["key n", "key right down down down"])
      let report = try #require(state.map.report)
      #expect(report.album.pictures.map(\.name) == ["waves.ppm", "waves.ppm, 2 × 2 tiles"])
      #expect(state.map.trouble == nil && report.layer.name == "projected" && report.cell == 25)
      let grid = report.grid()
      #expect(grid.part(25) == "tile 3 of 2 × 2" && grid.part(4) == "tile 2 of 2 × 2")
      #expect(grid.rowEnd?.name == "image_newline" && grid.count == 48)
      let rows = frame.textRows().joined(separator: "\n")
      for words in ["tile 3", "↵ image_newline, behind each row", "┼"] {
        #expect(rows.contains(words), "\(rows)")
      }
      let words = report.words
      #expect(
        words.columns.map(\.key).starts(with: ["token", "row", "column", "length", "tile", "position"]))
      #expect(words.rows[25][4...5] == [.integer(3), .integer(16 + 3 * 9 + 1)])
      #expect(
        words.footnotes.contains {
          $0.hasPrefix(
            "image_newline, no patch and the same 6 times, stands behind each row: received as 24, 33 … 69")
            && $0.contains("it reads as #")
        }, "\(words.footnotes)")
    }
  }
}
