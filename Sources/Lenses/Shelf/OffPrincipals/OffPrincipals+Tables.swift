import Basics
import Figures

/// The measures as tables.
extension OffPrincipalsStudy {
  /// What there is so far.
  var plate: Plate {
    var figures: [Figure] = [.table(updateTable)]
    if let drawn {
      figures += pictures(of: drawn)
      figures.append(.table(gateTable(drawn)))
    }
    figures.append(.table(sizeTable))
    if names.count > 1 { figures.append(.table(togetherTable)) }
    if let micro { figures.append(.table(runTable(micro))) }
    return Plate(figures: figures, label: label)
  }

  private var chance: String { "\(Knob.written(settings.alpha * 100, step: 0.1)) %" }

  // MARK: - One row a matrix

  private var updateTable: Table {
    let rows = measured.flatMap { one in
      zip(names, one.updates).map { name, update in row(one.name, name, update) }
    }
    return Table(
      title: "Updates: of \(baseName), by matrix; either overlap is \(chance) by chance",
      columns: Self.columns,
      rows: rows, footnotes: updateNotes)
  }

  private static let columns =
    [Table.Column("matrix", key: "matrix"), Table.Column("update", key: "update")]
    + [
      ("unchanged", "sparsity"), ("principal", "overlap_principal"), ("low", "overlap_low"), ("NSS", "nss"),
      ("angle U", "angle_left"), ("angle V", "angle_right"),
    ].map { Table.Column($0.0, key: $0.1, isNumeric: true) }

  private func row(_ name: String, _ update: String, _ measures: UpdateMeasures) -> [Value] {
    [
      .text(name), .text(update), .share(measures.sparsity),
      share(measures.principal.overlap(of: measures.visible)),
      share(measures.low.overlap(of: measures.visible)),
      .text(Self.scientific(measures.shift)), .number(measures.largestLeft, decimals: 2),
      .number(measures.largestRight, decimals: 2),
    ]
  }

  /// How large the updates are, and how many directions they have.
  private var sizeTable: Table {
    Table(
      title: "Sizes: of the updates",
      columns: [Table.Column("matrix", key: "matrix"), Table.Column("update", key: "update")]
        + [
          ("|D|/|W0|", "relative_norm"), ("stable rank", "stable_rank"), ("in spans", "principal_share"),
        ].map { Table.Column($0.0, key: $0.1, isNumeric: true) }
        + [
          Table.Column("size", key: "size"), Table.Column("k", key: "k", isNumeric: true),
          Table.Column("r", key: "r", isNumeric: true),
        ],
      rows: measured.flatMap { one in
        zip(names, one.updates).map { name, update in
          [
            .text(one.name), .text(name), .text(Self.scientific(update.relativeNorm)),
            number(update.stableRank, 2), share(update.principalShare),
            .text("\(update.rows)×\(update.columns)"), .integer(update.k), .integer(update.r),
          ]
        }
      },
      footnotes: [
        "stable rank: |D|² / s1(D)²; in spans: |U0ᵀ D V0|² / |D|² of the first k vectors, the share of the update that stays in them"
      ])
  }

  private var updateNotes: [String] {
    var notes = [
      "unchanged: entries without \(settings.visibility.words); principal, low: the share of the changed entries among the α·n largest of the rank-r reconstruction of W0, and among the α·n smallest of W0",
      "NSS: |s1 - s0| / |s0|; angles: the largest between the spans of the first k left (U) and right (V) vectors, degrees",
    ]
    if measured.contains(where: { $0.updates.contains { !$0.spectrum.isExact } }) {
      notes.append(
        "Of matrices with more than \(UpdateSpectrum.exactLimit) rows and columns only the largest singular values were found, by random projection; NSS is theirs."
      )
    }
    return notes
  }

  // MARK: - Gates

  private func gateTable(_ drawn: Drawn) -> Table {
    func row(_ title: String, _ value: (UpdateMeasures) -> Value) -> [Value] {
      [.text(title)] + drawn.updates.map(value)
    }
    var rows: [[Value]] = []
    if let micro {
      rows.append(
        [.text("I: KL(update || base) over all prompts, nats")]
          + micro.arms.map { .number($0.answers.divergence, decimals: 4) })
    }
    rows += [
      row("II, Weyl: largest move of a singular value") { .text(Self.scientific($0.spectrum.largestMove)) },
      row("II, Weyl: at most the spectral norm of D") { .text(Self.scientific($0.spectrum.updateNorm)) },
      row("II, Wedin: sine of the largest angle") { .text(Self.scientific(Self.sine($0))) },
      row("II, Wedin: at most |D| / (gap - |D|)") { update in
        update.spectrum.wedinBound(update.k).map { .text(Self.scientific($0)) } ?? .text("gap is smaller")
      },
      row("II: gap between singular values k and k + 1") { .text(Self.scientific($0.spectrum.gap($0.k))) },
    ]
    rows.append(
      [.text("III: entries that other bits in bfloat16 would show")]
        + drawn.pairs.map { .share(EntryMask(changed: $0.before, $0.after, .bfloat16).density) })
    return Table(
      title: "Gates: of \(drawn.name)",
      columns: [Table.Column("gate", key: "gate")]
        + names.enumerated().map { Table.Column($1, key: "update_\($0 + 1)", isNumeric: true) },
      rows: rows, footnotes: gateNotes)
  }

  private var gateNotes: [String] {
    (micro == nil ? ["Gate I needs the model's answers, which files of weights do not tell."] : [])
      + ["The bound of gate I, |D| ≤ √(2 KL / μ), is left out: the smallest curvature μ was not estimated."]
  }

  private static func sine(_ update: UpdateMeasures) -> Double {
    sineOfDegrees(max(update.largestLeft, update.largestRight))
  }

  // MARK: - Two updates of one base

  private var togetherTable: Table {
    Table(
      title: "Together: entries that both updates change",
      columns: [Table.Column("matrix", key: "matrix")]
        + [
          ("changed by \(names[0])", "density_1"), ("changed by \(names[1])", "density_2"),
          ("Jaccard", "jaccard"), ("by chance", "jaccard_chance"),
        ].map { Table.Column($0.0, key: $0.1, isNumeric: true) },
      rows: measured.map { one in
        let (a, b) = (one.updates[0].visible, one.updates[1].visible)
        return [
          .text(one.name), .share(a.density), .share(b.density), number(a.jaccard(with: b), 3),
          number(a.independentJaccard(with: b), 3),
        ]
      },
      footnotes: [
        "Jaccard: |M1 AND M2| / |M1 OR M2|; by chance: d1 d2 / (d1 + d2 - d1 d2) of their densities d1, d2"
      ])
  }

  // MARK: - The micro networks

  private func runTable(_ micro: MicroTriple) -> Table {
    Table(
      title: "Runs: what the micro networks learned",
      columns: [Table.Column("network", key: "network")]
        + [
          ("steps", "steps"), ("right", "right"), ("second spelling", "second_spelling"),
          ("KL to base", "kl"),
        ].map { Table.Column($0.0, key: $0.1, isNumeric: true) },
      rows: ([micro.base] + micro.arms).map { arm in
        [
          .text(arm.name), .integer(arm.steps), .share(arm.answers.right), .share(arm.answers.secondSpelling),
          .number(arm.answers.divergence, decimals: 4),
        ]
      },
      footnotes: [
        "right: probability of (a + b) mod 13 in either spelling, mean of all 169 prompts; KL(network || base) in nats",
        "base: lessons in the first spelling, 45 % of them random; SFT: right answers in the second; RL: reward 1 for either",
      ])
  }

  // MARK: - What was measured on what

  private var label: [String] {
    var lines: [String] = []
    if let micro {
      lines = [
        "A micro MLP of 14,330 parameters that adds modulo 13, trained here: \(micro.base.steps) steps, then \(micro.arms[0].steps) in either way; stored in bfloat16 before measuring. The contrasts are this run's, not the paper's.",
        "Part of RL's unchanged entries of the output layer is simply that the second spelling is hardly ever sampled.",
      ]
    } else {
      lines = ["\(names.joined(separator: " and ")) against \(baseName), \(matched.matches.count) matrices."]
      if types.contains(where: { $0 != "bf16" }) {
        lines.append(
          "Types of the files: \(types.joined(separator: "; ")). What is unchanged by the η rule in Float32 files is not what bfloat16 would leave unchanged: turn the rule."
        )
      }
    }
    lines.append("No verdict is given: a measure stands beside its value by chance.")
    return lines + matched.notes + troubles
  }

  // MARK: - Values

  private func share(_ value: Double?) -> Value { value.map { .share($0) } ?? .text("–") }
  private func number(_ value: Double?, _ decimals: Int) -> Value {
    value.map { .number($0, decimals: decimals) } ?? .text("–")
  }
}
