import Basics
import Figures
import Lab
import Patches
import Tensors

/// One vector against the tokens of one picture, its points, and how good such points are where the truth is known.
struct ReadStudy: Sendable {
  /// The micro model with what it was asked.
  struct Micro: Sendable {
    var model: TwoTower
    var query: TwoTower.Query
    /// Whether the person left it to the model.
    var isChosen: Bool
    /// By query of `TwoTower.Query.all`, f · s + b of each token.
    var answers: [[Float]]
  }

  let knobs: Knobs
  let isSample: Bool
  /// f, [tokens, width].
  let tokens: Tensor
  /// s, [width].
  let vector: Tensor
  /// Nil where vectors were brought.
  let micro: Micro?
  /// Nil for the micro model.
  let states: ReadStates?
  /// The picture with its name, as it was brought; nil when only vectors were.
  let picture: Subject.NamedPicture?
  /// What the model saw of it; nil when it saw all, or is not known.
  let note: String?
  let points: SimilarityPoints
  /// On fresh scenes, by product and by cosine; nil until measured.
  private(set) var trials: [PatchSimilarity: TwoTowerTrial] = [:]

  /// Throws when there is neither a picture nor a pair of tensors, or a knob does not fit.
  init(_ subject: Subject, _ ticket: Ticket) throws(Trouble) {
    (knobs, isSample) = (subject.knobs, subject.isSample)
    let number = knobs.integer("picture")
    guard subject.pictures.isEmpty || number < subject.pictures.count else {
      throw Trouble(
        .usage, at: .option("picture"), "there is no picture \(number)",
        remedy: "Choose 0 to \(subject.pictures.count - 1)")
    }
    if subject.tensorSets.isEmpty {
      guard !subject.pictures.isEmpty else {
        throw Trouble(
          .input, "there is no picture", remedy: "Bring one, or vectors f and s of a model of yours")
      }
      let model = try Self.model(subject)
      let (seen, note) = try Self.seen(subject.pictures[number])
      tokens = try model.tokens(of: Picture(pixels: seen), named: subject.pictures[number].name)
      let micro = try Self.asked(model, tokens, knobs.text("query"))
      vector = model.vectors(of: [micro.query]).at(0)
      (self.micro, self.note, states, picture) = (micro, note, nil, subject.pictures[number])
    } else {
      let states = try ReadStates(subject.tensorSets, layer: knobs.integer("layer"))
      let count = states.vectors.size(0)
      guard knobs.integer("vector") < count else {
        throw Trouble(
          .usage, at: .option("vector"), "there is no vector \(knobs.integer("vector"))",
          remedy: "Choose 0 to \(count - 1)")
      }
      (tokens, vector) = (states.tokens, states.vectors.at(knobs.integer("vector")))
      picture = subject.isSample ? nil : subject.pictures.isEmpty ? nil : subject.pictures[number]
      (micro, note, self.states) = (nil, nil, states)
    }
    try ticket.step(0.1)
    let size = Self.size(knobs, picture, states)
    points = try SimilarityPoints(
      Self.similarity(knobs)(tokens, vector), height: size.height, width: size.width, Self.settings(knobs))
  }

  /// What is true of the picture, where a mask was brought that fits it.
  var truth: ReadTruth? {
    let side = Int(Double(tokens.size(0)).squareRoot().rounded())
    return states?.mask.flatMap { ReadTruth($0, points, side: side) }
  }

  // MARK: - Knobs

  static func similarity(_ knobs: Knobs) -> PatchSimilarity {
    PatchSimilarity(rawValue: knobs.text("similarity")) ?? .dot
  }

  static func settings(_ knobs: Knobs) -> SimilarityPoints.Settings {
    var settings = SimilarityPoints.Settings()
    settings.positive = Float(knobs.number("positive"))
    settings.negative = Float(knobs.number("negative"))
    (settings.reduction, settings.limit) = (knobs.integer("ds"), knobs.integer("points"))
    settings.temperature = knobs.number("temperature")
    return settings
  }

  /// As set, or as the picture or the mask is, or as LLaVA sees pictures.
  private static func size(
    _ knobs: Knobs, _ picture: Subject.NamedPicture?, _ states: ReadStates?
  ) -> (height: Int, width: Int) {
    let mask = states?.mask.flatMap { $0.rank == 2 ? $0 : nil }
    let height = picture?.picture.pixels.height ?? mask?.size(0) ?? 336
    let width = picture?.picture.pixels.width ?? mask?.size(1) ?? 336
    func set(_ key: String, _ own: Int) -> Int { knobs.integer(key) > 0 ? knobs.integer(key) : own }
    return (set("height", height), set("width", width))
  }

  // MARK: - Micro model

  private static func model(_ subject: Subject) throws(Trouble) -> TwoTower {
    let set = try MicroModels.given(TwoTower.name, subject)
    return try TwoTower(set.tensors, set.about, from: set.name)
  }

  /// The centre square at the size that the model knows.
  private static func seen(_ one: Subject.NamedPicture) throws(Trouble) -> (Pixels, String?) {
    let pixels = one.picture.pixels
    if pixels.width == Scene.side, pixels.height == Scene.side { return (pixels, nil) }
    let square = try pixels.centreSquare.resized(width: Scene.side, height: Scene.side, .area)
    return (
      square,
      "The model sees the centre square of \(one.name) at \(Scene.side) × \(Scene.side); it was trained on scenes of coloured shapes and knows nothing else."
    )
  }

  private static func asked(_ model: TwoTower, _ tokens: Tensor, _ words: String) throws(Trouble) -> Micro {
    let all = TwoTower.Query.all
    let products = tokens.matmul(model.vectors(of: all).transposed()).transposed()
    let answers = (products + model.bias).rowLists
    func surest(_ query: Int) -> Float { answers[query].max() ?? 0 }
    let best = all.indices.max { surest($0) < surest($1) } ?? 0
    let isChosen = words.allSatisfy(\.isWhitespace)
    return Micro(
      model: model, query: isChosen ? all[best] : try TwoTower.Query(words), isChosen: isChosen,
      answers: answers)
  }

  private struct TrialKey: Hashable {
    var settings: SimilarityPoints.Settings
    var similarity: PatchSimilarity
    var seed: UInt64
    /// Tells one file of weights from another.
    var weights: [Float]
  }

  /// Measures points on fresh scenes, by products and by cosines. Throws when cancelled.
  mutating func measure(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    guard let micro else { return }
    let seed = UInt64(max(0, knobs.integer("seed")))
    for (index, similarity) in PatchSimilarity.allCases.enumerated() {
      let part = ticket.part(Double(index) / 2..<Double(index + 1) / 2)
      let key = TrialKey(
        settings: points.settings, similarity: similarity, seed: seed,
        weights: micro.model.weights["words"]?.values ?? [])
      let settings = points.settings
      trials[similarity] = try await subject.memory.value(for: key) { () throws(Trouble) in
        try TwoTowerTrial(micro.model, settings, by: similarity, seed: seed, part)
      }
    }
  }
}
