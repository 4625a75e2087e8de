import Basics
import Figures
import Lab
import Patches
import Tensors

/// What is looked at, and what was found so far.
struct EmbedLensStudy: Sendable {
  let knobs: Knobs
  let ground: EmbedLensGround
  /// By view, by token, the nearest words.
  let nearest: [[[VisualProbe.Match]]]
  let discovery: Discovery
  /// The sets that tokens are sorted by: those of a knob, or those found.
  let sets: [TargetSet]
  /// By view.
  let groups: [TokenGroups]
  /// By layer, from what goes in, the shown view's visual states; one layer where no more is known.
  let layers: [Tensor]
  /// The words of the shown cell in the layer of the knob.
  let cellWords: [VisualProbe.Match]
  /// What the reader's layers, or layers that were brought, make of the groups of the shown view; nil without layers.
  let alignment: LayerAlignment?
  /// By set that was found and called a sink, which kind it is.
  let origins: [SinkTest]
  /// What the reader answers under plans; empty until it was asked.
  var trials: [ReaderMeasure.Outcome] = []
  var trialNote = ""

  init(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    knobs = subject.knobs
    let ground = try EmbedLensGround(subject, ticket.part(0..<0.2))
    self.ground = ground
    let depth = max(10, subject.knobs.integer("k"), subject.knobs.integer("count"))
    nearest = try Self.nearest(ground, depth, ticket.part(0.2..<0.8))
    var settings = Discovery.Settings()
    settings.coverage = subject.knobs.number("coverage")
    settings.likeness = subject.knobs.number("likeness")
    let pictures = zip(ground.views, nearest).map { view, nearest in
      Discovery.Picture(tokens: view.tokens, nearest: nearest.map { $0.first?.id ?? -1 })
    }
    discovery = Discovery(pictures, settings)
    let given = subject.knobs.text("targets")
    let sets = given.isEmpty ? discovery.targets : try TargetSet.list(given)
    self.sets = sets
    groups = nearest.map { TokenGroups($0, sets: sets, depth: subject.knobs.integer("k")) }
    let shown = Self.shown(subject.knobs, ground)
    let reading = Self.reading(ground, shown)
    layers = Self.layers(ground, reading, shown)
    alignment = try Self.alignment(
      ground, reading, reading?.hidden ?? layers, groups[shown], ticket.part(0.8..<1))
    let state = layers[min(subject.knobs.integer("layer"), layers.count - 1)]
    let cell = min(subject.knobs.integer("cell"), state.size(0) - 1)
    cellWords = try VisualProbe(words: ground.words).nearest(state.sliced(0, cell..<cell + 1), count: depth)[
      0]
    origins = Self.origins(discovery, nearest, ground)
  }

  private static func nearest(_ ground: EmbedLensGround, _ depth: Int, _ ticket: Ticket) throws(Trouble)
    -> [[[VisualProbe.Match]]]
  {
    // One search for all pictures: the table is read once.
    let all = Tensor.concatenated(ground.views.map(\.tokens))
    let found = try VisualProbe(words: ground.words).nearest(all, count: depth, ticket)
    var start = 0
    return ground.views.map { view in
      defer { start += view.tokens.size(0) }
      return Array(found[start..<start + view.tokens.size(0)])
    }
  }

  // MARK: - Layers

  static func shown(_ knobs: Knobs, _ ground: EmbedLensGround) -> Int {
    min(knobs.integer("picture"), ground.own - 1)
  }

  /// The view that is shown.
  var view: EmbedLensGround.View { ground.views[shownIndex] }
  var shownIndex: Int { Self.shown(knobs, ground) }
  /// The cell that is shown, and the layer in which it is read.
  var cell: Int { min(knobs.integer("cell"), view.grid.count - 1) }
  var layer: Int { min(knobs.integer("layer"), layers.count - 1) }

  /// What the reader makes of a view when it is asked for a colour.
  private static func reading(_ ground: EmbedLensGround, _ index: Int) -> MicroReader.Reading? {
    ground.model?.reader?.answer(question, visual: ground.views[index].tokens)
  }

  private static func layers(
    _ ground: EmbedLensGround, _ reading: MicroReader.Reading?, _ shown: Int
  ) -> [Tensor] {
    let tokens = ground.views[shown].tokens
    guard let reading else { return shown > 0 || ground.layers.isEmpty ? [tokens] : ground.layers }
    return reading.hidden.map { $0.sliced(0, reading.layers[0].visual) }
  }

  private static func alignment(
    _ ground: EmbedLensGround, _ reading: MicroReader.Reading?, _ states: [Tensor], _ groups: TokenGroups,
    _ ticket: Ticket
  ) throws(Trouble) -> LayerAlignment? {
    guard states.count > 1, let first = states.first else { return nil }
    let visual = reading.map { $0.layers[0].visual } ?? 0..<first.size(0)
    let probe = VisualProbe(words: ground.words)
    return try LayerAlignment(
      states: states, visual: visual, groups: Self.parts(groups).map(\.tokens), probe: probe, ticket)
  }

  /// The groups of a view that have tokens, by the colour of each token, alive last.
  static func parts(_ groups: TokenGroups) -> [(name: String, tokens: [Int])] {
    let all = groups.sets.indices.map { set in
      (name: groups.sets[set].name, tokens: groups.colours.indices.filter { groups.colours[$0] == set })
    }
    return (all + [(name: "alive", tokens: groups.alive)]).filter { !$0.tokens.isEmpty }
  }

  /// By sink that was found, whether it is one of the vision model or of the language model.
  private static func origins(
    _ discovery: Discovery, _ nearest: [[[VisualProbe.Match]]], _ ground: EmbedLensGround
  ) -> [SinkTest] {
    let sinks = discovery.sets.filter { $0.name == .sink }
    if sinks.isEmpty { return [] }
    let readings = ground.views.indices.compactMap { reading(ground, $0) }
    let states = readings.map { reading in
      (visual: reading.hidden[2].sliced(0, reading.layers[0].visual), begin: reading.hidden[2].at(0))
    }
    return sinks.map { sink in
      let members = nearest.map { TokenGroups.members(of: Set(sink.finding.ids), in: $0, depth: 1) }
      return SinkTest(members: members, lengths: ground.lengths, states: states.isEmpty ? nil : states)
    }
  }
}
