import Basics
import Formats
import Foundation
import Lenses
import Tokens

/// Tokenizers small enough to count by hand, and real ones where they are on this machine.
enum Toy {
  /// Byte pairs over these entries; each merge is two entries with a bar between: `a|b`.
  static func pairs(_ entries: [String], _ merges: [String]) throws -> Pipeline {
    let table = VocabularyTable(entries.map { Array($0.utf8) })
    let list = merges.map { merge in
      let parts = merge.split(separator: "|").map { table.id(of: Array($0.utf8)) ?? 0 }
      return Merge(parts[0], parts[1])
    }
    let model = try BytePairModel(vocabulary: table, merges: list, rules: BytePairRules())
    return Pipeline(
      PipelineParts(
        card: TokenizerCard(name: "toy", format: "toy", algorithm: "toy"), library: .tiktoken, model: model,
        added: try AddedTokens([])))
  }

  static func abc() throws -> Pipeline {
    try pairs(["a", "b", "c", "ab", "bc", "abc"], ["a|b", "ab|c", "b|c"])
  }
  static func example() throws -> Pipeline {
    try pairs(
      ["e", "x", "a", "m", "p", "l", "ex", "am", "ple", "le", "pl", "exam", "ample", "example"],
      ["a|m", "l|e", "p|le", "e|x", "ex|am", "am|ple", "ex|ample"])
  }

  /// A WordPiece of these entries, read as a tokenizer.json would be.
  static func wordPiece(_ entries: [String]) throws -> any Tokenizer {
    let vocabulary = entries.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",")
    let json = """
      {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":{"type":"Lowercase"},
      "pre_tokenizer":{"type":"BertPreTokenizer"},"post_processor":null,"decoder":{"type":"WordPiece","prefix":"##","cleanup":true},
      "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
      "vocab":{\(vocabulary)}}}
      """
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/tokenizer.json"
    try json.write(toFile: path, atomically: true, encoding: .utf8)
    return try TokenizerReader.read(path: path, ticket: .open)
  }

  static func text(_ ids: [TokenID], _ tokenizer: any Tokenizer) -> [String] {
    ids.map { String(decoding: tokenizer.vocabulary.bytes(of: $0) ?? [], as: UTF8.self) }
  }

  static func ids(_ words: String, _ tokenizer: any Tokenizer) -> [TokenID] {
    words.split(separator: " ").compactMap { tokenizer.vocabulary.id(of: Array($0.utf8)) }
  }
}

/// Real vocabularies: `TESSERA_DATA`, or `../shared/data/unpacked` beside the package.
enum RealTokenizers {
  static let folder: String? = {
    if let folder = ProcessInfo.processInfo.environment["TESSERA_DATA"] { return folder }
    let root = Samples.root.deletingLastPathComponent()
    return ["shared/data/unpacked", "../shared/data/unpacked"].map { root.appendingPathComponent($0).path }
      .first { FileManager.default.fileExists(atPath: $0) }
  }()

  static var isPresent: Bool { folder != nil }

  /// One of each kind: byte-level, SentencePiece's spelling, `##`, characters.
  static let names = [
    "tiktoken/gpt2.tiktoken", "tiktoken/cl100k_base.tiktoken", "hf/qwen2.json", "spm/llama2.model",
    "spm/t5-base.model",
    "wordpiece/bert-base-uncased.vocab.txt", "hf/clip.json",
  ].filter { name in folder.map { FileManager.default.fileExists(atPath: "\($0)/vocabs/\(name)") } ?? false }

  static func read(_ name: String) throws -> any Tokenizer {
    try TokenizerReader.read(path: "\(folder ?? "")/vocabs/\(name)", ticket: .open)
  }
}

/// The texts that come with the program.
enum Samples {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ name: String) throws -> [UInt8] {
    try Files.read(root.appendingPathComponent("Samples/\(name)").path)
  }

  /// The subject that a lens is shown with when nobody brings anything.
  static func subject(_ card: LensCard, tokenizers: [any Tokenizer] = []) throws -> Subject {
    var texts: [Subject.Text] = []
    for sample in card.needs.samples {
      let path = root.appendingPathComponent("Samples/\(sample)").path
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path))?.filter {
        $0.hasSuffix(".txt")
      }.sorted()
      for name in names.map({ list in list.map { "\(sample)/\($0)" } }) ?? [sample]
      where texts.count < card.needs.texts {
        let stem = String(name.split(separator: "/").last?.split(separator: ".").first ?? "")
        if texts.contains(where: { $0.name == name }) { continue }
        texts.append(
          Subject.Text(name: name, language: sample == "Parallel" ? stem : "", bytes: try text(name)))
      }
    }
    return Subject(
      texts: texts, tokenizers: tokenizers, pictures: try pictures(card), models: try models(card),
      knobs: Knobs(card.knobs), isSample: true)
  }

  /// The pictures that the card names, in the order of their names.
  private static func pictures(_ card: LensCard) throws -> [Subject.NamedPicture] {
    guard let folder = card.needs.pictureSamples else { return [] }
    let path = root.appendingPathComponent("Samples/\(folder)").path
    let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".png") }
    return try names.sorted().prefix(card.needs.pictures).map {
      Subject.NamedPicture(name: $0, picture: try PictureReader.read(path + "/" + $0))
    }
  }

  /// The micro models that the card names.
  private static func models(_ card: LensCard) throws -> [String: Subject.TensorSet] {
    try card.needs.models.reduce(into: [:]) { models, name in
      let path = root.appendingPathComponent("Samples/Micro/\(name).safetensors").path
      let file = try TensorFileReader.open(path)
      models[name] = Subject.TensorSet(name: name, tensors: file.tensors, about: file.metadata)
    }
  }
}
