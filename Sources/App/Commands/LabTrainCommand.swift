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
      two-tower   finds the patches of an object that is asked for by colour and shape
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
    case projector, reader
    case twoTower = "two-tower"
    case all
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
      for model in LabModel(rawValue: self.model.rawValue).map({ [$0] }) ?? LabModel.allCases {
        try train(model)
      }
    } catch {
      if error.kind == .cancelled { throw ExitCode(Interruption.exitCode) }
      throw error
    }
  }

  private func train(_ model: LabModel) throws(Trouble) {
    let folders = AssetFolders(environment: environmentVariables())
    let order = LabOrder(model, steps: steps, seed: seed, attends: attention, folder: out)
    // Of all models those that were finished stay, and those that were not begun begin.
    let goesOn = resume && (self.model != .all || order.checkpoint.exists)
    if resume && !goesOn, try isFinished(order, folders) { return }
    var run = try LabTraining(order, folders, resuming: goesOn)
    let curve = LossCurve(run.training)
    do throws(Trouble) {
      try run.run(Interruption.ticket, show: curve.show)
    } catch {
      curve.end()
      if run.training.step > 0 { tell(run) }
      throw error
    }
    curve.end()
    try printOut(format.printer(look.printOptions()).document([.chart(run.training.chart(path: order.path))]))
  }

  /// Says on standard error what was kept, and how to go on.
  private func tell(_ run: LabTraining) {
    let line =
      "\(run.order.checkpoint.path): step \(run.training.step) of \(run.training.steps) is kept; the same command with --resume goes on"
    _ = Files.write(Array((Legible.string(of: line) + "\n").utf8), to: 2)
  }

  /// Whether the folder has the weights that this command would make.
  private func isFinished(_ order: LabOrder, _ folders: AssetFolders) throws(Trouble) -> Bool {
    guard SafeFile.exists(order.path) else { return false }
    let name = order.model.rawValue
    let label = ModelLabel(try LabModels(order.folder, folders).file(name).metadata, model: name)
    let wanted = if let steps { steps } else { try order.lesson(folders).usualSteps }
    return label.seed == seed && label.steps == wanted
  }
}
