import Basics
import Figures
import Tensors
import Tokens

/// What became of tokens, as tables.
extension TransplantStudy {
  /// What there is so far.
  var plate: Plate {
    var figures: [Figure] = []
    if !rebuilt.isEmpty { figures.append(.table(tokenTable)) }
    if let held { figures += [.chart(curve(held)), .table(methodTable(held))] }
    figures.append(.table(classTable))
    if let held { figures.append(.table(heldTable(held))) }
    if let steps = stepTable { figures.append(.table(steps)) }
    let links = cuts.alignment.links(figure: figures.count, at: cuts.start)
    figures += [.alignment(cuts.alignment), .table(cuts.numberTable)]
    if let rows = rowHeatmap { figures.append(.heatmap(rows)) }
    return Plate(figures: figures, label: label, links: links)
  }

  private var baseName: String { sides.base.tokenizer.card.name }
  private var donorName: String { sides.donor.tokenizer.card.name }

  // MARK: - Tokens

  /// The most rows of the table of tokens.
  private static var rowLimit: Int { 2000 }

  /// Those rebuilt worst first, then those copied from a byte or a beginning.
  private var tokenTable: Table {
    let order = rebuilt.indices.sorted { a, b in
      let (x, y) = (rebuilt[a].path.residual(settings.k), rebuilt[b].path.residual(settings.k))
      return x == y ? a < b : x > y
    }
    let copied = plan.classes.indices.filter { id in
      switch plan.classes[id] {
      case .byte, .prefix: true
      default: false
      }
    }
    return Table(
      title:
        "Tokens: \(rebuilt.count) of \(plan.count("rebuilt")) that the base lacks, rebuilt from k = \(usedK), worst first",
      columns: [
        .init("token", key: "token"), .init("|r|/|y|", key: "residual", isNumeric: true),
        .init("made of", key: "anchors"), .init("nearest in the base", key: "nearest"),
        .init("class", key: "class"), .init("id", key: "id", isNumeric: true),
      ],
      rows: Array((order.map { row(rebuilt[$0]) } + copied.map(copiedRow)).prefix(Self.rowLimit)),
      footnotes: tokenNotes)
  }

  private var tokenNotes: [String] {
    var notes = [
      "|r|/|y|: what k shared tokens leave of the donor's row; made of: factors, largest first; nearest: cosines of the new row"
    ]
    if settings.k >= sides.donor.rows.width {
      notes.append(
        "k is at or above the donor's \(sides.donor.rows.width) dimensions: every row fits exactly, so the residual says nothing."
      )
    }
    return notes
  }

  private func row(_ one: Rebuilt) -> [Value] {
    let isEmpty = one.path.length == 0
    return [
      ground.donor.shown(one.id),
      isEmpty ? .text("row of 0") : .number(one.path.residual(settings.k), decimals: 3),
      .text(made(one.path, settings.k, Array(ground.anchors.indices))),
      .text(
        one.nearest.map { "\(shown($0.index)) \(Knob.written(Double($0.value), step: 0.01))" }.joined(
          separator: " ")),
      .text(TokenClass.approximated.word), .integer(one.id),
    ]
  }

  private func copiedRow(_ id: Int) -> [Value] {
    [
      ground.donor.shown(id), .none,
      .text(plan.classes[id].copied.map { "= \(shown($0))" } ?? ""), .none,
      .text(plan.classes[id].word), .integer(id),
    ]
  }

  /// The largest factors of a path with their tokens: `+0.52 “ the” -0.11 “a”`.
  private func made(_ path: PursuitPath, _ k: Int, _ places: [Int]) -> String {
    let factors = path.factors(k)
    let order = factors.indices.sorted { abs(factors[$0]) > abs(factors[$1]) }
    return order.prefix(4).map { index in
      let token = ground.anchors[places[path.indices[index]]]
      return signed(factors[index]) + " " + shown(token.base)
    }.joined(separator: " ")
  }

  private func signed(_ value: Float) -> String {
    (value < 0 ? "-" : "+") + Knob.written(Double(abs(value)), step: 0.01)
  }

  /// A token of the base in a sentence.
  private func shown(_ id: Int) -> String {
    guard case .bytes(let bytes) = ground.base.shown(id) else { return "–" }
    return StochasTokStudy.shown(bytes[...])
  }

  // MARK: - Classes

  private var classTable: Table {
    let rows: [(String, Int, String)] = [
      ("exact", plan.count("exact"), "the same key in both: the base's row is copied"),
      ("byte", plan.count("byte"), "a byte and its spelling <0xHH>"),
      ("prefix", plan.count("prefix"), "the longest beginning that the base has"),
      ("rebuilt", plan.count("rebuilt"), "the base lacks them: made of shared tokens"),
      ("junk", plan.count("junk"), "holes, ids beyond the matrix, filtered out: a row of noughts"),
    ]
    return Table(
      title: "Classes: the \(plan.classes.count) ids of \(donorName)",
      columns: [
        .init("class", key: "class"), .init("tokens", key: "tokens", isNumeric: true),
        .init("what becomes of them", key: "what"),
      ],
      rows: rows.map { [.text($0.0), .integer($0.1), .text($0.2)] },
      footnotes: [
        "\(ground.sharedCount) tokens are shared; \(ground.anchors.count) have rows on both sides that are not noughts, and others are rebuilt from these."
      ])
  }

  // MARK: - Held out

  private func methodTable(_ held: HeldOut) -> Table {
    let share = Double(held.tokens.count) / Double(ground.anchors.count)
    return Table(
      title:
        "Held out: \(held.tokens.count) shared tokens (\(Knob.written(share * 100, step: 0.1)) %) hidden and rebuilt",
      columns: [
        .init("method", key: "method"), .init("cosine", key: "cosine", isNumeric: true),
        .init("median rank", key: "median_rank", isNumeric: true), .init("a new row is", key: "what"),
      ],
      rows: held.results.map { result in
        let name = result.method == .pursuit ? "OMP k=\(usedK)" : result.method.rawValue
        return [
          .text(name), result.score?.meanCosine.map { .number($0, decimals: 3) } ?? .text("–"),
          result.score?.medianRank.map { .number($0, decimals: 1) } ?? .text("–"),
          .text(result.method.summary),
        ]
      }, footnotes: methodNotes(held))
  }

  private func methodNotes(_ held: HeldOut) -> [String] {
    var notes = [
      "cosine: of the new row to the true one, mean; rank: of the true token among all \(sides.base.rows.count) rows of the base, 1 is best",
      "subword: longest entries from left to right, hidden tokens left out",
    ]
    if let best = held.best {
      notes.insert(
        best.method == .pursuit
          ? "OMP comes nearest here." : "OMP is not the best here: \(best.method.rawValue) comes nearest.",
        at: 0)
    }
    if held.results.contains(where: { $0.score == nil }) {
      notes.append("Dense maps are left out above \(TransplantBaselines.widthLimit) dimensions.")
    }
    return notes
  }

  private func heldTable(_ held: HeldOut) -> Table {
    let (own, other) = (held.score(.pursuit), held.score(settings.baseline))
    let order = held.tokens.indices.sorted { a, b in
      let (x, y) = (own?.cosines[a] ?? -2, own?.cosines[b] ?? -2)
      return x == y ? a < b : x < y
    }
    func cosine(_ score: RebuiltScore?, _ index: Int) -> Value {
      score?.cosines[index].map { .number($0, decimals: 3) } ?? .text("–")
    }
    return Table(
      title: "Hidden: the tokens that were hidden, worst first",
      columns: [
        .init("token", key: "token"), .init("OMP", key: "cosine", isNumeric: true),
        .init(settings.baseline.rawValue, key: "baseline_cosine", isNumeric: true),
        .init("rank", key: "rank", isNumeric: true), .init("|r|/|y|", key: "residual", isNumeric: true),
        .init("made of", key: "anchors"),
      ],
      rows: order.map { index in
        [
          ground.base.shown(held.tokens[index].base), cosine(own, index), cosine(other, index),
          own?.ranks[index].map { .integer($0) } ?? .text("–"),
          .number(held.paths[index].residual(settings.k), decimals: 3),
          .text(made(held.paths[index], settings.k, held.shown)),
        ]
      }, footnotes: ["cosines to the true row, by OMP and by the baseline that the knob names"])
  }

  // MARK: - Steps

  private var stepTable: Table? {
    let asked = try? askedToken()
    let worst = rebuilt.max { $0.path.residual(settings.k) < $1.path.residual(settings.k) }
    let one = asked.map { id in rebuilt.first { $0.id == id } } ?? worst
    let name = { (id: Int) in
      StochasTokStudy.shown((self.sides.donor.tokenizer.vocabulary.bytes(of: TokenID(id)) ?? [])[...])
    }
    guard let one else {
      return asked.map { id in
        Table(
          title: "Steps: \(name(id)) is \(plan.classes[id].word)",
          columns: [.init("row", key: "row")],
          rows: [[.text(plan.classes[id].copied.map { "the base's row of \(shown($0))" } ?? "noughts")]])
      }
    }
    let factors = one.path.factors(settings.k)
    return Table(
      title: "Steps: how \(name(one.id)) is rebuilt",
      columns: [
        .init("pick", key: "pick", isNumeric: true), .init("token", key: "token"),
        .init("score", key: "score", isNumeric: true), .init("factor", key: "factor", isNumeric: true),
        .init("|r|/|y|", key: "residual", isNumeric: true),
      ],
      rows: factors.indices.map { index in
        [
          .integer(index + 1), ground.base.shown(ground.anchors[one.path.indices[index]].base),
          .number(Double(one.path.scores[index]), decimals: 3), .text(signed(factors[index])),
          .number(one.path.residual(index + 1), decimals: 3),
        ]
      },
      footnotes: [
        settings.choice == .dot
          ? "score: |⟨rest, row⟩|, raw as in the tool, so long rows are favoured; factor: after all \(factors.count) picks"
          : "score: |⟨rest, row⟩| by the row's length; factor: after all \(factors.count) picks"
      ])
  }
}
