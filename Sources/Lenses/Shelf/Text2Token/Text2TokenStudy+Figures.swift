import Basics
import Figures
import Glibc
import Tensors

/// The figures of texts as tokens.
extension Text2TokenStudy {
  /// What is known so far.
  func plate() -> Plate {
    let shown = logits(versions[0], less: amount)
    let order = Array(texts.indices.prefix(Self.shownTexts + chosen)).sorted { a, b in
      (a != chosen ? 1 : 0, a) < (b != chosen ? 1 : 0, b)
    }.prefix(Self.shownTexts)
    var figures: [Figure] = [.table(textTable(shown, Array(order))), .table(measures(shown))]
    if let training { figures.append(.chart(curve(training))) }
    figures += [
      .segments(segments(shown)), .table(contributions(shown)), .heatmap(probabilities(shown, Array(order))),
    ]
    figures += [.bars(targetBars), .chart(spectrum)]
    if training == nil, versions.count > 1 { figures.append(.table(change)) }
    return Plate(figures: figures, label: notes, links: links(figures, Array(order)))
  }

  private static var shownTexts: Int { 40 }
  private static var shownTokens: Int { 240 }

  // MARK: - Names

  private func name(_ token: Int) -> Value { .bytes(vocabulary.bytes(of: token)) }

  /// What variants of a token have in common: small letters, no white space around.
  private func common(_ token: Int) -> String {
    let text = String(decoding: vocabulary.bytes(of: token), as: UTF8.self)
    return text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Tokens in one line, variants together; those in the text with a star.
  private func list(_ tokens: [Int], of text: Int) -> String {
    let own = Set(texts[text].tokens)
    var (order, counts, inside): ([String], [String: Int], Set<String>) = ([], [:], [])
    for token in tokens {
      let name = common(token)
      if counts[name] == nil { order.append(name) }
      counts[name, default: 0] += 1
      if own.contains(token) { inside.insert(name) }
    }
    return order.map { name in
      let count = counts[name] ?? 1
      let shown = name.isEmpty ? "␣" : name
      return shown + (inside.contains(name) ? "*" : "") + (count > 1 ? "×\(count)" : "")
    }.joined(separator: " ")
  }

  private func first(_ logits: Tensor, _ text: Int, _ count: Int) -> [Int] {
    logits.sliced(0, text..<text + 1).top(count)[0].map(\.index)
  }

  private func sortedTarget(_ text: Int) -> [(token: Int, share: Float)] {
    (target(text) ?? [:]).map { (token: $0.key, share: $0.value) }.sorted {
      ($1.share, $0.token) < ($0.share, $1.token)
    }
  }

  // MARK: - Tables

  private func textTable(_ logits: Tensor, _ order: [Int]) -> Table {
    let rows = order.map { index -> [Value] in
      let target = sortedTarget(index).prefix(k).map(\.token)
      let found = first(logits, index, k)
      let own = Set(texts[index].tokens)
      return [
        .integer(index), .bytes(Array(texts[index].bytes.prefix(24))),
        .integer(found.count { own.contains($0) }), .text(list(found, of: index)),
        .text(target.isEmpty ? "no target" : list(target, of: index)),
      ]
    }
    let loss = divergence(logits)
    return Table(
      title:
        "Texts: the first \(k) tokens of each"
        + (amount == 0 ? "" : ", \(knobs.text("lambda")) u₁ taken off"),
      columns: [
        .init("no", key: "number", isNumeric: true), .init("text", key: "text"),
        .init("in it", key: "inside", isNumeric: true), .init("first tokens", key: "predicted"),
        .init("target", key: "target"),
      ], rows: rows,
      footnotes: [
        "*: in the text. Mean KL(target || softmax(W h)) \(Knob.written(loss, step: 0.001)) nats\(isRunning ? ", in training" : "").",
        texts.count > rows.count ? "\(rows.count) of \(texts.count) texts; knob text chooses the first." : "",
      ].filter { !$0.isEmpty })
  }

  private func measures(_ shown: Tensor) -> Table {
    let own = texts.map(\.tokens)
    let others = own.indices.map { own[($0 + 1) % own.count] }
    let mean = shown.mean(over: [0], keeping: true).broadcast(to: shown.shape).packed()
    var rows: [(String, Tensor, [[Int]], Bool)] = [
      (versions[0].name + (amount == 0 ? "" : ", less \(knobs.text("lambda")) u₁"), shown, own, true)
    ]
    if amount == 0 { rows.append(("the same without u₁", logits(versions[0], less: 1), own, true)) }
    rows += versions.dropFirst().map { ($0.name, $0.logits, own, true) }
    rows.append(("the mean of all embeddings", mean, own, false))
    rows.append(("each with the text behind it", shown, others, false))
    return Table(
      title: "Measures: are the first tokens those of the text?",
      columns: [
        .init("embeddings", key: "embeddings"), .init("Hit@\(k)", key: "hit", isNumeric: true),
        .init("inside", key: "inside", isNumeric: true), .init("local", key: "local", isNumeric: true),
        .init("global", key: "global", isNumeric: true), .init("KL", key: "kl", isNumeric: true),
      ],
      rows: rows.compactMap { name, logits, texts, hasTarget in
        guard let found = try? TokenAlignment(logits, texts, k: k) else { return nil }
        return [
          .text(name), .number(found.hits, decimals: 3), .number(found.inside, decimals: 3),
          .number(found.local, decimals: 3), .number(found.global, decimals: 3),
          hasTarget ? .number(divergence(logits), decimals: 3) : .none,
        ]
      },
      footnotes: [
        "Hit@\(k): texts with one of the first \(k) tokens in them. Inside: the share of the first \(k) that is. Local: of the first n, n the tokens of the text, against its different tokens. Global: the same, all texts united. KL: nats, from the target.",
        "The last two rows are baselines: what no text has to itself.",
      ] + matchingNotes)
  }

  private var matchingNotes: [String] {
    guard let matching else { return [] }
    func said(_ found: (rank: Double, first: Double)) -> String {
      "\(Knob.written(found.rank, step: 0.1)) (\(Knob.written(found.first * 100, step: 0.1)) % first)"
    }
    return [
      "Halves of a document that look for each other by cosine among \(texts.count): mean rank \(said(matching.before)) before training, \(said(matching.after)) after; by chance \(Knob.written(Double(texts.count - 1) / 2, step: 0.1))."
    ]
  }

  private func contributions(_ shown: Tensor) -> Table {
    let index = chosen
    let own = Set(texts[index].tokens)
    let target = target(index) ?? [:]
    let coefficient = direction.coefficients(versions[0].rows.sliced(0, index..<index + 1)).scalar
    let words = directionWords.values
    let raw = versions[0].logits.at(index).values
    let shares = shown.at(index).reshaped([1, shown.size(1)]).softmax().values
    let tokens = first(shown, index, max(k, 20))
    return Table(
      title: "Logits: of text \(index), from u₁ and from the rest",
      columns: [
        .init("token", key: "token"), .init("in text", key: "inside"),
        .init("p", key: "p", isNumeric: true), .init("target", key: "target", isNumeric: true),
        .init("logit", key: "logit", isNumeric: true), .init("from u₁", key: "direction", isNumeric: true),
        .init("rest", key: "rest", isNumeric: true),
      ],
      rows: tokens.map { token in
        let part = Double(coefficient * words[token])
        return [
          name(token), .text(own.contains(token) ? "yes" : ""), .share(Double(shares[token])),
          target[token].map { .share(Double($0)) } ?? .none, .number(Double(raw[token]), decimals: 3),
          .number(part, decimals: 3), .number(Double(raw[token]) - part, decimals: 3),
        ]
      },
      footnotes: [
        "logit = (h · u₁)(W_v · u₁) + W_v · (h - (h · u₁) u₁), with h · u₁ = \(Knob.written(Double(coefficient), step: 0.001)). p is that of the embeddings as they are shown, λ = \(knobs.text("lambda"))."
      ])
  }

  private var change: Table {
    let difference = versions[1].rows - versions[0].rows
    let coefficients = direction.coefficients(difference)
    let all = difference.map(.square).sum().scalar
    let along = coefficients.map(.square).sum().scalar
    let own = direction.coefficients(versions[0].rows).mean().scalar
    let alike = Similarity.cosine.matrix(versions[0].rows, versions[1].rows).diagonal().mean().scalar
    let rows: [(String, Double)] = [
      ("mean h · u₁ before", Double(own)),
      ("λ: mean change of h · u₁", Double(coefficients.mean().scalar)),
      ("share of the squared change along u₁", Double(all > 0 ? along / all : 0)),
      ("mean cosine of before and after", Double(alike)),
    ]
    return Table(
      title: "Change: from \(versions[0].name) to \(versions[1].name)",
      columns: [.init("what", key: "what"), .init("number", key: "number", isNumeric: true)],
      rows: rows.map { [.text($0.0), .number($0.1, decimals: 4)] },
      footnotes: [
        "u₁ is that of the first; h' = h + λ u₁ is how embedders are said to differ from raw models."
      ])
  }

  // MARK: - Drawings

  private func curve(_ training: TrainedEmbedder) -> Chart {
    let losses = training.model.losses
    let smooth = GlotTraining.smoothed(losses)
    let step = max(1, losses.count / 120)
    let points = stride(from: 0, to: losses.count, by: step).map {
      Chart.Point(Double($0 + 1), Double(smooth[$0]))
    }
    return Chart(
      title: "Training: divergence and hits by step", x: .init("step"),
      y: .init("KL (nats), Hit@\(k) (share)"),
      series: [
        .init(name: "KL of training batches", points: points),
        .init(
          name: "Hit@\(k) of held documents",
          points: training.hits(k).map { Chart.Point(Double($0.step), $0.share) }),
      ],
      footnotes: ["KL: means of the last 16 steps."]
        + (training.secondStage.map { ["The second stage begins after step \($0); its targets are others."] }
          ?? []))
  }

  private func segments(_ shown: Tensor) -> Segments {
    let text = texts[chosen]
    // The beginning of a long text is enough to see what is marked.
    let pieces = zip(text.tokens, text.ranges).prefix(Self.shownTokens)
    let end = pieces.reduce(0) { max($0, $1.1.upperBound) }
    let found = Set(first(shown, chosen, k))
    let heavy = Set(sortedTarget(chosen).prefix(k).map(\.token))
    return Segments(
      title:
        "Words: of text \(chosen); bold: in its first \(k) tokens; underlined: also of the target",
      text: Array(text.bytes.prefix(end)),
      segments: pieces.map { token, range in
        Segments.Segment(
          id: UInt32(truncatingIfNeeded: token), range: range, isSpecial: found.contains(token),
          isMarked: heavy.contains(token) && !found.contains(token))
      })
  }

  private func probabilities(_ shown: Tensor, _ order: [Int]) -> Heatmap {
    let rows = Array(order.prefix(16))
    var tokens: [Int] = []
    for text in rows {
      for token in first(shown, text, 3) where !tokens.contains(token) { tokens.append(token) }
    }
    tokens = Array(tokens.prefix(24))
    let values = rows.flatMap { text -> [Float] in
      let shares = shown.at(text).reshaped([1, shown.size(1)]).softmax().values
      return tokens.map { shares[$0] * 100 }
    }
    return Heatmap(
      title: "Probabilities: texts by tokens", rowTitle: "texts", columnTitle: "tokens",
      rowLabels: rows.map { .bytes(Array(texts[$0].bytes.prefix(16))) }, columnLabels: tokens.map(name),
      values: values, unit: "%", decimals: 1,
      footnotes: ["Of each text the first three tokens, as far as there is room."])
  }

  private var targetBars: Bars {
    Bars(
      title: "Target: of text \(chosen)", unit: "%",
      bars: sortedTarget(chosen).prefix(24).map {
        .init(label: name($0.token), value: Double($0.share) * 100)
      })
  }

  private var spectrum: Chart {
    Chart(
      title: "Spectrum: singular values of the embeddings, not centred", x: .init("number"),
      y: .init("singular value"),
      series: [
        .init(
          name: versions[0].name,
          points: direction.spectrum.enumerated().map { Chart.Point(Double($0 + 1), Double($1)) })
      ],
      footnotes: ["The first belongs to u₁, near the direction of the mean."])
  }

  /// Rows of texts and words of the shown one as bytes of the first text.
  private func links(_ figures: [Figure], _ order: [Int]) -> [Plate.Link] {
    var links: [Plate.Link] = []
    for (row, index) in order.enumerated() {
      if let offset = texts[index].offset {
        links.append(.init(figure: 0, item: row, bytes: offset..<offset + texts[index].bytes.count))
      }
    }
    let place = figures.firstIndex { if case .segments = $0 { true } else { false } }
    if let place, let offset = texts[chosen].offset {
      links += texts[chosen].ranges.prefix(Self.shownTokens).enumerated().map {
        .init(figure: place, item: $0, bytes: $1.lowerBound + offset..<$1.upperBound + offset)
      }
    }
    return links
  }
}
