import Basics
import Lab
import Patches
import Tensors

/// The micro model at one size of patches after the other, by one recipe.
extension PatchScalingStudy {
  /// All that a training depends on.
  private struct TrainingKey: Hashable {
    var model: PatchClassifier
    var source: SourceKey
    var steps: Int
    var seed: UInt64
    /// Whether it has ended, or is on its way and waits to be gone on with.
    var hasEnded: Bool
  }

  /// A training on its way, and the seconds that it has taken here.
  private struct Underway: Sendable {
    var training: MicroTraining
    var seconds = 0.0

    /// How far it is, and how long the rest will take at this pace.
    func sentence(_ model: PatchClassifier, recent count: Int) -> String {
      let left = seconds / Double(training.step) * Double(training.steps - training.step)
      let recent = training.losses.suffix(count)
      let loss = Double(recent.reduce(0, +)) / Double(max(1, recent.count))
      return
        "Training at p = \(model.patch): step \(training.step) of \(training.steps), loss \(Decimals.text(loss, 3)), about "
        + "\(Int(left.rounded(.up))) s left."
    }
  }

  private enum SourceKey: Hashable {
    case digits
    case brought([Float], [Int])
  }

  /// Steps between two looks at the ticket's holder.
  private static let stretch = 20
  /// Pictures that a model of digits is measured on.
  static let heldCount = 1000

  /// Trains at every side of the sweep, from what is remembered where that is so, and shows what there is after each. What a cancelled look has
  /// trained is gone on with by the next. Throws when cancelled, or when knobs do not fit each other.
  mutating func sweep(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    let models = try sweepPatches.map { patch throws(Trouble) in try model(patch) }
    let costs = models.map { $0.multiplyAdds + 1e6 }
    let whole = costs.reduce(0, +)
    var done = 0.0
    for (model, cost) in zip(models, costs) {
      let part = ticket.part(done / whole..<(done + cost) / whole)
      trained[model.patch] = try await trained(model, subject, part)
      done += cost
      progress = nil
      subject.show(plate)
    }
  }

  /// The micro model at one side.
  func model(_ patch: Int) throws(Trouble) -> PatchClassifier {
    var model = PatchClassifier(patch: patch)
    (model.width, model.depth) = (knobs.integer("micro"), knobs.integer("depth"))
    guard model.width.isMultiple(of: model.heads) else {
      throw Trouble(
        .usage, at: .option("micro"), "\(model.width) numbers are not shared evenly by \(model.heads) heads",
        remedy: "Choose a multiple of \(model.heads)")
    }
    model.backbone = PatchClassifier.Backbone(rawValue: knobs.text("backbone")) ?? .attention
    model.flips = FlippedLayers(rawValue: knobs.text("flips")) ?? .released
    (model.channels, model.classes) = (source.channels, source.classes)
    return model
  }

  private var source: ImageSource {
    folder.map { .brought($0.training, classes: $0.classes.count) } ?? .digits
  }

  private var sourceKey: SourceKey {
    folder.map { .brought($0.training.images.values, $0.training.labels) } ?? .digits
  }

  private var seed: UInt64 { UInt64(max(0, knobs.integer("seed"))) }

  private mutating func trained(
    _ model: PatchClassifier, _ subject: Subject, _ ticket: Ticket
  ) async throws(Trouble) -> Trained {
    var key = TrainingKey(
      model: model, source: sourceKey, steps: knobs.integer("steps"), seed: seed, hasEnded: true)
    if let known = await subject.memory.recall(key, as: Trained.self) { return known }
    key.hasEnded = false
    var underway =
      await subject.memory.recall(key, as: Underway.self)
      ?? Underway(training: MicroTraining(PatchLesson(model, source), seed: seed, steps: key.steps))
    let clock = ContinuousClock()
    while underway.training.step < underway.training.steps {
      let (start, done, steps) = (clock.now, underway.training.step, underway.training.steps)
      let end = min(done + Self.stretch, steps)
      try underway.training.run(until: end, ticket.part(Self.share(done, steps)..<Self.share(end, steps)))
      underway.seconds += (clock.now - start) / .seconds(1)
      await subject.memory.keep(underway, for: key)
      progress = underway.sentence(model, recent: Self.stretch)
      subject.show(plate)
    }
    let measure = try PatchMeasure(underway.training, model, held: held, ticket.part(0.95..<1))
    let result = Trained(measure: measure, seconds: underway.seconds)
    key.hasEnded = true
    await subject.memory.keep(result, for: key)
    return result
  }

  /// The share of a part that steps have; the rest is for measuring.
  private static func share(_ step: Int, _ steps: Int) -> Double { 0.95 * Double(step) / Double(steps) }

  /// Pictures that no model was trained on; the same for every p.
  private var held: LabelledImages {
    if let folder { return folder.held }
    var random = SeededRandom(seed: seed ^ 0x4E1D)
    return DigitImages.drawn(Self.heldCount, &random)
  }
}
