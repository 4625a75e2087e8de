import ArgumentParser
import Basics
import Formats
import Lab
import Tensors

/// Files of micro models in a folder, and what is written beside their weights.
nonisolated struct LabModels {
  /// The folder that was named, or the samples.
  let folder: String

  init(_ folder: String?) throws(Trouble) {
    if let folder {
      self.folder = folder
    } else if let found = AssetFolders(environment: environmentVariables()).find("Samples/Micro") {
      self.folder = found
    } else {
      throw Trouble(
        .usage, "the sample models are not installed",
        remedy: "Train some with tessera lab train all --out FOLDER, and name the folder with --models")
    }
  }

  /// Where the weights of a model are.
  func path(_ name: String) -> String { "\(folder)/\(name).safetensors" }

  /// The file of a model. Throws when it is missing or is of another model.
  func file(_ name: String) throws(Trouble) -> TensorFile {
    let file = try TensorFileReader.open(path(name))
    guard file.metadata["model"] ?? name == name else {
      throw Trouble(
        .input, at: .file(path(name)), "it holds the model \(file.metadata["model"] ?? "")",
        remedy: "Name the folder that tessera lab train wrote")
    }
    return file
  }

  /// The projector. Throws when its file does not fit.
  func projector() throws(Trouble) -> MicroProjector {
    let file = try file(MicroProjector.name)
    return try MicroProjector(file.tensors, file.metadata, from: file.path)
  }

  /// The projector with the reader of its tokens. Throws when their files do not fit.
  func vlm() throws(Trouble) -> (model: MicroVLM, reader: MicroReader) {
    let file = try file(MicroReader.name)
    let reader = try MicroReader(file.tensors, file.metadata, from: file.path)
    return (try MicroVLM(projector(), reader: reader), reader)
  }

  /// Writes the weights of a training as they stand.
  static func write(_ training: MicroTraining, to path: String) throws(Trouble) {
    let last = training.losses.suffix(averaged)
    var about = training.label.texts
    about["model"] = training.lesson.name
    about["loss"] =
      "\(Decimals.text(Double(last.reduce(0, +)) / Double(max(1, last.count)), 4)) \(training.lesson.unit), mean of the last \(last.count) steps"
    try write(training.tensors, about, to: path)
  }

  /// Over how many steps a loss that is told is averaged.
  static let averaged = 20

  /// Writes tensors as Float32 with texts.
  static func write(_ tensors: [String: Tensor], _ texts: [String: String], to path: String) throws(Trouble) {
    let written = tensors.sorted { $0.key < $1.key }.map { WrittenTensor(name: $0, $1.shape, $1.values) }
    try Safetensors.write(written, metadata: texts, to: path)
  }
}

/// `--models FOLDER`.
struct LabModelsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("A folder that tessera lab train wrote; the samples without it.", valueName: "folder"),
    completion: .directory)
  var models: String?

  func open() throws(Trouble) -> LabModels { try LabModels(models) }
}
