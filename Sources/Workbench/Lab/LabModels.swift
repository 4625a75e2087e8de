import Basics
import Formats
import Lab
import Tensors

/// Files of micro models in a folder, and what is written beside their weights.
package struct LabModels: Sendable {
  /// The folder that was named, or the samples.
  package let folder: String

  /// Of a folder; without one, the samples. Throws when these are not installed.
  package init(_ folder: String?, _ folders: AssetFolders) throws(Trouble) {
    if let folder {
      self.folder = folder
    } else if let found = folders.find("Samples/Micro") {
      self.folder = found
    } else {
      throw Trouble(
        .usage, "the sample models are not installed",
        remedy: "Train some with tessera lab train all --out FOLDER, and name the folder with --models")
    }
  }

  /// Where the weights of a model are.
  package func path(_ name: String) -> String { "\(folder)/\(name).safetensors" }

  /// The file of a model. Throws when it is missing or is of another model.
  package func file(_ name: String) throws(Trouble) -> TensorFile {
    let file = try TensorFileReader.open(path(name))
    guard file.metadata["model"] ?? name == name else {
      throw Trouble(
        .input, at: .file(path(name)), "it holds the model \(file.metadata["model"] ?? "")",
        remedy: "Name the folder that tessera lab train wrote")
    }
    return file
  }

  /// The projector. Throws when its file does not fit.
  package func projector() throws(Trouble) -> MicroProjector {
    let file = try file(MicroProjector.name)
    return try MicroProjector(file.tensors, file.metadata, from: file.path)
  }

  /// The projector with the reader of its tokens. Throws when their files do not fit.
  package func vlm() throws(Trouble) -> (model: MicroVLM, reader: MicroReader) {
    let file = try file(MicroReader.name)
    let reader = try MicroReader(file.tensors, file.metadata, from: file.path)
    return (try MicroVLM(projector(), reader: reader), reader)
  }

  /// Writes the weights of a training as they stand.
  static func write(_ training: MicroTraining, to path: String) throws(Trouble) {
    var about = training.label.texts
    about["model"] = training.lesson.name
    about["loss"] =
      "\(Decimals.text(Double(training.latestLoss), 4)) \(training.lesson.unit), mean of the last \(min(training.losses.count, MicroTraining.averaged)) steps"
    try write(training.tensors, about, to: path)
  }

  /// Writes tensors as Float32 with texts.
  static func write(_ tensors: [String: Tensor], _ texts: [String: String], to path: String) throws(Trouble) {
    let written = tensors.sorted { $0.key < $1.key }.map { WrittenTensor(name: $0, $1.shape, $1.values) }
    try Safetensors.write(written, metadata: texts, to: path)
  }
}
