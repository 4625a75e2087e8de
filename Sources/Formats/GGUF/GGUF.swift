import Basics
import Tokens

/// The vocabularies inside GGUF models, as llama.cpp reads them.
///
/// Only the header of a file is read, so that the largest model opens at once; tensors are never looked at. What a file says and
/// what follows from the names in it (`tokenizer.ggml.model`, `tokenizer.ggml.pre`) is as in llama.cpp, whose ids are met
/// exactly, also where the model's own library gives others.
package enum GGUF: Format {
  /// Name and summary.
  package static let card = FormatCard(
    name: "GGUF", extensions: ["gguf"], summary: "The vocabulary inside a model of llama.cpp.")

  /// The magic number.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool { head.starts(with: "GGUF".utf8) }

  /// The tokenizer in the header.
  package static func read(_ source: inout FormatSource, _ ticket: Ticket) throws(Trouble) -> Content {
    let size = source.fileSize ?? source.bytes.count
    let file = try GGUFFile(source.takeBytes(), fileSize: size, file: source.file)
    try ticket.step(0.2)
    let model = try file.text("tokenizer.ggml.model")
    var assembly = try GGUFAssembly(file, source, ticket)
    switch model {
    case "gpt2": return .tokenizer(try assembly.bytePairs(try pre(file, source)))
    case "gemma4": return .tokenizer(try assembly.bytePairs(GGUFPreTokenizer.named("gemma4") ?? .standard))
    case "llama": return .tokenizer(try assembly.scoredPairs())
    case "bert": return .tokenizer(try assembly.wordPieces())
    case "t5": return .tokenizer(try assembly.unigrams())
    case "rwkv": return .tokenizer(try assembly.trie())
    default: throw refusal(model, file)
    }
  }

  /// The first bytes of a file, all of its header, and the file's size.
  static func head(of path: String) throws(Trouble) -> (bytes: [UInt8], size: Int) {
    var wanted = 1 << 22
    while true {
      let (bytes, size) = try Files.head(path, count: wanted)
      guard bytes.count < min(size, GGUFFile.headLimit),
        let missing = GGUFFile.missing(bytes, fileSize: size, file: PathNames.last(path))
      else { return (bytes, size) }
      wanted = min(max(wanted * 4, bytes.count + missing), GGUFFile.headLimit)
    }
  }

  /// What the file says, unless the person gave a pattern.
  private static func pre(_ file: GGUFFile, _ source: FormatSource) throws(Trouble) -> GGUFPreTokenizer {
    let key = "tokenizer.ggml.pre"
    let name = try file.text(key) ?? ""
    let found = name.isEmpty ? GGUFPreTokenizer.standard : GGUFPreTokenizer.named(name)
    if let pattern = source.pattern {
      var given = found ?? GGUFPreTokenizer(names: [name], patterns: [])
      given.patterns = [pattern]
      return given
    }
    if let found { return found }
    let near = nearNames(name, among: GGUFPreTokenizer.all.flatMap(\.names))
    throw file.trouble(
      key, "\(name) is not a pre-tokenizer that llama.cpp knows" + (near.isEmpty ? "" : " (near: \(near.joined(separator: ", ")))"),
      remedy: "Give its split pattern as an option, or open the model's tokenizer.json instead")
  }

  private static func refusal(_ model: String?, _ file: GGUFFile) -> Trouble {
    let key = "tokenizer.ggml.model"
    let what =
      switch model {
      case nil: "this file names no tokenizer; it may be a part of a split model, or hold no vocabulary"
      case "none", "no_vocab": "this model has no vocabulary"
      case let name?: "the tokenizer \(name) is not read by this version"
      }
    return file.trouble(
      key, what, remedy: "Open the model's tokenizer.json instead, or the first part of a split model")
  }
}
