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
    var asked: SceneTrial.Asked
    var state: TokenState
    var seed: UInt64
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
  mutating func tryBudgets(_ subject: Subject, _ ticket: Ticket) throws(Trouble) {
    let (seed, count) = (UInt64(knobs.integer("seed")), knobs.integer("scenes"))
    let trial = try SceneTrial(vlm, count: count, seed: seed, ticket.part(0..<0.03))
    let cases = try cases(trial, seed, ticket.part(0.03..<0.1))
    try measureAll(trial, ticket.part(0.1..<0.15))
    subject.show(plate)
    let budgets = [
      ("stage E alone", true, false), ("stages L alone", false, true), ("all stages", true, true),
    ]
    .filter { !$0.2 || !stages.stages.isEmpty }
    let steps = Double(budgets.count * VisionDropWay.allCases.count)
    for (index, (name, encodes, reads)) in budgets.enumerated() {
      let first = encodes ? pages[0].report.remaining : tokens.size(0)
      rows.append(BudgetRow(name: name, budget: stages.budget(first: first, inReader: reads)))
      for (place, way) in VisionDropWay.allCases.enumerated() where reads || way.score == nil {
        let start = 0.15 + 0.85 * Double(index * VisionDropWay.allCases.count + place) / steps
        rows[index].scores[way] = try score(
          trial, cases, way, encodes, reads, ticket.part(start..<start + 0.85 / steps))
        subject.show(plate)
      }
    }
  }

  private func cases(_ trial: SceneTrial, _ seed: UInt64, _ ticket: Ticket) throws(Trouble) -> [Case] {
    var cases: [Case] = []
    for (index, asked) in trial.scenes.enumerated() {
      let seen = try vit.tokens(
        of: Picture(pixels: asked.pixels), named: "fresh scene \(index)",
        ticket.part(Double(index) / Double(trial.scenes.count)..<1))
      let state = TokenState(seen.layers[knobs.integer("layer")], of: seen)
      cases.append(Case(asked: asked, state: state, seed: seed &+ UInt64(index) &* 1009))
    }
    return cases
  }

  /// All tokens: what the reader answers, and how its attention is aligned.
  private mutating func measureAll(_ trial: SceneTrial, _ ticket: Ticket) throws(Trouble) {
    var score = SceneTrial.Score()
    for (index, asked) in trial.scenes.enumerated() {
      try ticket.step(Double(index) / Double(trial.scenes.count))
      let reading = reader.answer(asked.question, visual: asked.tokens)
      score.asked += 1
      score.right += reading.word == asked.answer ? 1 : 0
      drifts.add(
        Self.scores(reading.layers[knobs.integer("pair")]), kept: stages.dominant, picture.grid,
        closeness: Self.closeness(reading))
    }
    allTokens = score
  }

  private func score(
    _ trial: SceneTrial, _ cases: [Case], _ way: VisionDropWay, _ encodes: Bool, _ reads: Bool,
    _ ticket: Ticket
  ) throws(Trouble) -> SceneTrial.Score {
    var tokens: [Tensor] = []
    for scene in cases {
      let selection = way.selection(scene.seed)
      tokens.append(
        encodes
          ? try stages.encoded(scene.asked.tokens, scene.state, by: selection).less.tokens
          : scene.asked.tokens)
    }
    return try trial.score(ticket) { index in
      let selection = way.selection(cases[index].seed &+ 1)
      let plan = ReadingPlan(stages: reads ? stages.reading(score: way.score, by: selection) : [])
      return SceneTrial.Trial(tokens[index], plan: plan)
    }
  }
}
