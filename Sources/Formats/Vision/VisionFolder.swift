import Basics
import Patches
import Tensors

/// Opens the folder of a vision model, or of a language model that sees, as the library transformers writes it.
///
/// Read are config.json, preprocessor_config.json, the weights of the vision model and of the projector (one safetensors file, or only those of many that
/// have them), and of the language model nothing but, row by row when asked for, the table of its input embeddings. Nothing in it is executed.
package enum VisionFolder {
  /// The most bytes of weights that are read, as Float32: 16 GiB.
  private static let limit = 16 << 30

  /// Whether a path is such a folder, by its config.json.
  package static func isOne(_ path: String) -> Bool {
    PathNames.isFolder(path) && (try? ModelConfig(path)) != nil
  }

  /// The model. Throws when a file or a weight is missing or does not fit; weights that are not used are told in its notes.
  package static func open(_ path: String, _ ticket: Ticket) throws(Trouble) -> VisionModel {
    let folder = PathNames.isFolder(path) ? path : PathNames.folder(path)
    let config = try ModelConfig(folder)
    let checkpoint = try Checkpoint(folder)
    var reader = try VisionWeightReader(checkpoint, config.vision, ticket.part(0..<0.9))
    let weights = try reader.weights()
    let projector = try ProjectorReader.projector(checkpoint, config)
    let newline = try ProjectorReader.newline(checkpoint, projector)
    let words = try projector?.outputs.map { width throws(Trouble) in
      try WordTableReader.words(of: checkpoint, width: width, ticket.part(0.9..<1))
    }
    var notes = [config.vision.sentence]
    if let sentence = reader.leftOver { notes.append(sentence) }
    let preprocessing = try preprocessing(in: folder, &notes)
    return VisionModel(
      label: label(folder, config), VisionTransformer(config.vision, weights), preprocessing: preprocessing,
      projector: projector, newline: newline, words: words ?? nil, notes: notes)
  }

  private static func label(_ folder: String, _ config: ModelConfig) -> String {
    let whole = config.modelType.hasPrefix("llava") ? "LLaVA with " : ""
    return "\(whole)\(config.vision.kind.title) of \(PathNames.last(folder))"
  }

  private static func preprocessing(in folder: String, _ notes: inout [String]) throws(Trouble)
    -> Preprocessing?
  {
    guard PreprocessorConfig.names.contains(where: { PathNames.isFile(folder + "/" + $0) }) else {
      notes.append(
        "there is no preprocessor_config.json: only pictures that are prepared already can be shown to it")
      return nil
    }
    return try PreprocessorConfig.read(folder)
  }
}
