import Basics
import Tensors

/// Opens whatever file or folder with tensors a path names.
package enum TensorFileReader {
  /// How much of a file is looked at to know its kind.
  private static let headSize = 4096

  /// The file at `path`, or the model in the folder: its index of shards before a single file. Throws when it is of no
  /// known kind.
  package static func open(_ path: String, _ ticket: Ticket = .open) throws(Trouble) -> TensorFile {
    if PathNames.isFolder(path) { return try open(model(in: path), ticket) }
    return try open(TensorFileSource(path: path, bytes: FileBytes(path)), ticket)
  }

  /// The same for bytes that are a file, or stand for one.
  package static func open(_ source: TensorFileSource, _ ticket: Ticket) throws(Trouble) -> TensorFile {
    let head = try source.bytes.bytes(0..<min(source.bytes.count, headSize))
    for format in TensorFileCatalog.all where format.sniff(head[...]) {
      return try format.open(source, ticket)
    }
    let names = TensorFileCatalog.all.filter { $0 != PyTorchCheckpoint.self }.map { $0.card.name }
    throw Trouble(
      .input, at: .file(source.file),
      head.isEmpty ? "the file is empty" : "this is not a file with tensors of a kind that is read here",
      remedy: "Open one of these: \(names.joined(separator: ", "))")
  }

  private static func model(in folder: String) throws(Trouble) -> String {
    let names = PathNames.entries(folder)
    for name in ["model.safetensors.index.json", "model.safetensors"] where names.contains(name) {
      return folder + "/" + name
    }
    let files = names.filter { $0.hasSuffix(".safetensors") || $0.hasSuffix(".gguf") }
    if files.count == 1 { return folder + "/" + files[0] }
    throw Trouble(
      .input, at: .file(folder),
      files.isEmpty ? "there is no model in this folder" : "there are \(files.count) models in this folder",
      remedy: "Name a file inside it")
  }
}
