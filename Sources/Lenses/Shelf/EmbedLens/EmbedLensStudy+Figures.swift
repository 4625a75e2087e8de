import Basics
import Figures
import Lab
import Patches
import Tensors

/// The figures of visual tokens as words.
extension EmbedLensStudy {
  /// What is known so far.
  var plate: Plate {
    var figures: [Figure] = [
      .tokenGrid(states), .table(words), .table(shares), .table(found), .table(leaning), .heatmap(likenesses),
    ]
    if alignment != nil { figures += [.chart(norms), .chart(selves), .table(homes)] }
    if !trials.isEmpty { figures.insert(.table(interventions), at: 3) }
    return Plate(figures: figures, label: ground.label)
  }

  /// What was found; whose ids are used, where a person gave some.
  private var sentence: String {
    let found = discovery.sentence { "“\(ground.words.word($0))”" }
    let given = knobs.text("targets")
    return given.isEmpty ? found : "Sets are the ids that were given: \(given). Found: \(found)"
  }

  /// What is to be known of k where there are few words.
  private var depthNote: String {
    let few = "Of \(ground.words.rows.count) words a token's \(knobs.text("k")) nearest say little"
    return ground.words.rows.count < 1000 && knobs.integer("k") > 1
      ? "\(few); k 1 goes by the nearest alone." : ""
  }

  private func word(_ id: Int) -> Value { .text(ground.words.word(id)) }

  // MARK: - The picture

  /// Signs of sets by what their names say: dead, sink, any other, alive.
  private static func state(_ name: String, _ index: Int) -> TokenGrid.State {
    if name.contains("dead") { return TokenGrid.State(name, sign: "·", ascii: ".", series: nil) }
    if name.contains("sink") { return TokenGrid.State(name, sign: "▼", ascii: "v", series: 1 + index) }
    return TokenGrid.State(name, sign: "○", ascii: "o", series: 1 + index)
  }

  private var states: TokenGrid {
    let groups = groups[shownIndex]
    let names = sets.enumerated().map { Self.state($1.name, $0) }
    let alive = TokenGrid.State("alive", sign: "●", ascii: "*", series: 0)
    let marks = groups.overlap.reduce(into: [Int: String]()) { $0[$1] = "+" }
    return TokenGrid(
      title: "Tokens: what \(view.name) is to a language model", rows: view.grid.rows,
      columns: view.grid.columns, pixels: view.pixels, states: names + [alive],
      cells: groups.colours.map { $0 ?? names.count },
      values: nearest[shownIndex].map { $0.first?.score ?? .nan }, unit: "cosine to the nearest word",
      marks: marks, origin: view.grid.origin,
      footnotes: [
        sentence,
        "A token is a member of a set when one of its \(knobs.text("k")) nearest words is in it; its colour is that of the best ranked. \(groups.overlap.count) tokens are in two sets (+). Alive: in none. \(depthNote)",
      ])
  }

  private var words: Table {
    let (row, column) = cell.quotientAndRemainder(dividingBy: view.grid.columns)
    return Table(
      title:
        "Words: what token \(cell) (row \(row), column \(column)) reads as\(layer > 0 ? " in layer \(layer)" : "")",
      columns: [
        .init("rank", key: "rank", isNumeric: true), .init("id", key: "id", isNumeric: true),
        .init("word", key: "word"), .init("cosine", key: "cosine", isNumeric: true), .init("set", key: "set"),
      ],
      rows: cellWords.prefix(knobs.integer("count")).enumerated().map { rank, match in
        [
          .integer(rank + 1), .integer(match.id), word(match.id), .number(Double(match.score), decimals: 4),
          sets.first { $0.ids.contains(match.id) }.map { .text($0.name) } ?? .none,
        ]
      },
      footnotes: [
        "Cosine to rows of the input table, whatever the layer; the first \(knobs.text("k")) of layer 0 decide what the token is."
      ]
    )
  }

  /// The other way round: of all pictures, the tokens that lean most to the first word of the cell.
  private var leaning: Table {
    let id = nearest[shownIndex][cell].first?.id ?? 0
    let all = ground.views.indices.flatMap { index in
      nearest[index].enumerated().compactMap { token, row in
        row.first { $0.id == id }.map { (view: index, token: token, score: $0.score) }
      }
    }.sorted { (-$0.score, $0.view, $0.token) < (-$1.score, $1.view, $1.token) }
    return Table(
      title: "Leaning: the tokens nearest to “\(ground.words.word(id))”",
      columns: [
        .init("picture", key: "picture"), .init("token", key: "token", isNumeric: true),
        .init("cosine", key: "cosine", isNumeric: true),
      ],
      rows: all.prefix(5).map {
        [.text(ground.views[$0.view].name), .integer($0.token), .number(Double($0.score), decimals: 4)]
      },
      footnotes: [
        "\(all.count) tokens of \(ground.views.count) pictures have it among their \(nearest[0].first?.count ?? 0) nearest words."
      ])
  }

  // MARK: - Groups

  private var shares: Table {
    let all = groups.map { $0.shares + [Double($0.alive.count) / Double(max(1, $0.count))] }
    let names = sets.map(\.name) + ["alive"]
    return Table(
      title: "Shares: how many tokens are what",
      columns: [
        .init("set", key: "set"), .init("ids", key: "ids"),
        .init("of this picture", key: "share", isNumeric: true),
        .init("of all, mean", key: "mean", isNumeric: true), .init("least", key: "least", isNumeric: true),
        .init("most", key: "most", isNumeric: true),
      ],
      rows: names.enumerated().map { index, name in
        let column = all.map { $0[index] }
        let ids = index < sets.count ? sets[index].ids.sorted().map { ground.words.word($0) } : []
        return [
          .text(name), .text(ids.joined(separator: " ")), .share(column[shownIndex]),
          .share(column.reduce(0, +) / Double(column.count)), .share(column.min() ?? 0),
          .share(column.max() ?? 0),
        ]
      },
      footnotes: [
        "\(groups[shownIndex].overlap.count) tokens of this picture are in two sets, so shares may add up to more than 100 %.",
        "Over \(groups.count) pictures. The paper's shares for LLaVA-1.5-7B, about 10 % sinks, 30 % dead, 60 % alive, are of that model alone.",
      ])
  }

  private var found: Table {
    let names = discovery.sets.reduce(into: [Int: String]()) { names, set in
      for id in set.finding.ids { names[id] = set.name.rawValue }
    }
    return Table(
      title: "Found: words that come back from picture to picture",
      columns: [
        .init("id", key: "id", isNumeric: true), .init("word", key: "word"),
        .init("coverage", key: "coverage", isNumeric: true), .init("share", key: "share", isNumeric: true),
        .init("likeness", key: "likeness", isNumeric: true), .init("set", key: "set"),
      ],
      rows: discovery.findings.prefix(40).map { finding in
        [
          .integer(finding.ids[0]), word(finding.ids[0]), .share(finding.coverage), .share(finding.share),
          finding.likeness.map { .number($0, decimals: 4) } ?? .none, .text(names[finding.ids[0]] ?? ""),
        ]
      },
      footnotes: [
        sentence,
        "Of a token's nearest word alone. Coverage: the share of pictures with such a token; share: the mean part of a picture's tokens; likeness: the mean cosine between such tokens of different pictures, - where no two have one.",
        "Ids whose mean directions have a cosine above 0.95 are one set. This way to find sets is ours; the paper gives ids for one model.",
      ] + originNotes)
  }

  private var originNotes: [String] {
    origins.enumerated().map { index, test in
      let length = test.lengthRatio.map {
        "\(Decimals.text($0, 2)) times the median length in the vision model's output (ViT sink above \(Knob.written(SinkTest.length, step: 1)))"
      }
      let begin = test.beginLikeness.map {
        "cosine \(Decimals.text($0, 3)) to the first token behind the network of layer 1 (LLM sink above \(SinkTest.cosine))"
      }
      let facts = [length, begin].compactMap(\.self)
      return
        "Sink \(index + 1): \(test.name)\(facts.isEmpty ? ", for want of lengths and states" : "; " + facts.joined(separator: "; "))."
    }
  }

  /// The most tokens that are compared with each other in a picture.
  private static let mapLimit = 1024

  private var likenesses: Heatmap {
    let parts = Self.parts(groups[shownIndex])
    let all = parts.flatMap { part in part.tokens.map { (token: $0, name: part.name) } }
    // Evenly some of them where there are very many: the matrix has their square.
    let shown = Selection.uniform.chosen(Self.mapLimit, by: Array(repeating: 0, count: all.count)).map {
      all[$0]
    }
    let order = shown.map(\.token)
    let labels = shown.map { Value.text("\($0.name) \($0.token)") }
    let rows = view.tokens.gathered(order)
    return Heatmap(
      title: "Cosines: how alike the tokens of this picture are, group by group", rowTitle: "tokens",
      columnTitle: "tokens", rowLabels: labels, columnLabels: labels,
      values: Similarity.cosine.matrix(rows, rows).values, unit: "cosine",
      footnotes: [
        parts.map { "\($0.tokens.count) \($0.name)" }.joined(separator: ", ") + ", in this order"
          + (shown.count < all.count ? "; \(shown.count) of them, evenly." : ".")
      ])
  }

  // MARK: - Layers

  private var layerNote: String {
    ground.model == nil
      ? "By layer that was brought."
      : "By layer of the micro reader when it is asked for the colour; layer 0 is what goes in."
  }

  private func curves(_ number: (LayerAlignment.Entry) -> Double) -> [Chart.Series] {
    guard let alignment else { return [] }
    return zip(Self.parts(groups[shownIndex]), alignment.entries).map { part, entries in
      Chart.Series(
        name: part.name, points: entries.enumerated().map { Chart.Point(Double($0), number($1)) })
    }
  }

  private var norms: Chart {
    let text = (alignment?.textNorms ?? []).enumerated().map { Chart.Point(Double($0), $1) }
    return Chart(
      title: "Norms: how long states are by layer", x: .init("layer"), y: .init("mean length"),
      series: curves(\.norm)
        + (text.contains { $0.y.isFinite } ? [Chart.Series(name: "words", points: text, style: .guide)] : []),
      footnotes: [layerNote])
  }

  private var selves: Chart {
    Chart(
      title: "Selves: how like themselves at layer 0 tokens stay", x: .init("layer"), y: .init("mean cosine"),
      series: curves(\.selfCosine), footnotes: [layerNote, "Near 1: nothing in the model changes them."])
  }

  private var homes: Table {
    let parts = Self.parts(groups[shownIndex])
    let layers = alignment?.textNorms.indices ?? 0..<0
    return Table(
      title: "Homes: what groups read as by layer, and where their lengths fit",
      columns: [.init("group", key: "group"), .init("length fits layer", key: "layer", isNumeric: true)]
        + layers.map { .init("layer \($0)", key: "layer_\($0)") },
      rows: zip(parts, alignment?.entries ?? []).enumerated().map { index, pair in
        [.text(pair.0.name), .integer(alignment?.bestLayers[index] ?? 0)]
          + pair.1.map { entry in
            entry.word.map { .text("\(ground.words.word($0.id)) \(Int((100 * $0.share).rounded())) %") }
              ?? .none
          }
      },
      footnotes: [
        "The word nearest to most states of a group, and to how many of them. The table stays the input table.",
        "Length fits: argmin over layers of |log(mean length of the group as it enters / mean length of words there)|; an assumption, from notes on the paper.",
        layerNote,
      ])
  }

  private var interventions: Table {
    let own = trials.count > ReaderTreatment.catalogue.count ? trials.count - 1 : nil
    return Table(
      title: "Trials: what the reader still answers when tokens are treated",
      columns: [
        .init("what is done", key: "treatment"), .init("tokens", key: "tokens", isNumeric: true),
        .init("right", key: "accuracy", isNumeric: true), .init("± error", key: "error", isNumeric: true),
      ]
        + SceneQuestion.Topic.allCases.map { .init($0.word, key: $0.word, isNumeric: true) },
      rows: trials.enumerated().map { index, outcome in
        let words = (index == own ? "yours: " : "") + outcome.treatment.words
        return [
          .text(words), .number(outcome.treatedTokens, decimals: 1), .share(outcome.accuracy),
          .share(outcome.error),
        ]
          + SceneQuestion.Topic.allCases.map { topic in
            let share = outcome.accuracy(of: topic)
            return share.isFinite ? .share(share) : .none
          }
      },
      footnotes: [
        trialNote + " Whatever comes out is shown.",
        "Recurring: members of \(sets.isEmpty ? "no set" : sets.map(\.name).joined(separator: ", ")); alive: all others. Removed: the others keep their positions. Skip: a sublayer adds nothing to them, and others still read them; 0 is the first attention, which has a rule of its own, 0.5 its network. Entering and leaving are new to a reader that was not trained for them.",
      ])
  }
}
