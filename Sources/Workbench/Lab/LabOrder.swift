import Basics
import Formats
import Lab

/// The micro models that are trained here, in an order in which each has what it needs.
package enum LabModel: String, Sendable, CaseIterable {
  case clsViT = "cls-vit"
  case projector, reader
  case twoTower = "two-tower"

  /// What it learns.
  package var purpose: String {
    switch self {
    case .clsViT: "names the colours and shapes in a scene, from its pixels"
    case .projector: "makes a visual token of each patch; word vectors are random and stay so"
    case .reader: "answers questions from the tokens of the projector in the same folder, or of the sample's"
    case .twoTower: "finds the patches of an object that is asked for by colour and shape"
    }
  }
}

/// A micro model to train: which, how long, from which seed, and where its weights go.
package struct LabOrder: Sendable, Equatable {
  package var model: LabModel
  /// Nil for as many as the model usually takes.
  package var steps: Int?
  package var seed: UInt64
  /// Of the projector, whether its patches hear of each other.
  package var attends: Bool
  /// It is made if need be.
  package var folder: String

  package init(_ model: LabModel, steps: Int? = nil, seed: UInt64 = 1, attends: Bool = false, folder: String)
  {
    self.model = model
    self.steps = steps
    self.seed = seed
    self.attends = attends
    self.folder = folder
  }

  /// Where its weights go.
  package var path: String { "\(folder)/\(model.rawValue).safetensors" }

  /// What is kept when it is stopped.
  package var checkpoint: LabCheckpoint { LabCheckpoint(besides: path) }

  /// What it learns. Throws when the projector that the reader needs does not fit.
  package func lesson(_ folders: AssetFolders) throws(Trouble) -> any Lesson {
    switch model {
    case .clsViT: return LessonCatalog.clsViT
    case .projector: return LessonCatalog.projector(attends: attends, seed: seed)
    case .twoTower: return LessonCatalog.twoTower
    case .reader:
      let own = try LabModels(folder, folders)
      let hasOwn = SafeFile.exists(own.path(MicroProjector.name))
      return LessonCatalog.reader(try hasOwn ? own.projector() : LabModels(nil, folders).projector())
    }
  }
}

/// A training under way: command and pane run the same.
package struct LabTraining: Sendable {
  package let order: LabOrder
  package private(set) var training: MicroTraining

  /// A training that begins, or one that goes on from its checkpoint. Throws when the folder cannot be made, and what a checkpoint throws.
  package init(_ order: LabOrder, _ folders: AssetFolders, resuming: Bool) throws(Trouble) {
    self.order = order
    try SafeFile.makeFolder(order.folder, permissions: 0o777)
    training = try order.checkpoint.training(
      order.lesson(folders), seed: order.seed, steps: order.steps, resuming: resuming)
  }

  /// Trains to the end, writes the weights and takes the checkpoint away; calls `show` every few steps. When it is stopped, or goes wrong, what
  /// was done is kept first.
  package mutating func run(_ ticket: Ticket, show: (MicroTraining) -> Void) throws(Trouble) {
    try order.checkpoint.run(&training, ticket, show: show)
    try LabModels.write(training, to: order.path)
    order.checkpoint.remove()
  }
}
