import ArgumentParser
import Basics
import Figures
import Formats
import Lab
import Prints
import Workbench

struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab",
    abstract:
      "Micro models that are made here: train them, ask them, measure what their visual tokens are good for.",
    discussion: """
      The lab draws scenes of coloured shapes from a seed and trains four models on them in a few minutes: a Vision \
      Transformer that names colours and shapes, a projector that makes visual tokens in a table of 54 words, a reader that \
      answers questions from those tokens, and two towers that find an object by its name. They are small enough to be looked into whole, and claim nothing about large models. \
      Without a subcommand the models that are there are listed with what they are.

      EXAMPLES
        tessera lab
        tessera lab ask --seed 3
        tessera lab measure --scenes 200 --seed 1
        tessera lab scenes -o scenes --count 12 --seed 7
        tessera lab train all --out models
      """,
    subcommands: [
      LabListCommand.self, LabTrainCommand.self, LabScenesCommand.self, LabAskCommand.self,
      LabMeasureCommand.self,
    ],
    defaultSubcommand: LabListCommand.self)
}

struct LabListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the models with what they are.")

  @OptionGroup var models: LabModelsOption
  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func run() throws {
    let models = try models.open()
    let files = try LessonCatalog.names.map { name throws(Trouble) in
      let file = try models.file(name)
      return (name: name, file: file, label: ModelLabel(file.metadata, model: name))
    }
    let rows = files.map { name, file, label -> [Value] in
      [
        .text(name), .integer(file.tensors.reduce(0) { $0 + $1.shape.count }), .integer(label.steps),
        .text("\(label.seed)"), .text(file.metadata["loss"] ?? "not told"),
      ]
    }
    let table = Table(
      title: "Micro models", columns: Self.columns, rows: rows,
      footnotes: files.map { "\($0.name): \($0.label.sentence)." } + [
        "Numbers: all in the file, word vectors, which are not trained, included. From \(models.folder)."
      ])
    try printOut(format.printer(look.printOptions()).document([.table(table)]))
  }

  private static let columns = [
    Table.Column("model", key: "model"), Table.Column("numbers", key: "numbers", isNumeric: true),
    Table.Column("steps", key: "steps", isNumeric: true), Table.Column("seed", key: "seed"),
    Table.Column("loss at the end", key: "loss"),
  ]
}
