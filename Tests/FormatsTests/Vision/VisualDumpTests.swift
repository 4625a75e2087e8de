import Basics
import Formats
import Foundation
import Patches
import Tensors
import Testing

/// Dumps: what they say, what is taken to be so, and what is refused with both numbers.
@Suite struct VisualDumpTests {
  /// A file with tensors of rising numbers, read.
  private static func read(
    _ shapes: [String: [Int]], _ metadata: [String: String] = [:], _ layout: DumpLayout = DumpLayout(),
    keeping: VisionTransformer.Keeping = .init()
  ) throws -> [VisualTokens] {
    let path = FileManager.default.temporaryDirectory.path + "/tessera-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let tensors = shapes.map { name, sizes in
      WrittenTensor(name: name, Shape(sizes), Tensor.range(Shape(sizes).count).values)
    }
    try Safetensors.write(tensors, metadata: metadata, to: path)
    return try VisualDump.read(path, layout, keeping: keeping, .open)
  }

  private static func trouble(
    _ shapes: [String: [Int]], _ metadata: [String: String] = [:], _ layout: DumpLayout = DumpLayout(),
    keeping: VisionTransformer.Keeping = .init()
  ) -> String {
    do {
      _ = try read(shapes, metadata, layout, keeping: keeping)
      return "it was read"
    } catch { return "\(error)" }
  }

  @Test func `metadata say where CLS, patches and attention stand`() throws {
    let metadata = [
      "grid": "[2, 3]", "specials": "[\"CLS\"]", "patch": "14", "picture": "cat.jpg",
      "about": "made elsewhere",
    ]
    let found = try Self.read(
      ["hidden_states": [3, 7, 4], "attentions": [2, 2, 7, 7]], metadata,
      keeping: .init(attention: .some([1])))
    let tokens = try #require(found.first)
    #expect(
      found.count == 1 && tokens.name == "cat.jpg" && tokens.specials == ["CLS"] && tokens.firstPatch == 1)
    #expect((tokens.grid.rows, tokens.grid.columns, tokens.grid.patch) == (2, 3, 14))
    #expect(tokens.grid.origin == "rows 1…6 of hidden_states [3, 7, 4]")
    #expect(tokens.layers.map(\.name) == ["embeddings", "layer 1", "layer 2"])
    #expect(tokens.layers[1].hidden[0, 0] == 32 && tokens.layers[1].special?[0, 0] == 28)
    #expect(tokens.layers[1].attention == nil && tokens.layers[2].attention?.shape.sizes == [2, 7, 7])
    #expect(tokens.layers[2].attention?[0, 0, 0] == 98 && tokens.notes == ["made elsewhere"])
  }

  @Test func `keys are read of the layers that are asked for, and scored with`() throws {
    let metadata = ["grid": "[2, 3]", "specials": "[\"CLS\"]"]
    let shapes = ["hidden_states": [3, 7, 4], "attentions": [2, 2, 7, 7], "keys": [2, 2, 7, 3]]
    let none = try #require(try Self.read(shapes, metadata).first)
    #expect(none.layers.allSatisfy { $0.keys == nil && $0.attention == nil })
    let some = try #require(try Self.read(shapes, metadata, keeping: .init(keys: .some([1]))).first)
    #expect(some.layers[1].keys == nil && some.layers[2].keys?.shape.sizes == [2, 7, 3])
    #expect(some.layers[2].keys?[1, 6, 2] == 83 && some.layers[2].attention == nil)
    // What merges tokens sees the mean of the keys over heads, of patches only.
    let state = TokenState(some.layers[2], of: some)
    #expect(state.metric.shape.sizes == [6, 3] && state.metric[0, 0] == (42 + 3 + 63 + 3) / 2)
    #expect(TokenState(none.layers[2], of: none).metric.shape.sizes == [6, 4])
  }

  @Test func `keys that do not fit are told with both shapes`() {
    let found = Self.trouble(
      ["hidden_states": [3, 9, 2], "keys": [2, 2, 8, 3]], keeping: .init(keys: .all))
    #expect(
      found.contains(
        "keys: [2, 2, 8, 3] does not fit hidden_states [3, 9, 2]: [2, heads, 9, width of a head] expected"))
  }

  @Test func `rows of a longer sequence, and tiles one behind the other`() throws {
    let span = try Self.read(["hidden_states": [2, 50, 4], "projected": [9, 8]], ["span": "[35, 44]"])
    #expect(
      span[0].firstPatch == 35 && span[0].grid.count == 9
        && span[0].layers[1].hidden[0, 0] == Float((50 + 35) * 4))
    #expect(span[0].projected?.shape.sizes == [9, 8])
    let tiles = try Self.read(
      ["rows": [15, 4], "projected": [12, 2]], [:],
      DumpLayout(grid: .init(rows: 2, columns: 2), specials: ["CLS"], tiles: 3, tensor: "rows"))
    #expect(tiles.map(\.firstPatch) == [1, 6, 11] && tiles[2].layers[0].hidden[0, 0] == 44)
    #expect(tiles[1].projected?[0, 0] == 8 && tiles[1].name.hasSuffix("tile 2 of 3"))
  }

  @Test func `a square number is taken as a square and said to be`() throws {
    let tokens = try #require(try Self.read(["x": [576, 2]]).first)
    #expect(tokens.grid.rows == 24 && tokens.specials.isEmpty && tokens.layers[0].name == "x")
    #expect(tokens.notes == ["taken as a square grid, 576 = 24 × 24, which nothing in the file says"])
    #expect(try Self.read(["x": [577, 2]], [:], DumpLayout(specials: ["CLS"]))[0].grid.rows == 24)
  }

  @Test func `what is likely but not told is offered, not assumed`() {
    #expect(
      Self.trouble(["x": [577, 2]]).hasSuffix(
        "x: 577 rows are no square grid; they may be 24 × 24 patches with 1 row before them that stand for none. If that is so, say it: --special CLS; otherwise --grid ROWSxCOLUMNS."
      ))
    #expect(Self.trouble(["x": [261, 2]]).contains("--special CLS,register*4"))
    #expect(Self.trouble(["x": [198, 2]]).contains("--special CLS,distillation"))
    #expect(Self.trouble(["x": [7, 2]]).contains("7 rows are no square grid"))
  }

  @Test func `counts that do not fit are told with both numbers`() {
    let grid = DumpLayout(grid: .init(rows: 24, columns: 24))
    #expect(
      Self.trouble(["x": [577, 2]], [:], grid).contains(
        "577 rows do not fill a grid of 24 × 24 = 576 patches. If the first row is no patch, say so: --special CLS"
      ))
    #expect(
      Self.trouble(["x": [600, 2]], [:], DumpLayout(span: 35..<611)).contains(
        "the span 35..<611 does not lie inside of 600 rows"))
    #expect(
      Self.trouble(["x": [10, 2]], [:], DumpLayout(tiles: 3)).contains("10 rows are not 3 tiles of one size"))
    #expect(
      Self.trouble(
        ["hidden_states": [3, 9, 2], "attentions": [3, 2, 9, 9]], keeping: .init(attention: .all)
      ).contains(
        "[2, heads, 9, 9] expected"))
    #expect(
      Self.trouble(["hidden_states": [3, 9, 2], "projected": [8, 2]]).contains(
        "[8, 2] has no row for each of 1 × 9 patches"))
    #expect(
      Self.trouble(["x": [9, 2], "y": [9, 2]]).contains(
        "there are 2 matrices, and none is called hidden_states"))
    #expect(Self.trouble(["x": [1, 2, 9, 2]]).contains("there is no matrix in this file"))
    #expect(Self.trouble(["x": [9, 2]], ["grid": "[3]"]).contains("two numbers expected"))
    #expect(
      Self.trouble(["x": [9, 2]], ["grid": "[4611686018427387904, 4]"]).contains(
        "has sides outside of 1 to 4096"))
  }

  @Test func `options are read as they are written`() throws {
    #expect(try DumpLayout.specials(from: "CLS,register*2") == ["CLS", "register 1", "register 2"])
    #expect(try DumpLayout.specials(from: "none").isEmpty)
    #expect(try DumpLayout.grid(from: "3x6") == .init(rows: 3, columns: 6))
    #expect(try DumpLayout.span(from: "35..<611") == 35..<611 && DumpLayout.span(from: "0...8") == 0..<9)
    for text in ["", "CLS,", "CLS*0", "a*b*c"] {
      #expect(throws: Trouble.self) { try DumpLayout.specials(from: text) }
    }
    for text in ["", "3", "0x4", "axb"] { #expect(throws: Trouble.self) { try DumpLayout.grid(from: text) } }
    for text in ["", "5..<5", "7..<3", "-1..<3"] {
      #expect(throws: Trouble.self) { try DumpLayout.span(from: text) }
    }
  }
}
