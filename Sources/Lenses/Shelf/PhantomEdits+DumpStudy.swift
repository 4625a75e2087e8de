import Basics
import Figures
import Tokens

/// What trials of a real model tell: outcomes, types and numbers of tokens, as they were counted.
struct PhantomDumpStudy: Sendable {
  private struct Trial {
    var replacement: Replacement
    var before: [UInt8]
    var after: [UInt8]
    var outcome: EditOutcome
    var change: SpellingChange?
  }

  private let trials: [Trial]
  private let entries: SurfaceEntries
  private let tokenizer: any Tokenizer
  private let name: String
  private let surface: Surface
  private let passed: Int

  init(_ subject: Subject, _ ticket: Ticket) async throws(Trouble) {
    guard let tokenizer = subject.tokenizers.first else {
      throw Trouble(
        .usage, at: .option("-t"), "the ids of trials need the model's own tokenizer", remedy: "Name it")
    }
    let entries = try await KnownEntries.of(tokenizer, subject.memory, ticket).entries
    let surface = Surface(rawValue: subject.knobs.text("surface")) ?? .trimmed
    (self.tokenizer, self.entries, self.surface, name) = (tokenizer, entries, surface, subject.texts[0].name)
    let all = try ReplacementDump.read(subject.texts[0].bytes, named: name, ticket)
    trials = all.compactMap { replacement in
      guard let before = entries.surface(of: replacement.idsIn),
        let after = entries.surface(of: replacement.idsOut)
      else { return nil }
      let outcome = EditOutcome((replacement.idsIn, before), (replacement.idsOut, after), surface)
      func pieces(_ ids: [TokenID]) -> [[UInt8]] { ids.map { Array(entries.bytes(of: $0)) } }
      let change =
        outcome == .different
        ? SpellingChange(
          from: pieces(replacement.idsIn), to: pieces(replacement.idsOut),
          startsSentence: replacement.startsSentence) : nil
      return Trial(replacement: replacement, before: before, after: after, outcome: outcome, change: change)
    }
    passed = all.count - trials.count
  }

  var figures: [Figure] { [.table(trialTable), .table(outcomes), .bars(types), .heatmap(lengths)] }

  var links: [Plate.Link] {
    trials.enumerated().map { .init(figure: 0, item: $0.offset, bytes: $0.element.replacement.range) }
  }

  var label: [String] {
    [
      "\(trials.count) trials of \(name), decoded with \(tokenizer.card.name); same word: \(surface.rawValue)."
    ]
      + (passed > 0 ? ["\(passed) trials have ids that are no ordinary entries of it and are left out."] : [])
  }

  private var trialTable: Table {
    let rows = trials.map { trial -> [Value] in
      [
        .text(trial.outcome.rawValue), .bytes(trial.before), .bytes(trial.after),
        .integer(trial.replacement.idsIn.count), .integer(trial.replacement.idsOut.count),
        .text(trial.change?.title ?? ""),
        .text(
          trial.replacement.idsOut.map { PhantomStudy.piece(Array(entries.bytes(of: $0))) }.joined(
            separator: " ")),
      ]
    }
    return Table(
      title: "Trials",
      columns: [
        .init("outcome", key: "outcome"), .init("in", key: "in"), .init("out", key: "out"),
        .init("tokens in", key: "tokens_in", isNumeric: true),
        .init("out", key: "tokens_out", isNumeric: true),
        .init("difference", key: "difference"), .init("pieces out", key: "pieces_out"),
      ], rows: rows)
  }

  private var outcomes: Table {
    let rows = EditOutcome.allCases.map { outcome -> [Value] in
      let count = trials.count { $0.outcome == outcome }
      return [
        .text(outcome.rawValue), .integer(count),
        trials.isEmpty ? .none : .share(Double(count) / Double(trials.count)),
      ]
    }
    return Table(
      title: "Outcomes",
      columns: [
        .init("outcome", key: "outcome"), .init("trials", key: "trials", isNumeric: true),
        .init("share", key: "share", isNumeric: true),
      ], rows: rows)
  }

  private var types: Bars {
    let bars = SpellingChange.allCases.map { change in
      Bars.Bar(
        label: .text("\(change.rawValue) \(change.title)"),
        value: Double(trials.count { $0.change == change }))
    }
    return Bars(title: "Types of phantom edits", unit: "trials", bars: bars)
  }

  private var lengths: Heatmap {
    let (rows, columns) = (4, 6)
    var values = [Double](repeating: 0, count: rows * columns)
    for trial in trials where trial.outcome == .different {
      let row = max(1, min(trial.replacement.idsIn.count, rows)) - 1
      values[row * columns + max(1, min(trial.replacement.idsOut.count, columns)) - 1] += 1
    }
    return PhantomStudy.matrix(values, rows, columns, isCount: true)
  }
}
