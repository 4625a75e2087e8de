import ArgumentParser
import Basics
import Figures
import Lab
import Patches
import Prints
import Workbench

struct LabMeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure what the reader answers when visual tokens are taken away or left out of layers.",
    discussion: """
      Fresh scenes are drawn, and the words found that come back in every one of them as the nearest to some token. Tokens that lean to such a word are recurring, the \
      others alive. Then the reader answers a question about each scene: with all tokens, without some, with some made their mean, with \
      sublayers that leave some as they are, with tokens that enter late or leave early; beside it as many at random and evenly spaced. \
      Whatever comes out is shown.

      EXAMPLES
        tessera lab measure
        tessera lab measure --depth 1
        tessera lab measure --scenes 1000 --seed 5 --format csv >measured.csv
      """)

  @Option(help: ArgumentHelp("How many scenes, 4 to 100000.", valueName: "number"))
  var scenes = 200

  @Option(help: ArgumentHelp("What they follow from.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "A token is recurring when one of so many words nearest to it is; 1 leaves more alive.",
      valueName: "words"))
  var depth = TokenGroups.depth

  @OptionGroup var models: LabModelsOption
  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if !(4...100_000).contains(scenes) { throw ValidationError("--scenes is from 4 to 100000.") }
    if !(1...LabVocabulary.words.count).contains(depth) {
      throw ValidationError("--depth is from 1 to \(LabVocabulary.words.count).")
    }
  }

  func run() async throws {
    Interruption.listen()
    let ticket = Interruption.ticket
    async let following: Void = Progress.follow(ticket, "measuring")
    let made: Result<[Figure], Trouble>
    do throws(Trouble) { made = .success(try await figures(ticket)) } catch { made = .failure(error) }
    ticket.finish()
    await following
    do throws(Trouble) {
      try printOut(format.printer(look.printOptions()).document(made.get()))
    } catch {
      if error.kind == .cancelled { throw ExitCode(Interruption.exitCode) }
      throw error
    }
  }

  private func figures(_ ticket: Ticket) async throws(Trouble) -> [Figure] {
    let (model, reader) = try models.open().vlm()
    let projector = model.projector
    let measure = try ReaderMeasure(
      projector, reader, scenes: scenes, seed: seed, depth: depth, ticket.part(0..<0.1))
    let treatments = ReaderTreatment.catalogue
    var outcomes: [ReaderMeasure.Outcome] = []
    for (index, treatment) in treatments.enumerated() {
      let start = 0.1 + 0.9 * Double(index) / Double(treatments.count)
      let part = ticket.part(start..<start + 0.9 / Double(treatments.count))
      outcomes.append(try await measure.outcome(of: treatment, part))
    }
    let labels = [reader.about.sentence, projector.about.sentence]
    return [.table(LabTables.measured(measure, outcomes, labels)), .table(LabTables.recurring(measure))]
  }
}

/// What was measured, as tables.
nonisolated enum LabTables {
  /// By treatment, answers right, in all and by topic.
  static func measured(_ measure: ReaderMeasure, _ outcomes: [ReaderMeasure.Outcome], _ labels: [String])
    -> Table
  {
    let topics = SceneQuestion.Topic.allCases
    let rows = outcomes.map { outcome -> [Value] in
      [
        .text(outcome.treatment.words), .number(outcome.treatedTokens, decimals: 1), .share(outcome.accuracy),
        .number(100 * outcome.error, decimals: 1),
      ] + topics.map { outcome.accuracy(of: $0).isNaN ? .none : .share(outcome.accuracy(of: $0)) }
    }
    let head = [
      Table.Column("visual tokens", key: "treatment"),
      Table.Column("treated", key: "treated", isNumeric: true),
      Table.Column("right", key: "right", isNumeric: true),
      Table.Column("± %", key: "error", isNumeric: true),
    ]
    return Table(
      title: "Answers of the reader to \(measure.cases.count) questions, seed \(measure.seed)",
      columns: head + topics.map { Table.Column($0.word, key: $0.word, isNumeric: true) }, rows: rows,
      footnotes: notes(measure) + labels.map { $0 + "." })
  }

  private static func notes(_ measure: ReaderMeasure) -> [String] {
    let share = Decimals.text(100 * measure.recurringShare, 1)
    return [
      "Recurring: tokens with a word among their \(measure.depth) nearest that comes back in nine of ten scenes; \(share) % of the tokens. Alive: the others.",
      "Treated: tokens a scene, of 64. ±: standard error. As many: as there are of the smaller group in that scene.",
      "Skip n: the attention of layer n, n.5 its network, adds nothing to these tokens. A skipped attention of layer 0 also hides all tokens from what is behind them, as in the EmbedLens release.",
      "The reader was trained with all tokens from layer 0 on; entering late is new to it. Scenes are drawn here: nothing is claimed of large models.",
    ]
  }

  /// Words that are nearest to tokens, with how often.
  static func recurring(_ measure: ReaderMeasure) -> Table {
    let sets = Set(measure.discovery.sets.flatMap(\.finding.ids))
    let rows = measure.discovery.findings.prefix(12).map { finding -> [Value] in
      [
        .text(finding.ids.map { LabVocabulary.words[$0] }.joined(separator: " ")), .share(finding.coverage),
        .share(finding.share),
        finding.likeness.map { .number($0, decimals: 4) } ?? .none,
        .text(sets.isDisjoint(with: finding.ids) ? "" : "recurring"),
      ]
    }
    return Table(
      title: "Words nearest to tokens",
      columns: [
        Table.Column("word", key: "word"), Table.Column("scenes", key: "coverage", isNumeric: true),
        Table.Column("tokens", key: "share", isNumeric: true),
        Table.Column("likeness", key: "likeness", isNumeric: true),
        Table.Column("", key: "group"),
      ], rows: rows,
      footnotes: [
        "Scenes: in how many it is the nearest word of a token. Tokens: of how many it is. Likeness: mean cosine of such tokens of different scenes."
      ])
  }
}
