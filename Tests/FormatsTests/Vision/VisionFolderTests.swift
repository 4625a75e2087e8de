import Basics
import Formats
import Foundation
import Patches
import Tensors
import Testing

/// Folders of models, and every layer beside what the library transformers makes of the same picture.
@Suite struct VisionFolderTests {
  private static func outcome(_ kind: String, _ pixels: String) throws -> VisionTransformer.Outcome {
    let model = try VisionFolder.open("\(VisionSamples.folder)/\(kind)", .open)
    return try model.transformer(
      VisionSamples.expected(kind, pixels), keeping: .init(attention: .all, keys: .all), .open)
  }

  @Test(arguments: VisionSamples.kinds) func `every layer is that of the library`(kind: String) throws {
    let outcome = try Self.outcome(kind, "pixels")
    let hidden = try VisionSamples.expected(kind, "hidden")
    #expect(outcome.hidden.count == hidden.size(0))
    for (layer, found) in outcome.hidden.enumerated() {
      agree(found.at(0), hidden.at(layer), "\(kind), hidden state \(layer)")
      let norms = hidden.at(layer).rowLists.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
      agree(outcome.norms(layer).at(0), Tensor(norms), "\(kind), lengths \(layer)")
    }
    let (maps, keys) = (
      try VisionSamples.expected(kind, "attention"), try VisionSamples.expected(kind, "keys")
    )
    for layer in 0..<maps.size(0) {
      agree(try #require(outcome.attention[layer]).at(0), maps.at(layer), "\(kind), attention \(layer)")
      agree(try #require(outcome.keys[layer]).at(0), keys.at(layer), "\(kind), keys \(layer)")
    }
    let last = ["clip", "llava", "llava-next"].contains(kind) ? outcome.hidden[2] : outcome.last
    agree(last.at(0), try VisionSamples.expected(kind, "last"), "\(kind), last hidden state")
  }

  @Test(arguments: VisionSamples.kinds) func `positions are stretched for another size`(kind: String) throws {
    let outcome = try Self.outcome(kind, "other.pixels")
    #expect(outcome.grid.rows == 3 && outcome.grid.columns == 6)
    let hidden = try VisionSamples.expected(kind, "other.hidden")
    for (layer, found) in outcome.hidden.enumerated() {
      agree(found.at(0), hidden.at(layer), "\(kind), hidden state \(layer)")
    }
  }

  @Test func `LLaVA's tokens are those its language model receives`() throws {
    let model = try VisionFolder.open(VisionSamples.folder + "/llava", .open)
    let pixels = try VisionSamples.expected("llava", "pixels")
    let tokens = try model.tokens(of: pixels, pixels: nil, named: "noise", .open)
    agree(try #require(tokens.projected), try VisionSamples.expected("llava", "projected"), "projected")
    #expect(tokens.specials == ["CLS"] && tokens.firstPatch == 1 && tokens.grid.count == 16)
    #expect(tokens.layers.map(\.name) == ["embeddings", "layer 1", "layer 2"])
    let words = try #require(model.words)
    #expect(words.rows.count == 40 && words.rows.width == 12 && words.word(7) == "#7")
    #expect(words.notes.contains { $0.contains("language_model.model.embed_tokens.weight [40, 12]") })
  }

  @Test func `several pictures at once are each as alone, and nothing is kept that was not asked for`() throws
  {
    let model = try VisionFolder.open(VisionSamples.folder + "/dinov2", .open)
    let one = try VisionSamples.expected("dinov2", "pixels")
    let outcome = try model.transformer(.concatenated([one * 0.5, one]), .open)
    agree(outcome.hidden[2].at(1), try VisionSamples.expected("dinov2", "hidden").at(2), "second picture")
    #expect(outcome.attention.isEmpty && outcome.keys.isEmpty)
    let some = try model.transformer(one, keeping: .init(attention: .some([1]), keys: .some([0])), .open)
    #expect(Array(some.attention.keys) == [1] && Array(some.keys.keys) == [0])
    let keeping = VisionTransformer.Keeping(attention: .some([1]), keys: .some([0]))
    // Hidden states of 3 depths and after the norm, keys of one layer, maps of 2 heads.
    #expect(keeping.bytes(model.transformer.config, rows: 17) == 4 * (5 * 17 * 16 + 2 * 17 * 17))
  }

  @Test func `layers of a picture have attention and keys by head`() throws {
    var model = try VisionFolder.open(VisionSamples.folder + "/registers", .open)
    model.keeping = .init(attention: .all, keys: .all)
    let tokens = try model.tokens(
      of: VisionSamples.expected("registers", "pixels"), pixels: nil, named: "noise", .open)
    #expect(
      tokens.specials == ["CLS", "register 1", "register 2", "register 3", "register 4"]
        && tokens.firstPatch == 5)
    #expect(tokens.layers[1].attention?.shape.sizes == [2, 21, 21] && tokens.layers[0].attention == nil)
    #expect(tokens.layers[1].keys?.shape.sizes == [2, 21, 8])
    #expect(
      tokens.layers[1].special?.shape.sizes == [5, 16] && tokens.layers[1].hidden.shape.sizes == [16, 16])
    #expect(tokens.layers.last?.name == "after the last norm")
    #expect(
      model.notes.contains {
        $0.contains("1 tensor of the vision model not used here, such as embeddings.mask_token")
      })
  }

  @Test func `a ticket that is cancelled stops a pass`() throws {
    let model = try VisionFolder.open(VisionSamples.folder + "/vit", .open)
    let ticket = Ticket()
    ticket.cancel()
    let pixels = try VisionSamples.expected("vit", "pixels")
    #expect(throws: Trouble.cancelled) { try model.transformer(pixels, ticket) }
  }
}
