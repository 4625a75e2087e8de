import Basics
import Lab
import Patches
import Tensors

/// What a reader still answers when groups of visual tokens are taken away, blurred, skipped, or come late.
enum EmbedLensTrials {
  /// A line of the table.
  struct Row: Sendable, Equatable {
    /// What kind of thing is done: `removed`, `skipped`, `entry`.
    var kind: String
    var name: String
    var score: SceneTrial.Score
  }

  /// One thing to do: of a scene's nearest words and number, the plan, and how many tokens it touches.
  struct Intervention: Sendable {
    var kind: String
    var name: String
    var plan: @Sendable ([[VisualProbe.Match]], Int) -> (plan: ReadingPlan, touched: Int)
  }

  /// What the reader is asked where no answer is wanted, only its states.
  static let question = LabVocabulary.ids(of: SceneQuestion(.colour, answer: "").words)

  /// What a person set for a row of their own.
  struct Own: Sendable {
    var sublayers: Set<Sublayer>
    var cuts: Set<ReadingPlan.Cut>
    /// Whether all others skip instead of members.
    var others: Bool

    init(_ sublayers: Set<Sublayer>, _ knobs: Knobs) {
      self.sublayers = sublayers
      others = knobs.isOn("others")
      switch knobs.text("cut") {
      case "both": cuts = [.visualToVisual, .textToVisual]
      case let word: cuts = Set([ReadingPlan.Cut(rawValue: word)].compactMap(\.self))
      }
    }

    var name: String {
      let layers = sublayers.map(\.number).sorted().map { Knob.written($0, step: 0.5) }.joined(
        separator: ", ")
      let cut = cuts.isEmpty ? "" : ", cut " + cuts.map(\.rawValue).sorted().joined(separator: " and ")
      return "yours: \(others ? "all others" : "they") skip \(layers.isEmpty ? "nothing" : layers)\(cut)"
    }
  }

  /// Sublayers as a person writes them: `0.5, 1, 1.5`. Throws with the word that is none, and when there are more than the reader has.
  static func sublayers(_ words: String) throws(Trouble) -> Set<Sublayer> {
    var found: Set<Sublayer> = []
    for word in words.split(whereSeparator: { $0 == "," || $0 == " " }) {
      guard let sublayer = Double(word).flatMap(Sublayer.init), sublayer.layer < MicroReader.layers else {
        throw Trouble(
          .usage, at: .option("skip"), "“\(word)” is no sublayer",
          remedy: "Write 0, 0.5, 1 … \(MicroReader.layers - 1).5, with commas between")
      }
      found.insert(sublayer)
    }
    return found
  }

  /// All rows of the table, in its order. `ids` are those whose members are treated, `depth` how many nearest words count.
  static func all(_ ids: Set<Int>, depth: Int, seed: UInt64, own: Own) -> [Intervention] {
    let members = Members(ids: ids, depth: depth, seed: seed)
    return [Intervention(kind: "nothing", name: "all tokens") { _, _ in (.everything, 0) }]
      + removals(members) + skips(members, own) + depths(members)
  }

  /// Who is treated in a scene, as the release chooses.
  private struct Members: Sendable {
    var ids: Set<Int>
    var depth: Int
    var seed: UInt64

    func of(_ nearest: [[VisualProbe.Match]]) -> [Int] { skipped(nearest, []) }
    func others(_ nearest: [[VisualProbe.Match]]) -> [Int] { skipped(nearest, [-1]) }

    /// As many others as there are members, by chance.
    func drawn(_ nearest: [[VisualProbe.Match]], _ scene: Int) -> [Int] {
      TargetChoice(ids + [-1]).pruned(nearest, depth: depth, seed: seed(scene))
    }

    /// Another seed for each scene.
    func seed(_ scene: Int) -> UInt64 { seed &+ UInt64(scene) &* 977 }

    private func skipped(_ nearest: [[VisualProbe.Match]], _ control: [Int]) -> [Int] {
      TargetChoice(ids + control).skipped(nearest, depth: depth)
    }
  }

  private static func removals(_ members: Members) -> [Intervention] {
    func removing(_ name: String, _ rows: @escaping @Sendable ([[VisualProbe.Match]], Int) -> [Int])
      -> Intervention
    {
      Intervention(kind: "removed", name: name) { nearest, scene in
        let gone = rows(nearest, scene)
        return (ReadingPlan(removed: Set(gone)), gone.count)
      }
    }
    func blurring(_ name: String, _ rows: @escaping @Sendable ([[VisualProbe.Match]]) -> [Int])
      -> Intervention
    {
      Intervention(kind: "averaged", name: name) { nearest, _ in
        let rows = rows(nearest)
        return (ReadingPlan(averaged: Set(rows)), rows.count)
      }
    }
    return [
      removing("without those that come back") { nearest, _ in members.of(nearest) },
      removing("without as many alive ones by chance (−1)") { nearest, scene in
        members.drawn(nearest, scene)
      },
      removing("without as many of all by chance") { nearest, scene in
        Selection.drawn(
          members.of(nearest).count, of: Array(nearest.indices), seed: members.seed(scene))
      },
      removing("without all alive ones (−2)") { nearest, _ in members.others(nearest) },
      blurring("those that come back become their mean", members.of),
      blurring("alive ones become their mean", members.others),
    ]
  }

  private static func skips(_ members: Members, _ own: Own) -> [Intervention] {
    func skipping(
      _ name: String, _ sublayers: Set<Sublayer>, cuts: Set<ReadingPlan.Cut> = [], others: Bool = false
    ) -> Intervention {
      Intervention(kind: "skipped", name: name) { nearest, _ in
        let rows = others ? members.others(nearest) : members.of(nearest)
        if sublayers.isEmpty { return (.everything, 0) }
        return (
          ReadingPlan(skips: [.init(rows: Set(rows), sublayers: sublayers, cuts: cuts)]), rows.count
        )
      }
    }
    let published: [[Double]] = [[1.5], [0.5, 1], [0.5, 1, 1.5]]
    let all = Set(Sublayer.all(layers: MicroReader.layers))
    let every = all.subtracting([Sublayer(0, .attention)])
    return published.map { numbers in
      let words = numbers.map { Knob.written($0, step: 0.5) }.joined(separator: ", ")
      return skipping("those that come back skip \(words)", Set(numbers.compactMap(Sublayer.init)))
    } + [
      skipping("those that come back skip all but 0", every),
      skipping("alive ones skip all but 0", every, others: true),
      skipping("those that come back skip all, 0 with its special rule", all),
      skipping(own.name, own.sublayers, cuts: own.cuts, others: own.others),
    ]
  }

  private static func depths(_ members: Members) -> [Intervention] {
    (1..<MicroReader.layers).flatMap { layer in
      [
        Intervention(kind: "entry", name: "all enter at layer \(layer)") { nearest, _ in
          (ReadingPlan(entry: layer), nearest.count)
        },
        Intervention(kind: "exit", name: "all leave before layer \(layer)") { nearest, _ in
          (ReadingPlan(exit: layer), nearest.count)
        },
      ]
    }
  }
}

extension EmbedLensStudy {
  /// What a row of the table follows from.
  private struct RowKey: Hashable {
    var trial: SceneTrial.Key
    var ids: Set<Int>
    var depth: Int
    var name: String
  }

  /// Fresh scenes and the words of their tokens.
  private struct Probed: Sendable {
    var trial: SceneTrial
    var words: [[[VisualProbe.Match]]]

    init(_ model: MicroVLM, _ key: SceneTrial.Key, _ ticket: Ticket) throws(Trouble) {
      trial = try SceneTrial(model, count: key.count, seed: key.seed, ticket)
      let probe = VisualProbe(TensorRows(model.projector.words))
      words = try trial.scenes.map { scene throws(Trouble) in try probe.nearest(scene.tokens, count: 10) }
    }
  }

  /// Asks the reader under every plan, and shows what there is on the way; nothing without a reader.
  mutating func tryPlans(_ sublayers: Set<Sublayer>, _ subject: Subject, _ ticket: Ticket)
    async throws(Trouble)
  {
    guard let model = ground.model else { return }
    let ids = sets.reduce(into: Set<Int>()) { $0.formUnion($1.ids) }
    let (seed, depth) = (UInt64(knobs.integer("seed")), knobs.integer("k"))
    let key = SceneTrial.Key(model, count: knobs.integer("scenes"), seed: seed)
    let probed = try await subject.memory.value(for: key) { () throws(Trouble) in
      try Probed(model, key, ticket.part(0..<0.05))
    }
    let plans = EmbedLensTrials.all(ids, depth: depth, seed: seed, own: EmbedLensTrials.Own(sublayers, knobs))
    trialNote =
      "\(key.count) fresh scenes with a question each, seed \(seed); read by a \(probed.trial.reader.about.sentence)."
    for (index, intervention) in plans.enumerated() {
      let start = 0.05 + 0.95 * Double(index) / Double(plans.count)
      let part = ticket.part(start..<start + 0.95 / Double(plans.count))
      let row = RowKey(trial: key, ids: ids, depth: depth, name: intervention.name)
      let score = try await subject.memory.value(for: row) { () throws(Trouble) in
        try probed.trial.score(part) { scene in
          let (plan, touched) = intervention.plan(probed.words[scene], scene)
          return SceneTrial.Trial(probed.trial.scenes[scene].tokens, plan: plan, touched: touched)
        }
      }
      trials.append(EmbedLensTrials.Row(kind: intervention.kind, name: intervention.name, score: score))
      subject.show(plate)
    }
  }
}
