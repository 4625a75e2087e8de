import Basics
import Figures
import Tensors

/// The figures of token graphs.
extension GlotStudy {
  /// What is known so far.
  func plate() -> Plate {
    let weights = GlotPooling.allCases.compactMap { pooling in
      read(pooling).map { (pooling: pooling, weights: $0.weights, logits: $0.logits) }
    }
    var figures: [Figure] = [
      .heatmap(similarities), .heatmap(heatmap(weights)), .segments(segments(weights)),
      .tree(components(weights)),
    ]
    if canTrain {
      figures += [.table(accuracies), .chart(curves)]
    }
    return Plate(figures: figures, label: label, links: links)
  }

  typealias Weighed = (pooling: GlotPooling, weights: [Float], logits: [Float]?)

  private var n: Int { reading.labels.count }

  private var similarities: Heatmap {
    let isWhole = knobs.text("cells") == "all"
    var values = graph.similarity.values
    if !isWhole {
      for index in values.indices {
        let isEdge = values[index] > threshold || index / n == index % n
        // Rounded as it is written: words that stand twice would else take the whole ramp for the last thousandth.
        values[index] = isEdge ? (values[index] * 100).rounded() / 100 : .nan
      }
    }
    return Heatmap(
      title:
        "Similarity: \(graph.edgeCount) edges above \(knobs.text("tau")) among \(n) tokens of \(reading.name)",
      rowTitle: "tokens", columnTitle: "tokens", rowLabels: reading.labels, columnLabels: reading.labels,
      values: values, unit: "cosine",
      footnotes: [
        isWhole
          ? "An edge is where the cosine is above \(knobs.text("tau")): knob cells shows those only."
          : "Empty: no edge. The cosine decides whether an edge is there and has no part in its weight.",
        "\(graph.components.count) groups that hang together, \(graph.neighbours.count { $0.isEmpty }) tokens alone.",
      ])
  }

  private func heatmap(_ weights: [Weighed]) -> Heatmap {
    Heatmap(
      title: "Weights: how much of each token is in the sentence",
      rowTitle: "poolings", columnTitle: "tokens", rowLabels: weights.map { .text($0.pooling.title) },
      columnLabels: reading.labels, values: weights.flatMap { $0.weights.map { $0 * 100 } },
      unit: "%", decimals: 1,
      footnotes: [
        "Rows sum to 100 %. Of max: the share of numbers in which a token has the largest. Even: \(Knob.written(100 / Double(max(1, n)), step: 0.1)) %."
      ] + (canTrain ? [] : ["GLOT and AdaPool have to be trained, and there are no labels to train on."]))
  }

  /// The fewest tokens that hold half of the weight.
  private func heavy(_ weights: [Float]) -> Set<Int> {
    var (chosen, sum): (Set<Int>, Float) = ([], 0)
    for place in weights.indices.sorted(by: { (weights[$1], $0) < (weights[$0], $1) }) where sum < 0.5 {
      chosen.insert(place)
      sum += weights[place]
    }
    return chosen
  }

  private func segments(_ weights: [Weighed]) -> Segments {
    let found = weights.first { $0.pooling == pooling }
    let marked = found.map { heavy($0.weights) } ?? []
    let what =
      found == nil
      ? "\(pooling.title) is not trained"
      : "\(marked.count == 1 ? "1 token has" : "\(marked.count) tokens have") half of \(pooling.title)"
    let told = found?.logits.flatMap { logits in logits.indices.max { logits[$0] < logits[$1] } }
    let verdict = told.map { "; told \(className($0))" } ?? ""
    let truth = reading.label.map { ", is \(className($0))" } ?? ""
    return Segments(
      title: "Looked at: \(what)\(verdict)\(truth)", text: reading.text,
      segments: reading.ranges.enumerated().map { place, range in
        Segments.Segment(
          id: UInt32(place), range: range, isSpecial: reading.signal.contains(place),
          isMarked: marked.contains(place))
      })
  }

  private func className(_ index: Int) -> String {
    guard let states, states.classes.indices.contains(index) else { return String(index) }
    return String(states.classes[index])
  }

  private func components(_ weights: [Weighed]) -> Tree {
    let found = weights.first { $0.pooling == pooling }?.weights
    func weight(_ tokens: [Int]) -> Value {
      found.map { weights in .share(Double(tokens.reduce(0) { $0 + weights[$1] })) } ?? .none
    }
    let nodes = graph.components.enumerated().flatMap { index, group -> [Tree.Node] in
      let leaves = group.map { token in
        Tree.Node(
          depth: group.count > 1 ? 1 : 0, label: reading.labels[token],
          details: [.integer(graph.neighbours[token].count), weight([token])])
      }
      if group.count == 1 { return leaves }
      let head = Tree.Node(
        depth: 0, label: .text("group \(index + 1): \(group.count) tokens"), details: [.none, weight(group)])
      return [head] + leaves
    }
    return Tree(
      title: "Groups: tokens that hang together above \(knobs.text("tau"))",
      detailTitles: ["degree", "weight in \(pooling.title)"], nodes: nodes)
  }

  private var accuracies: Table {
    let columns = ratios.sorted().map { ratio in
      Table.Column(
        states == nil ? "noise \(Knob.written(ratio, step: 0.1))" : "held sentences",
        key: "accuracy_\(Int(ratio * 100))", isNumeric: true)
    }
    var rows = GlotPooling.allCases.map { pooling -> [Value] in
      [.text(pooling.title), .integer(shape(pooling).parameterCount)]
        + ratios.sorted().map { trained[$0]?[pooling].map { .number($0.accuracy, decimals: 3) } ?? .none }
    }
    if states == nil {
      rows.append(
        [.text("ceiling"), .none]
          + ratios.sorted().map { ceilings[$0].map { .number($0.accuracy, decimals: 3) } ?? .none })
    }
    return Table(
      title: "Accuracy: the share of held sentences told right",
      columns: [
        .init("pooling", key: "pooling"), .init("trained numbers", key: "parameters", isNumeric: true),
      ]
        + columns, rows: rows, footnotes: accuracyNotes)
  }

  private var accuracyNotes: [String] {
    if let states {
      let parts = states.parts(seed: seed)
      return [
        "Trained on \(parts.training.count) sentences, measured on \(parts.held.count) that were held back; Adam, rate 0.003, 6 epochs.",
        "The most usual class is \(Knob.written(states.mostUsual * 100, step: 0.1)) % of all.",
      ]
    }
    return [
      "Trained on \(Self.trainingCount) sentences of at most \(Self.places) words, measured on \(Self.heldCount); guessing gives .5; Adam, rate 0.003, 6 epochs of batches of 32.",
      "Ceiling: a reader who needs the noun and guesses where it was cut off; one who only looks for the word that turns a sentence round could reach 1. "
        + ratios.sorted().compactMap { ratio in
          ceilings[ratio].map {
            "At \(Knob.written(ratio, step: 0.1)) noise the noun is left in \(Int(($0.nouns * 100).rounded())) % of the sentences."
          }
        }.joined(separator: " "),
    ]
  }

  private var curves: Chart {
    var series = GlotPooling.allCases.compactMap { pooling in
      trained[ratio]?[pooling].map { line(pooling.title, $0.losses) }
    }
    if let current { series.append(line("\(current.pooling.title), in training", current.losses)) }
    return Chart(
      title: "Losses: while the poolings were trained", x: .init("step"), y: .init("cross-entropy (nats)"),
      series: series, footnotes: ["Means of the last 16 steps. Guessing two classes costs 0.693 nats."])
  }

  private func line(_ name: String, _ losses: [Float]) -> Chart.Series {
    let step = max(1, losses.count / 120)
    return Chart.Series(
      name: name,
      points: stride(from: 0, to: losses.count, by: step).map {
        Chart.Point(Double($0 + 1), Double(losses[$0]))
      })
  }

  /// Cells, segments and nodes as bytes of the first text.
  private var links: [Plate.Link] {
    guard let offset = reading.offset else { return [] }
    let bytes = reading.ranges.map { $0.lowerBound + offset..<$0.upperBound + offset }
    // Of a large graph the rows of cells are too many to be worth it.
    let cells = (0..<(n <= 128 ? n * n : 0)).map { Plate.Link(figure: 0, item: $0, bytes: bytes[$0 / n]) }
    let rows = GlotPooling.allCases.count { read($0) != nil }
    let weights = (0..<rows * n).map { Plate.Link(figure: 1, item: $0, bytes: bytes[$0 % n]) }
    let segments = (0..<n).map { Plate.Link(figure: 2, item: $0, bytes: bytes[$0]) }
    var nodes: [Plate.Link] = []
    var item = 0
    for group in graph.components {
      if group.count > 1 { item += 1 }
      for token in group {
        nodes.append(Plate.Link(figure: 3, item: item, bytes: bytes[token]))
        item += 1
      }
    }
    return cells + weights + segments + nodes
  }

  private var label: [String] {
    if let states { return broughtLabel(states) }
    return [
      "A micro model: every word has a frozen random vector of 32 numbers that went through one attention block which was never trained; only the pooling and its classifier are trained, here.",
      "Random frozen encoder: the learned attention read-out makes the difference, the graph adds a little; the paper's gap needs a pretrained language model.",
      reading.signal.isEmpty
        ? "\(reading.name) is read word by word, in small letters, by what was trained on the stress test: whether a sentence has something (1) or has it not (0), among words that say nothing."
        : "\(reading.name) of the test: its deciding words have the colour of special tokens, what \(pooling.title) looks at is marked. 1: it has something; 0: it has it not.",
      "Sentences that have it not are eleven words longer, as in the paper's test; no number of the paper is reproduced.",
    ]
  }

  private func broughtLabel(_ states: GlotStates) -> [String] {
    var lines = [
      "\(states.name): \(states.rows.count) sentences of vectors of \(reading.rows.size(1)) numbers, frozen; "
        + (states.hasMask
          ? "what is masked is left out." : "there is no mask, so every place counts as a token.")
    ]
    if states.cutCount > 0 {
      lines.append(
        "\(states.cutCount) sentences are longer than \(GlotStates.tokenLimit) tokens and cut off there.")
    }
    if canTrain {
      lines.append(
        "GLOT and AdaPool were trained here on the labels that were brought, with \(shape(.glot).hidden) hidden numbers."
      )
    } else {
      lines.append(
        "Weights that are learned are not shown: that needs labels of two classes or more for ten sentences or more (a tensor called labels)."
      )
    }
    return lines
  }
}

extension GlotStates {
  /// The share of the class that most sentences have.
  var mostUsual: Double {
    let counts = Dictionary(grouping: labels ?? []) { $0 }.values.map(\.count)
    return Double(counts.max() ?? 0) / Double(max(1, rows.count))
  }
}
