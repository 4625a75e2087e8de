import Basics
import Figures
import Tokens

/// Why a piece is cut as it is, one step at a time, for the why pane and for `tessera explain`.
package struct WhyReport: Sendable {
  private let piece: ExplainedPiece
  private let tokenizer: any Tokenizer

  package init(_ piece: ExplainedPiece, _ tokenizer: any Tokenizer) {
    self.piece = piece
    self.tokenizer = tokenizer
  }

  /// How many steps there are to go through; step 0 is the beginning.
  package var stepCount: Int {
    switch piece.reasons {
    case .merges(let steps): steps.steps.count
    case .search(let search): search.attempts.count
    case .lattice(let lattice): max(0, lattice.bestPaths(Self.pathCount).count - 1)
    }
  }

  /// What a step is, for titles: `merge 3 of 5`.
  package func stepName(_ step: Int) -> String {
    switch piece.reasons {
    case .merges: step == 0 ? "before the first of \(stepCount) merges" : "merge \(step) of \(stepCount)"
    case .search: step == 0 ? "before the first of \(stepCount) look-ups" : "look-up \(step) of \(stepCount)"
    case .lattice: step == 0 ? "the best way to cut it" : "way \(step + 1) of \(stepCount + 1)"
    }
  }

  /// The figures after `step` steps.
  package func figures(step: Int) -> [Figure] {
    let step = max(0, min(step, stepCount))
    var figures: [Figure] =
      switch piece.reasons {
      case .merges(let steps): merges(steps, step)
      case .search(let search): self.search(search, step)
      case .lattice(let lattice): self.lattice(lattice, step)
      }
    var remarks = piece.reasons.remark.isEmpty ? [] : [piece.reasons.remark]
    if !piece.isWhole {
      remarks.append("A part of a long piece: it gives the same tokens by itself.")
    }
    if !remarks.isEmpty { figures.append(.note(Note(lines: remarks))) }
    return figures
  }

  /// Every step in one table, for print.
  package var summary: [Figure] {
    switch piece.reasons {
    case .merges(let steps):
      let all = figures(step: stepCount)
      return [all[0], .table(log(steps))] + all.dropFirst(2)
    case .search: return figures(step: stepCount)
    case .lattice: return figures(step: 0)
    }
  }

  var pieceBytes: [UInt8] { piece.bytes }

  func text(_ id: TokenID) -> [UInt8] { tokenizer.vocabulary.bytes(of: id) ?? [] }
}

/// Byte pair encoding.
extension WhyReport {
  private func merges(_ steps: MergeSteps, _ step: Int) -> [Figure] {
    let symbols = steps.symbols(after: step) { tokenizer.vocabulary.bytes(of: $0) }
    var text: [UInt8] = []
    var segments: [Segments.Segment] = []
    for (index, symbol) in symbols.enumerated() {
      let start = text.count
      text += symbol.spelling
      segments.append(Segments.Segment(id: symbol.id ?? UInt32(index), range: start..<text.count))
    }
    let cut = Segments(title: "The piece, \(stepName(step))", text: text, segments: segments)
    return [.segments(cut), .table(candidates(steps, step, symbols))]
  }

  /// What may merge next, the winner first in its mark.
  private func candidates(_ steps: MergeSteps, _ step: Int, _ symbols: [MergeSteps.Symbol]) -> Table {
    var rows: [[Value]] = []
    if step < steps.steps.count {
      let next = steps.steps[step]
      let all = ([next.chosen] + next.lost).sorted { Self.isBetter($0.weight, $1.weight, $0.place, $1.place) }
      rows = all.map { candidate in
        [
          .text(candidate == next.chosen ? "▶ merges next" : "waits"),
          .bytes(symbols[candidate.place].spelling), .bytes(symbols[candidate.place + 1].spelling),
          Self.value(candidate.weight), .integer(Int(candidate.made)),
          .integer(symbols[candidate.place].range.lowerBound),
        ]
      }
    }
    return Table(
      title: rows.isEmpty ? "No two neighbours merge any more" : "Neighbours that can merge, the best first",
      columns: [
        Table.Column("", key: "outcome"), Table.Column("left", key: "left"),
        Table.Column("right", key: "right"),
        Table.Column("rank or score", key: "weight", isNumeric: true),
        Table.Column("makes", key: "made", isNumeric: true),
        Table.Column("at byte", key: "at", isNumeric: true),
      ], rows: rows,
      footnotes: rows.isEmpty
        ? [] : ["The lowest rank (or highest score) merges first, of equals the leftmost."])
  }

  private static func isBetter(_ a: EntryWeight, _ b: EntryWeight, _ i: Int, _ j: Int) -> Bool {
    switch (a, b) {
    case (.rank(let x), .rank(let y)): (x, i) < (y, j)
    case (.score(let x), .score(let y)): (-x, i) < (-y, j)
    default: i < j
    }
  }

  static func value(_ weight: EntryWeight) -> Value {
    switch weight {
    case .rank(let rank): .integer(rank)
    case .score(let score): .number(score, decimals: 4)
    }
  }

  /// One row a merge, with the best that lost.
  private func log(_ steps: MergeSteps) -> Table {
    let rows: [[Value]] = steps.steps.enumerated().map { index, step in
      let symbols = steps.symbols(after: index) { tokenizer.vocabulary.bytes(of: $0) }
      let lost = step.lost.sorted { Self.isBetter($0.weight, $1.weight, $0.place, $1.place) }.prefix(3)
      let losers = lost.map { candidate in
        let weight: String =
          switch candidate.weight {
          case .rank(let rank): "\(rank)"
          case .score(let score): String(Int(score.rounded()))
          }
        return "\(Legible.string(of: String(decoding: text(candidate.made), as: UTF8.self))) (\(weight))"
      }
      return [
        .integer(index + 1), .bytes(symbols[step.chosen.place].spelling),
        .bytes(symbols[step.chosen.place + 1].spelling), Self.value(step.chosen.weight),
        .integer(Int(step.chosen.made)), .text(losers.joined(separator: " ")),
      ]
    }
    return Table(
      title: "Merges in order",
      columns: [
        Table.Column("step", key: "step", isNumeric: true), Table.Column("left", key: "left"),
        Table.Column("right", key: "right"), Table.Column("rank or score", key: "weight", isNumeric: true),
        Table.Column("makes", key: "made", isNumeric: true),
        Table.Column("lost (rank or score)", key: "lost"),
      ], rows: rows)
  }
}
