import Basics
import Tensors

/// The tensors of a model folder by name, of which only those files are opened that hold what is asked for.
///
///     let checkpoint = try Checkpoint("llava")
///     let table = try checkpoint.tensors(["language_model.model.embed_tokens.weight"])
package struct Checkpoint: Sendable {
  /// The folder.
  package let folder: String
  /// By tensor, the file that has it.
  private let files: [String: String]
  private let source: TensorFileSource
  private static let index = "model.safetensors.index.json"

  /// Reads the index of shards, or the header of the only file. Throws when there is no safetensors model in the folder.
  package init(_ folder: String) throws(Trouble) {
    self.folder = folder
    let names = PathNames.entries(folder)
    let indices = names.filter { $0.hasSuffix(".safetensors.index.json") }
    if let index = names.contains(Self.index) ? Self.index : indices.first {
      let path = folder + "/" + index
      source = TensorFileSource(path: path, bytes: try FileBytes(path))
      files = try SafetensorsIndex.map(source)
      return
    }
    let file = try Self.only(names, folder)
    source = TensorFileSource(path: folder + "/" + file, bytes: try FileBytes(folder + "/" + file))
    let opened = try Safetensors.open(source, .open)
    files = Dictionary(
      (opened.tensors.map(\.name) + opened.withheld.map(\.name)).map { ($0, file) },
      uniquingKeysWith: { a, _ in a })
  }

  private static func only(_ names: [String], _ folder: String) throws(Trouble) -> String {
    let files = names.filter { $0.hasSuffix(".safetensors") }
    if let file = files.first(where: { $0 == "model.safetensors" }) ?? (files.count == 1 ? files[0] : nil) {
      return file
    }
    if files.isEmpty, let pickle = names.first(where: { $0.hasPrefix("pytorch_model") }) {
      throw PyTorchCheckpoint.refusal(pickle)
    }
    throw Trouble(
      .input, at: .file(folder),
      files.isEmpty
        ? "there is no model.safetensors in this folder"
        : "there are \(files.count) safetensors files but no index",
      remedy: "Fetch model.safetensors, or all its parts with model.safetensors.index.json")
  }

  /// The names of all tensors.
  package var names: some Collection<String> & Sendable { files.keys }

  /// What messages call the file of a tensor, or where it should be listed.
  package func file(of name: String) -> String { files[name] ?? source.file }

  /// Those of these names, each file opened once. Throws when one is not there or cannot be read.
  package func tensors(_ names: some Sequence<String>) throws(Trouble) -> [String: StoredTensor] {
    var wanted: [String: Set<String>] = [:]
    for name in names {
      guard let file = files[name] else { throw missing(name) }
      wanted[file, default: []].insert(name)
    }
    var found: [String: StoredTensor] = [:]
    for (file, names) in wanted.sorted(by: { $0.key < $1.key }) {
      let opened = try SafetensorsIndex.open(file, source)
      for name in names { found[name] = try opened.tensor(named: name) }
    }
    return found
  }

  /// The trouble of a tensor that is not there.
  package func missing(_ name: String) -> Trouble {
    let near = nearNames(name, among: Array(files.keys))
    return Trouble(
      .input, at: .field(file: source.file, name: name), "the model has no such tensor",
      remedy: near.isEmpty
        ? "Fetch the weights that belong to config.json" : "Near names: \(near.joined(separator: ", "))")
  }
}
