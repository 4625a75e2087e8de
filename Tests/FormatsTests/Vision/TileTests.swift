import Basics
import Formats
import Foundation
import Patches
import Tensors
import Testing

/// LLaVA-NeXT: the whole picture and its tiles, beside what the library's model receives of the same pictures.
@Suite struct TileTests {
  /// Edges, ramps and something like noise: `formula` of `make_vision_goldens.py`.
  private static func picture(_ width: Int, _ height: Int) -> Picture {
    var pixels = Pixels(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width {
        let values = (0..<3).map { c in
          UInt8((x * 7 + y * 13 + c * 50 + (x * y * (c + 1)) % 31 * 5 + (x / 5 + y / 4) % 2 * 90) % 256)
        }
        pixels[x, y] = .init(values[0], values[1], values[2])
      }
    }
    return Picture(pixels: pixels)
  }

  private static func views(_ width: Int, _ height: Int) throws -> [VisualTokens] {
    var model = try VisionFolder.open(VisionSamples.folder + "/llava-next", .open)
    model.keeping.attention = .all
    return try model.views(of: picture(width, height), named: "waves.png", .open)
  }

  @Test(arguments: [(30, 20), (13, 40), (70, 17), (32, 32), (15, 16)])
  func `whole, tiles and row ends are what the library's language model receives`(width: Int, height: Int)
    throws
  {
    let received = try #require(VisualTokens.received(try Self.views(width, height)))
    agree(
      received, try VisionSamples.expected("llava-next", "\(width)x\(height).received"), "\(width)x\(height)")
  }

  @Test func `tiles lie side by side without the rows that only pad them`() throws {
    let views = try Self.views(30, 20)
    #expect(views.map(\.name) == ["waves.png", "waves.png, 2 × 2 tiles"])
    let (whole, field) = (views[0], views[1])
    #expect(whole.grid.count == 16 && whole.tiling == nil && whole.specials == ["CLS"])
    #expect((field.grid.rows, field.grid.columns, field.grid.patch) == (6, 8, 4))
    #expect(
      field.grid.origin
        == "rows 1…6 of 8 and columns 0…7 of 8 of 2 × 2 tiles; the others show only padding")
    #expect(field.pixels.map { [$0.width, $0.height] } == [32, 24])
    #expect(field.layers.map(\.name) == ["embeddings", "layer 1", "layer 2"])
    // A tile's attention adds up to 1 over all its rows, CLS among them; here are some of the rows of four tiles.
    let attention = try #require(field.layers[1].attentionReceived(firstPatch: 0))
    #expect(attention.count == 48 && attention.allSatisfy { $0 > 0 } && attention.reduce(0, +) < 4)
    #expect(field.layers[0].attentionReceived(firstPatch: 0) == nil)
    let line = try #require(field.tiling)
    #expect(line.first == 16 && line.position(of: 0) == 16 && line.position(of: 8) == 25)
    #expect(line.newlinePositions == [24, 33, 42, 51, 60, 69] && line.field.rows == 1..<7)
    #expect(line.field.source(of: 0) == (0, 4) && line.field.source(of: 47) == (3, 11))
    let received = try #require(VisualTokens.received(views))
    let newline = try #require(line.newline)
    for place in line.newlinePositions { #expect(received.at(place).values == newline.values) }
    #expect(received.at(25).values == field.projected?.at(8).values)
  }

  @Test func `every layer of a tile is that of the tile alone`() throws {
    let model = try VisionFolder.open(VisionSamples.folder + "/llava-next", .open)
    let field = try #require(try model.views(of: Self.picture(32, 32), named: "waves", .open).last)
    let prepared = try #require(model.preprocessing).prepared(Self.picture(32, 32))
    let outcome = try model.transformer(prepared.values.sliced(0, 1..<5), .open)
    let line = try #require(field.tiling)
    for (depth, layer) in field.layers.enumerated() {
      for cell in 0..<field.grid.count {
        let (tile, patch) = line.field.source(of: cell)
        let alone = outcome.hidden[depth].at(tile).at(patch + 1).values
        #expect(
          zip(layer.hidden.at(cell).values, alone).allSatisfy { abs($0 - $1) <= 1e-5 }, "\(depth), \(cell)")
      }
    }
  }

  @Test func `a checkpoint without row ends has none, and says so`() throws {
    try VisionSamples.withCopy("llava-next") { folder in
      try VisionSamples.rewrite(folder) { $0.name == "image_newline" ? [] : [WrittenTensor($0)] }
      let model = try VisionFolder.open(folder, .open)
      let views = try model.views(of: Self.picture(30, 20), named: "waves", .open)
      #expect(VisualTokens.received(views)?.size(0) == 16 + 48)
      #expect(views[1].notes.contains("this model has no image_newline: nothing stands behind a row"))
      #expect(views[1].tiling?.newlinePositions == [])
    }
  }

  @Test func `tiles of another size than the model sees are refused with both`() throws {
    try VisionSamples.withCopy("llava-next") { folder in
      let path = folder + "/preprocessor_config.json"
      let text = try String(contentsOfFile: path, encoding: .utf8)
        .replacingOccurrences(of: "\"shortest_edge\": 16", with: "\"shortest_edge\": 8")
        .replacingOccurrences(of: "\"height\": 16", with: "\"height\": 8")
        .replacingOccurrences(of: "\"width\": 16", with: "\"width\": 8")
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let model = try VisionFolder.open(folder, .open)
      let trouble = #expect(throws: Trouble.self) {
        try model.views(of: Self.picture(30, 20), named: "waves", .open)
      }
      #expect(
        trouble.map { "\($0)" }?.contains("tiles have 8 × 8 pixels, but the model sees 16 × 16") == true)
    }
  }

  @Test func `a picture too long and thin for tiles keeps its whole view`() throws {
    let views = try Self.views(1, 400)
    #expect(views.count == 1 && views[0].notes.contains { $0.contains("too long and thin") })
  }
}
