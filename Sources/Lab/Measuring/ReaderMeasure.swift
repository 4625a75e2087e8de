import Basics
import Patches
import Tensors

/// How well a reader answers questions about fresh scenes when some of its visual tokens are taken away, or are left out of some layers.
///
///     let measure = try await ReaderMeasure(model, reader, scenes: 200, seed: 1, ticket)
///     try await measure.outcome(of: .everything, ticket).accuracy
///
/// Which tokens come back whatever a scene shows is found by `Discovery` in the tokens of these scenes, with no look at what was drawn; the rest are
/// alive. Controls of the same size are drawn at random, or lie evenly. The questions are those of EmbedLens, arXiv 2603.00510; scenes, model and
/// numbers are ours.
package struct ReaderMeasure: Sendable {
  /// A fresh scene, its tokens sorted.
  package struct Case: Sendable {
    package var scene: FreshScene
    /// Tokens that lean to a word that comes back, rising; the others.
    package var recurring: [Int]
    package var alive: [Int]
    /// For what is drawn at random in it.
    var seed: UInt64
  }

  package let seed: UInt64
  package let cases: [Case]
  /// What comes back, and in how many scenes it was looked for.
  package let discovery: Discovery
  /// How many of the words nearest to a token count.
  package let depth: Int
  private let reader: MicroReader

  /// Draws scenes and sorts their tokens: recurring are those that lean to `ids`, or to what is found to come back. Scenes follow from the seed, and are none of those that a training with this seed saw. Throws when the
  /// ticket is cancelled.
  package init(
    _ projector: MicroProjector, _ reader: MicroReader, scenes: Int, seed: UInt64,
    depth: Int = TokenGroups.depth, ids: Set<Int>? = nil, _ ticket: Ticket = .open
  ) throws(Trouble) {
    var random = FreshScene.random(seed: seed)
    let drawn = try FreshScene.next(scenes, projector, &random, ticket)
    let probe = VisualProbe(TensorRows(projector.words))
    let nearest = try drawn.map { scene throws(Trouble) in
      try probe.nearest(scene.tokens, count: depth)
    }
    discovery = Discovery(
      zip(drawn, nearest).map { scene, nearest in
        Discovery.Picture(tokens: scene.tokens, nearest: nearest.compactMap { $0.first?.id })
      })
    let ids = ids ?? Set(discovery.sets.flatMap(\.finding.ids))
    cases = zip(drawn, nearest).map { scene, nearest in
      let recurring = TokenGroups.members(of: ids, in: nearest, depth: depth)
      let isRecurring = Set(recurring)
      return Case(
        scene: scene, recurring: recurring,
        alive: nearest.indices.filter { !isRecurring.contains($0) }, seed: random.next())
    }
    (self.reader, self.seed, self.depth) = (reader, seed, depth)
  }

  /// The share of tokens that come back, 0…1, on average over scenes.
  package var recurringShare: Double {
    let shares = cases.map { Double($0.recurring.count) / Double(max(1, $0.scene.tokens.size(0))) }
    return shares.reduce(0, +) / Double(max(1, shares.count))
  }

  /// What comes of a trial, on all processors. Throws when the ticket is cancelled.
  package nonisolated(nonsending) func outcome(of trial: ReaderTreatment, _ ticket: Ticket = .open)
    async throws(Trouble) -> Outcome
  {
    let parts = try await Processors.together(Processors.ranges(cases.count)) { range throws(Trouble) in
      var outcome = Outcome(treatment: trial)
      for index in range {
        try ticket.step(Double(index - range.lowerBound) / Double(range.count))
        outcome.add(
          cases[index], isRight: isRight(about: cases[index], trial), rows: trial.rows(of: cases[index]).count
        )
      }
      return outcome
    }
    return parts.reduce(Outcome(treatment: trial)) { $0 + $1 }
  }

  private func isRight(about sorted: Case, _ trial: ReaderTreatment) -> Bool {
    reader.isRight(about: sorted.scene, reading: sorted.scene.tokens, plan: trial.plan(for: sorted))
  }
}

extension ReaderMeasure {
  /// Answers right and all, by topic.
  package struct Outcome: Sendable, Equatable {
    package let treatment: ReaderTreatment
    /// By topic in the order of `SceneQuestion.Topic`.
    package private(set) var right = [Int](repeating: 0, count: SceneQuestion.Topic.allCases.count)
    package private(set) var asked = [Int](repeating: 0, count: SceneQuestion.Topic.allCases.count)
    /// How many tokens were treated, over all scenes.
    package private(set) var treated = 0

    init(treatment: ReaderTreatment) { self.treatment = treatment }

    mutating func add(_ sorted: Case, isRight: Bool, rows: Int) {
      let topic = sorted.scene.asked.question.topic.rawValue
      right[topic] += isRight ? 1 : 0
      asked[topic] += 1
      treated += rows
    }

    static func + (a: Outcome, b: Outcome) -> Outcome {
      var sum = a
      for topic in sum.asked.indices {
        sum.right[topic] += b.right[topic]
        sum.asked[topic] += b.asked[topic]
      }
      sum.treated += b.treated
      return sum
    }

    private var count: Int { asked.reduce(0, +) }
    /// The share of questions answered right, 0…1; not a number when none was asked.
    package var accuracy: Double { Double(right.reduce(0, +)) / Double(count) }
    /// The standard error of it, as of independent answers.
    package var error: Double { (accuracy * (1 - accuracy) / Double(count)).squareRoot() }
    /// The same for a topic.
    package func accuracy(of topic: SceneQuestion.Topic) -> Double {
      Double(right[topic.rawValue]) / Double(asked[topic.rawValue])
    }
    /// Tokens treated in a scene, on average.
    package var treatedTokens: Double { Double(treated) / Double(count) }
  }
}
