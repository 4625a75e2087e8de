import Basics
import Figures
import Lenses
import Patches

/// What a reader still answers when tokens are treated, beside as many treated at random and evenly spread, and how that changes with how many
/// tokens a rule keeps.
///
/// Whatever comes out is shown: on the micro model leaving out what comes back need not be harmless.
package struct TrialReport: Sendable, Equatable {
  /// A line of the table.
  package struct Row: Sendable, Equatable {
    package var name: String
    package var score: SceneTrial.Score
  }

  /// A point of a curve: the share of tokens kept, and how many questions were answered right.
  package struct Point: Sendable, Equatable {
    package var kept: Double
    package var score: SceneTrial.Score
  }

  package let trial: MapTrial
  package let scenes: Int
  package let seed: UInt64
  /// What made the tokens and what reads them.
  package let labels: [String]
  package internal(set) var rows: [Row] = []
  /// By rule.
  package internal(set) var curves: [(rule: MapRule, points: [Point])] = []

  package static func == (a: TrialReport, b: TrialReport) -> Bool {
    (a.trial, a.seed, a.rows) == (b.trial, b.seed, b.rows)
      && a.curves.elementsEqual(b.curves) { $0.rule == $1.rule && $0.points == $1.points }
  }

  /// The share of questions answered right, by what was done.
  package var table: Table {
    Table(
      title: "Questions answered right, when of all tokens some are treated: \(trial.title)",
      columns: [
        Table.Column("which tokens", key: "tokens"), Table.Column("a scene", key: "treated", isNumeric: true),
        Table.Column("right", key: "accuracy", isNumeric: true),
        Table.Column("± error", key: "error", isNumeric: true),
        Table.Column("questions", key: "questions", isNumeric: true),
      ],
      rows: rows.map { row in
        [
          .text(row.name), .number(row.score.meanTouched, decimals: 1),
          .share(row.score.accuracy), .share(row.score.error), .integer(row.score.asked),
        ]
      },
      footnotes: [
        "\(scenes) fresh scenes, each with a question, seed \(seed). The error is that of a share of so many independent answers."
      ] + labels)
  }

  /// The share of questions answered right over the share of tokens kept, a line for each rule.
  package var budget: Chart {
    Chart(
      title: "Questions answered right, by how many tokens are kept",
      x: Chart.Axis("tokens kept (%)", range: 0...100), y: Chart.Axis("right (%)", range: 0...100),
      series: curves.map { curve in
        Chart.Series(
          name: curve.rule.title,
          points: curve.points.map { Chart.Point(100 * $0.kept, 100 * $0.score.accuracy) })
      },
      footnotes: [
        "The others are left out before the reader's first layer; survivors keep their positions."
      ] + labels)
  }

  package var figures: [Figure] {
    (rows.isEmpty ? [] : [.table(table)]) + (curves.isEmpty ? [] : [.chart(budget)])
  }
}

extension ReaderTrial {
  /// The shares of tokens that are kept, from most to none.
  static let shares = [1, 0.75, 0.5, 0.25, 0.125, 0.0625, 0]

  /// Tries the groups of the targets and the budget of a rule; hands the report out after each line and point. Throws when what the rule
  /// goes by is not known, and when the ticket is cancelled.
  package func report(
    _ trial: MapTrial, rule: MapRule, targets: MapTargets?, _ knobs: Knobs, _ ticket: Ticket = .open,
    show: (TrialReport) -> Void = { _ in }
  ) throws(Trouble) -> TrialReport {
    func look(_ index: Int) -> MapReport { MapReport(album, knobs, targets, picture: index) }
    var report = TrialReport(
      trial: trial, scenes: scenes.scenes.count, seed: seed,
      labels: [album.label, scenes.reader.about.sentence])
    let ways = ways(trial)
    let rules = [rule] + [MapRule.random, .uniform].filter { $0 != rule }
    let steps = Double(ways.count + rules.count * Self.shares.count)
    var done = 0.0
    for way in ways {
      let score = try score(trial, ticket.part(done / steps..<(done + 1) / steps)) { index throws(Trouble) in
        way.rows(index, look(index))
      }
      report.rows.append(TrialReport.Row(name: way.name, score: score))
      done += 1
      show(report)
    }
    for rule in rules {
      report.curves.append((rule, []))
      for share in Self.shares {
        let part = ticket.part(done / steps..<(done + 1) / steps)
        let score = try score(.keep, part) { index throws(Trouble) in
          let look = look(index)
          return try look.selection(rule, Int((share * Double(look.picture.grid.count)).rounded())).kept
        }
        report.curves[report.curves.count - 1].points.append(TrialReport.Point(kept: share, score: score))
        done += 1
        show(report)
      }
    }
    return report
  }

  /// A choice of tokens in each scene, and what it is called.
  private struct Way {
    var name: String
    var rows: (Int, MapReport) -> [Int]
  }

  /// None, those that come back, and three times as many others.
  private func ways(_ trial: MapTrial) -> [Way] {
    func recurring(_ report: MapReport) -> [Int] {
      report.groups?.states.indices.filter { report.groups?.states[$0] != .alive } ?? []
    }
    func drawn(_ report: MapReport, _ index: Int, of tokens: [Int]) -> [Int] {
      Selection.drawn(recurring(report).count, of: tokens, seed: seed &+ UInt64(index))
    }
    let none = Way(name: trial == .keep ? "all" : "none") { _, report in
      trial == .keep ? Array(0..<report.picture.grid.count) : []
    }
    return [
      none, Way(name: "those that come back (dead, sink, unnamed)") { _, report in recurring(report) },
      Way(name: "as many at random") { index, report in
        drawn(report, index, of: Array(0..<report.picture.grid.count))
      },
      Way(name: "as many evenly spread") { _, report in
        Selection.uniform.chosen(recurring(report).count, by: report.layer.norms)
      },
      Way(name: "as many alive ones, at most all") { index, report in
        drawn(report, index, of: report.groups?.cells(.alive) ?? [])
      },
    ]
  }
}
