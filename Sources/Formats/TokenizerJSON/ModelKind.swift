import Basics
import Tokens

/// Which algorithm a `model` section is for.
enum ModelKind: String {
  case bpe = "BPE"
  case wordPiece = "WordPiece"
  case unigram = "Unigram"
  case wordLevel = "WordLevel"

  /// Throws unless the section is a complete model of a kind that can be built.
  static func check(_ section: ModelSection, _ settings: Declaration) throws(Trouble) {
    let kind = try find(section, settings)
    guard kind == .bpe else {
      throw settings.trouble(
        "\(kind.rawValue) models are not read by this version", in: "type",
        remedy: "Open a tokenizer with a BPE model")
    }
    if !section.hasVocabulary { throw settings.trouble("the vocabulary is missing", in: "vocab") }
    if !section.hasMerges { throw settings.trouble("the merges are missing", in: "merges") }
  }

  /// The kind that the section names, or, in old files that name none, the one whose settings it has.
  private static func find(_ section: ModelSection, _ settings: Declaration) throws(Trouble) -> ModelKind {
    guard let name = try settings.kind() else {
      if section.hasMerges { return .bpe }
      if settings.has("unk_id") { return .unigram }
      return settings.has("continuing_subword_prefix") || settings.has("max_input_chars_per_word")
        ? .wordPiece : .wordLevel
    }
    guard let kind = ModelKind(rawValue: name) else {
      throw settings.trouble(
        "\(name) is not a known model", in: "type", remedy: "Known are BPE, WordPiece, Unigram, WordLevel")
    }
    return kind
  }
}
