import Basics
import Formats
import Lab
import Patches
import Tensors
import Testing

/// The weights in Samples, as `make samples` made them.
@Suite struct ShippedModelTests {
  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    + "/Samples/Micro/"

  private static func file(_ name: String) throws -> TensorFile {
    try TensorFileReader.open(folder + name + ".safetensors")
  }

  private static func vlm() throws -> MicroVLM {
    let (projector, reader) = (try file(MicroProjector.name), try file(MicroReader.name))
    return try MicroVLM(
      projector: (projector.tensors, projector.metadata), reader: (reader.tensors, reader.metadata))
  }

  @Test(arguments: LessonCatalog.names)
  func `a file says what it is`(name: String) throws {
    let file = try Self.file(name)
    let label = ModelLabel(file.metadata, model: name)
    #expect(file.metadata["model"] == name)
    #expect(label.seed == 1 && label.steps >= 700)
    #expect(
      label.sentence.contains("trained here") && label.sentence.contains("\(label.steps) steps, seed 1"))
    #expect(file.metadata["loss"]?.contains("mean of the last 20 steps") == true)
    let bytes = file.tensors.reduce(0) { $0 + $1.byteCount }
    #expect(bytes < 200_000)
  }

  @Test func `the transformer names colours and shapes of 50 fresh scenes`() throws {
    let file = try Self.file(MicroViT.name)
    let model = try MicroViT(file.tensors, file.metadata, from: file.path)
    var maker = SceneMaker(seed: 0xF2E5)
    let scenes = (0..<50).map { _ in maker.next() }
    let sure = model.probabilities(of: scenes.map(\.pixels)).rowLists
    var right = 0
    for (scene, row) in zip(scenes, sure) {
      let caption = Set(scene.caption)
      right += zip(MicroViT.labels, row).count { caption.contains($0) == ($1 > 0.5) }
    }
    #expect(Double(right) / Double(50 * MicroViT.labels.count) > 0.99)
  }

  @Test func `the reader answers nine of ten questions about 50 fresh scenes`() async throws {
    let vlm = try Self.vlm()
    let reader = try #require(vlm.reader)
    let measure = try ReaderMeasure(vlm.projector, reader, scenes: 50, seed: 0xF2E5)
    let outcome = try await measure.outcome(of: .everything)
    #expect(outcome.accuracy > 0.9)
    // Without any token it can only guess: of 3.4 possible answers on average, one.
    let blind = try await measure.outcome(of: ReaderTreatment(.all, .removed))
    #expect(blind.accuracy < 0.6)
    #expect(blind.treatedTokens == 64 && outcome.treatedTokens == 0)
  }

  @Test func `tokens of the transformer have layers, attention and keys`() throws {
    let file = try Self.file(MicroViT.name)
    let model = try MicroViT(file.tensors, file.metadata, from: file.path)
    var maker = SceneMaker(seed: 1)
    let tokens = try model.tokens(of: Picture(pixels: maker.next().pixels), named: "scene", .open)
    #expect(tokens.layers.map(\.name) == ["embeddings", "layer 1", "layer 2", "layer 3"])
    #expect(
      tokens.layers.allSatisfy { $0.hidden.shape.sizes == [64, 32] && $0.special?.shape.sizes == [1, 32] })
    #expect(tokens.layers[0].attention == nil)
    #expect(tokens.layers[1].attention?.shape.sizes == [4, 65, 65])
    #expect(tokens.layers[1].keys?.shape.sizes == [4, 65, 8])
    for sum in tokens.layers[2].attention?.sum(over: [-1]).values ?? [0] { #expect(abs(sum - 1) < 1e-5) }
  }

  @Test func `a picture of another size is refused with both sizes`() throws {
    let picture = Picture(pixels: Pixels(width: 40, height: 30))
    let trouble = #expect(throws: Trouble.self) {
      try Self.vlm().tokens(of: picture, named: "cat.png", .open)
    }
    #expect(trouble?.place == .file("cat.png"))
    #expect(trouble?.what.contains("32 × 32") == true && trouble?.what.contains("40 × 30") == true)
  }
}
