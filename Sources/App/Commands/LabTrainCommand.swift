import ArgumentParser
import Basics
import Figures
import Formats
import Lab
import Prints
import Workbench

struct LabTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train micro models on scenes drawn here.",
    discussion: """
      cls-vit     names the colours and shapes in a scene, from its pixels
      projector   makes a visual token of each patch; word vectors are random and stay so
      reader      answers questions from the tokens of the projector in the same folder, or of the sample's
      all         one after another

      The same seed and steps give the same files on the same machine. Ctrl-C keeps a checkpoint beside where the weights \
      would be; the same command with --resume goes on from it and ends with the very weights of a training that was not \
      stopped. While it trains, the curve of the loss is shown on standard error.

      EXAMPLES
        tessera lab train all --out models
        tessera lab train projector --attention --seed 5 --out models
        tessera lab train reader --steps 200 --out models --resume
      """)

  enum Model: String, ExpressibleByArgument, CaseIterable {
    case clsViT = "cls-vit"
    case projector, reader, all
  }

  @Argument(
    help: ArgumentHelp("What is trained.", valueName: Model.allCases.map(\.rawValue).joined(separator: "|")))
  var model: Model

  @Option(
    help: ArgumentHelp(
      "How many steps of 32 scenes; as many as the model usually takes without it.", valueName: "number"))
  var steps: Int?

  @Option(help: ArgumentHelp("What weights and scenes follow from.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The folder that the weights are written to; it is made if need be.", valueName: "folder"),
    completion: .directory)
  var out: String

  @Flag(help: "For the projector: a block of global attention, so that patches hear of each other.")
  var attention = false

  @Flag(help: "Go on from the checkpoint that was kept when the training was stopped.")
  var resume = false

  @OptionGroup var format: FormatOption
  @OptionGroup var look: LookOptions

  func validate() throws {
    if let steps, !(1...MicroTraining.limit).contains(steps) {
      throw ValidationError("--steps is from 1 to \(MicroTraining.limit).")
    }
    if attention && model != .projector && model != .all {
      throw ValidationError("--attention is for the projector.")
    }
  }

  func run() throws {
    Interruption.listen()
    KeptMemory.keep()
    do throws(Trouble) {
      try SafeFile.makeFolder(out, permissions: 0o777)
      for model in model == .all ? [.clsViT, .projector, .reader] : [model] { try train(model) }
    } catch {
      if error.kind == .cancelled { throw ExitCode(Interruption.exitCode) }
      throw error
    }
  }

  private func train(_ model: Model) throws(Trouble) {
    let path = try LabModels(out).path(model.rawValue)
    let (lesson, checkpoint) = (try lesson(model), LabCheckpoint(besides: path))
    // Of all models those that were finished stay, and those that were not begun begin.
    let isOne = self.model != .all
    let goesOn = resume && (isOne || SafeFile.exists(checkpoint.path))
    if resume && !goesOn, try isFinished(model, lesson) { return }
    var training = try checkpoint.training(lesson, seed: seed, steps: steps, resuming: goesOn)
    let curve = LossCurve(training)
    do throws(Trouble) {
      try checkpoint.run(&training, Interruption.ticket, show: curve.show)
    } catch {
      curve.end()
      if training.step > 0 { checkpoint.tell(training) }
      throw error
    }
    curve.end()
    try LabModels.write(training, to: path)
    checkpoint.remove()
    let chart = LossCurve.chart(training, path: path)
    try printOut(format.printer(look.printOptions()).document([.chart(chart)]))
  }

  /// Whether the folder has the weights that this command would make.
  private func isFinished(_ model: Model, _ lesson: any Lesson) throws(Trouble) -> Bool {
    let models = try LabModels(out)
    guard SafeFile.exists(models.path(model.rawValue)) else { return false }
    let label = ModelLabel(try models.file(model.rawValue).metadata, model: model.rawValue)
    return label.seed == seed && label.steps == steps ?? lesson.usualSteps
  }

  private func lesson(_ model: Model) throws(Trouble) -> any Lesson {
    switch model {
    case .clsViT: return LessonCatalog.clsViT
    case .projector, .all: return LessonCatalog.projector(attends: attention, seed: seed)
    case .reader: return LessonCatalog.reader(try projector())
    }
  }

  /// That of the same folder, or else the sample.
  private func projector() throws(Trouble) -> MicroProjector {
    let own = try LabModels(out)
    return try SafeFile.exists(own.path(MicroProjector.name)) ? own.projector() : LabModels(nil).projector()
  }
}
