import Basics
import Tokens

/// Which file of a folder is its tokenizer.
struct FolderContents {
  private let folder: String
  private let names: [String]

  init(_ folder: String) {
    self.folder = folder
    names = PathNames.entries(folder)
  }

  /// Names that say what the file is, best first.
  private static let known = [
    "tokenizer.json", "tekken.json", "tiktoken.model", "tokenizer.model", "spiece.model",
    "sentencepiece.bpe.model", "sentencepiece.model", "spm.model", "vocab.json", "vocab.txt", "encoder.json",
    "bpe_simple_vocab_16e6.txt.gz", "bpe_simple_vocab_16e6.txt",
  ]

  /// Endings of files that may be called anything, best first.
  private static let endings = [
    [".tiktoken", ".tiktoken.gz"], [".model"], ["vocab.json"], ["vocab.txt"], [".gguf"],
  ]

  /// The file. Throws when there is none, or several alike.
  func file() throws(Trouble) -> String {
    if names.contains(Self.known[0]) { return folder + "/" + Self.known[0] }
    if let file = fileOfClass() { return file }
    for name in Self.known where names.contains(name) && hasOtherHalf(name) { return folder + "/" + name }
    for group in Self.endings {
      let found = names.filter { name in group.contains(where: name.hasSuffix) }
      if found.count == 1 { return folder + "/" + found[0] }
      if found.count > 1 {
        throw Trouble(
          .input, at: .file(folder), "several *\(group[0]) in this folder", remedy: "Name the file itself")
      }
    }
    throw Trouble(
      .input, at: .file(folder), "no tokenizer.json and no other tokenizer in this folder",
      remedy: "Name the file itself")
  }

  /// A vocab.json without merges is taken only when nothing else is there, so that its refusal can say what is missing.
  private func hasOtherHalf(_ name: String) -> Bool {
    if name != "vocab.json" || !names.contains("vocab.txt") { return true }
    return names.contains("merges.txt") || names.contains("vocab.bpe")
  }

  /// The file that the class in `tokenizer_config.json` reads, when several could be meant.
  private func fileOfClass() -> String? {
    guard names.contains("tokenizer_config.json") else { return nil }
    let side = SideFiles(of: folder + "/tokenizer_config.json", roles: ["tokenizer_config.json"])
    guard let name = try? TokenizerConfig(beside: side).className() else { return nil }
    let wanted =
      name.hasPrefix("Bert") || Self.wordPieceClasses.contains(name)
      ? ["vocab.txt"] : Recipe.isBytePairClass(name) ? ["vocab.json"] : []
    return wanted.first(where: names.contains).map { folder + "/" + $0 }
  }

  private static let wordPieceClasses: Set<String> = [
    "DistilBertTokenizer", "ElectraTokenizer", "MPNetTokenizer", "MobileBertTokenizer",
    "LayoutLMTokenizer", "LayoutLMv2Tokenizer", "ConvBertTokenizer", "FunnelTokenizer", "LxmertTokenizer",
    "DPRQuestionEncoderTokenizer", "DPRContextEncoderTokenizer", "RetriBertTokenizer", "SqueezeBertTokenizer",
  ]

  /// What may follow the common beginning of a tokenizer's files: `bpe/gpt2` means `bpe/gpt2.vocab.json`.
  private static let completions = [
    "/tokenizer.json", ".json", ".vocab.json", "-vocab.json", ".vocab.txt", "-vocab.txt", ".tiktoken",
    ".model",
    ".gguf",
  ]

  /// The file that a path without its ending means.
  static func completed(_ path: String) -> String? {
    completions.map { path + $0 }.first(where: PathNames.isFile)
  }
}
