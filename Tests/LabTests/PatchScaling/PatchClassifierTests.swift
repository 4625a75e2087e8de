import Basics
import Lab
import Patches
import Tensors
import Testing

/// The micro model of patchification scaling.
@Suite struct PatchClassifierTests {
  private func model(_ patch: Int, _ change: (inout PatchClassifier) -> Void = { _ in }) -> PatchClassifier {
    var model = PatchClassifier(patch: patch)
    change(&model)
    return model
  }

  private func logits(_ model: PatchClassifier, _ images: Tensor, seed: UInt64 = 1) -> Tensor {
    var random = SeededRandom(seed: seed)
    let tape = Tape()
    let weights = model.blueprint.weights(&random).mapValues(tape.constant)
    return model.logits(images, weights, tape).value
  }

  @Test func `weights by side of the patches`() {
    #expect([16, 8, 4, 2, 1].map { model($0).blueprint.count } == [50_986, 41_914, 40_186, 41_914, 50_986])
    let causal = model(4) { $0.backbone = .causal }
    #expect(causal.blueprint.count < 80_000)
    // Less than four times as many tokens cost four times the work and more.
    #expect(model(1).multiplyAdds > 4 * model(2).multiplyAdds)
    #expect(
      model(1) { $0.backbone = .causal }.multiplyAdds < 4.1 * model(2) { $0.backbone = .causal }.multiplyAdds)
  }

  @Test func `digits are legible, somewhere, and the same again`() {
    var (a, b) = (SeededRandom(seed: 5), SeededRandom(seed: 5))
    let first = DigitImages.drawn(60, &a)
    #expect(first.images == DigitImages.drawn(60, &b).images)
    #expect(first.images.shape.sizes == [60, 16, 16, 1] && Set(first.labels) == Set(0...9))
    // Ink is a fifth of the height of noise above it at least.
    let ink = first.images.at(0).values.sorted().suffix(10)
    #expect(ink.allSatisfy { $0 > 0.3 })
    #expect(first.chosen([3, 3]).labels == [first.labels[3], first.labels[3]])
  }

  @Test(arguments: PatchClassifier.Backbone.allCases) func `pictures side by side do not hear of each other`(
    backbone: PatchClassifier.Backbone
  ) {
    var random = SeededRandom(seed: 2)
    let images = DigitImages.drawn(3, &random).images
    let model = model(4) { ($0.backbone, $0.depth, $0.flips) = (backbone, 4, .promised) }
    let all = logits(model, images)
    #expect(all.shape.sizes == [3, 10])
    for row in 0..<3 {
      let alone = logits(model, images.sliced(0, row..<row + 1))
      for (x, y) in zip(alone.values, all.at(row).values) { #expect(abs(x - y) < 1e-4) }
    }
  }

  @Test func `a flipped layer is another model, unless all patches are alike and have no place`() {
    var random = SeededRandom(seed: 2)
    let images = DigitImages.drawn(2, &random).images
    let plain = model(4) { ($0.backbone, $0.depth) = (.causal, 2) }
    let released = model(4) { ($0.backbone, $0.depth) = (.causal, 4) }
    let promised = model(4) { ($0.backbone, $0.depth, $0.flips) = (.causal, 4, .promised) }
    #expect(logits(released, images) == logits(promised, images), "four layers are flipped alike")
    #expect(logits(plain, images) != logits(released, images))
    let deep = model(4) { ($0.backbone, $0.depth, $0.flips) = (.causal, 8, .promised) }
    let shallow = model(4) { ($0.backbone, $0.depth) = (.causal, 8) }
    #expect(logits(deep, images) != logits(shallow, images))
  }

  @Test func `training goes down, can be held, and is the same every time`() throws {
    let lesson = PatchLesson(model(8), .digits)
    var whole = MicroTraining(lesson, seed: 3, steps: 40)
    try whole.run(until: 40)
    var parts = MicroTraining(lesson, seed: 3, steps: 40)
    try parts.run(until: 17)
    try parts.run(until: 40)
    #expect(whole.losses == parts.losses && whole.losses.count == 40)
    #expect(whole.losses.suffix(5).reduce(0, +) < whole.losses.prefix(5).reduce(0, +))
    var random = SeededRandom(seed: 9)
    let held = DigitImages.drawn(120, &random)
    let measure = try PatchMeasure(whole, model(8), held: held, .open)
    #expect(measure.heldLoss > 0.5 && measure.heldLoss < 2.5 && (0...1).contains(measure.accuracy))
    #expect(measure.positions.shape.sizes == [5, 48] && measure.steps == 40)
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) { try PatchMeasure(whole, model(8), held: held, ticket) }
  }

  @Test func `pictures that were brought are drawn from themselves`() {
    let images = LabelledImages(images: .zeros([4, 16, 16, 3]), labels: [0, 1, 0, 1])
    let source = ImageSource.brought(images, classes: 2)
    var random = SeededRandom(seed: 1)
    let batch = source.batch(7, &random)
    #expect(batch.images.shape.sizes == [7, 16, 16, 3] && batch.labels.allSatisfy { $0 < 2 })
    #expect(source.channels == 3 && source.classes == 2 && ImageSource.digits.channels == 1)
  }
}
