import Basics
import Lab
import Patches
import Tensors

/// How tokens are chosen where the reader is asked.
enum VisionDropWay: String, Sendable, CaseIterable {
  case method, unmerged, text, corrected, random, uniform

  /// What a person reads.
  var title: String {
    switch self {
    case .method: "as set"
    case .unmerged: "without merging"
    case .text: "by last word"
    case .corrected: "corrected"
    case .random: "random"
    case .uniform: "uniform"
    }
  }

  /// How as many tokens are chosen without merging; nil where the method merges.
  func selection(_ seed: UInt64) -> Selection? {
    switch self {
    case .unmerged: .top
    case .random: .random(seed: seed)
    case .uniform: .uniform
    case .method, .text, .corrected: nil
    }
  }

  /// The score in the reader; nil for the one that was set.
  var score: AttentionScore? {
    switch self {
    case .text: .lastText
    case .corrected: .correctedMean
    case .method, .unmerged, .random, .uniform: nil
    }
  }
}

/// Which stages there are.
enum Budget: String, Sendable, CaseIterable {
  case encoder = "stage E alone"
  case reader = "stages L alone"
  case both = "all stages"
}

/// What the reader answers at a budget.
struct BudgetRow: Sendable, Equatable {
  var name: String
  var budget: TokenBudget
  var scores: [VisionDropWay: SceneTrial.Score] = [:]
}

/// How scores follow the order of tokens, and where tokens are kept, on average over scenes.
struct Drifts: Sendable, Equatable {
  private(set) var scenes = 0
  private var drift: [AttentionScore: Double] = [:]
  private var quarters: [AttentionScore: [Double]] = [:]
  private var closeness: [Double] = []

  mutating func add(
    _ scores: [AttentionScore: [Float]], kept count: Int, _ grid: PatchGrid, closeness: [Double]
  ) {
    scenes += 1
    for (score, values) in scores {
      let own = Misalignment.drift(values)
      drift[score, default: 0] += own.isNaN ? 0 : own
      let kept = Misalignment.quarters(Selection.top.chosen(count, by: values), of: grid)
      quarters[score] = zip(quarters[score] ?? [0, 0, 0, 0], kept).map { $0 + $1 }
    }
    self.closeness = closeness.enumerated().map { $1 + (self.closeness.isEmpty ? 0 : self.closeness[$0]) }
  }

  func drift(_ score: AttentionScore) -> Double? { drift[score].map { $0 / Double(max(1, scenes)) } }
  func quarters(_ score: AttentionScore) -> [Double]? {
    quarters[score].map { $0.map { $0 / Double(max(1, scenes)) } }
  }
  /// By layer.
  var meanCloseness: [Double] { closeness.map { $0 / Double(max(1, scenes)) } }
}

extension VisionDropStudy {
  /// A scene with what stage E goes by.
  private struct Case: Sendable {
    var scores: [Float]
    var metric: Tensor
    /// Of choices by chance.
    var seed: UInt64
  }

  /// Fresh scenes, what stage E goes by, and how the reader's attention is aligned when it reads all tokens.
  private struct Ground: Sendable {
    var trial: SceneTrial
    var cases: [Case]
    var whole: SceneTrial.Score
    var drifts: Drifts
  }

  /// What the ground follows from, and what a number of the table does.
  private struct Key: Hashable {
    var trial: SceneTrial.Key
    var encoder: AttentionScore?
    var layer: Int
    var pair: Int
    var dominant: Int
    var stages: String = ""
    var way: VisionDropWay?
    var budget: String = ""
  }

  /// Scores of all tokens in a layer of the reader by each way of attention that a causal reader has.
  static func scores(_ layer: MicroReader.Reading.Layer) -> [AttentionScore: [Float]] {
    [AttentionScore.visualMean, .correctedMean, .lastText].reduce(into: [:]) { scores, way in
      scores[way] = way.scores(layer.attention, visual: layer.visual, isCausal: true)
    }
  }

  /// By layer, the mean cosine between states of words and of visual tokens.
  static func closeness(_ reading: MicroReader.Reading) -> [Double] {
    zip(reading.hidden, reading.layers + reading.layers.suffix(1)).map { states, layer in
      let words = (0..<states.size(0)).filter { !layer.visual.contains($0) }
      return Misalignment.closeness(states.gathered(words), states.sliced(0, layer.visual))
    }
  }

  /// Asks the reader at every budget, and shows what there is on the way.
  mutating func tryBudgets(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    let trial = SceneTrial.Key(vlm, vit, count: knobs.integer("scenes"), seed: UInt64(knobs.integer("seed")))
    let key = Key(
      trial: trial, encoder: stages.encoder, layer: knobs.integer("layer"), pair: knobs.integer("pair"),
      dominant: stages.dominant)
    let study = self
    let ground = try await subject.memory.value(for: key) { () throws(Trouble) in
      try study.ground(trial, ticket.part(0..<0.15))
    }
    (allTokens, drifts) = (ground.whole, ground.drifts)
    subject.show(plate)
    let budgets: [Budget] = stages.stages.isEmpty ? [.encoder] : Budget.allCases
    let steps = Double(budgets.count * VisionDropWay.allCases.count)
    for (index, budget) in budgets.enumerated() {
      let first = budget == .reader ? tokens.size(0) : pages[0].report.remaining
      let tokens = stages.budget(first: first, inReader: budget != .encoder)
      rows.append(BudgetRow(name: budget.rawValue, budget: tokens))
      for (place, way) in VisionDropWay.allCases.enumerated() where budget != .encoder || way.score == nil {
        let start = 0.15 + 0.85 * Double(index * VisionDropWay.allCases.count + place) / steps
        let part = ticket.part(start..<min(1, start + 0.85 / steps))
        var own = key
        (own.way, own.budget) = (way, budget.rawValue)
        own.stages = "\(stages.contextual) \(knobs.text("stages")) \(knobs.text("score"))"
        rows[index].scores[way] = try await subject.memory.value(for: own) { () throws(Trouble) in
          try study.score(ground, way, budget, part)
        }
        subject.show(plate)
      }
    }
  }

  private func ground(_ key: SceneTrial.Key, _ ticket: Ticket) throws(Trouble) -> Ground {
    let trial = try SceneTrial(vlm, count: key.count, seed: key.seed, ticket.part(0..<0.2))
    var (cases, whole, drifts) = ([Case](), SceneTrial.Score(), Drifts())
    for (index, scene) in trial.scenes.enumerated() {
      let part = ticket.part(0.2 + 0.8 * Double(index) / Double(trial.scenes.count)..<1)
      let seen = try vit.tokens(
        of: Picture(pixels: scene.asked.scene.pixels), named: "fresh scene \(index)", part)
      let state = TokenState(seen.layers[knobs.integer("layer")], of: seen)
      cases.append(
        Case(
          scores: try stages.scores(of: state), metric: state.metric, seed: key.seed &+ UInt64(index) &* 1009)
      )
      let reading = reader.answer(scene.question, visual: scene.tokens)
      whole.asked += 1
      whole.right += reading.word == scene.answer ? 1 : 0
      drifts.add(
        Self.scores(reading.layers[knobs.integer("pair")]), kept: stages.dominant, picture.grid,
        closeness: Self.closeness(reading))
    }
    return Ground(trial: trial, cases: cases, whole: whole, drifts: drifts)
  }

  private func score(_ ground: Ground, _ way: VisionDropWay, _ budget: Budget, _ ticket: Ticket)
    throws(Trouble)
    -> SceneTrial.Score
  {
    try ground.trial.score(ticket) { index in
      let (scene, own) = (ground.trial.scenes[index], ground.cases[index])
      let tokens =
        budget == .reader
        ? scene.tokens
        : stages.encoded(scene.tokens, own.scores, own.metric, by: way.selection(own.seed)).tokens
      let reading =
        budget == .encoder ? [] : stages.reading(score: way.score, by: way.selection(own.seed &+ 1))
      return SceneTrial.Trial(tokens, plan: ReadingPlan(stages: reading))
    }
  }
}
