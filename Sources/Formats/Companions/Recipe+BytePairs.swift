import Basics
import Tokens

/// The classes whose vocabulary is a vocab.json with a merges.txt.
extension Recipe {
  /// By class, by `meta.json`, by a pattern that the person gave, or by what the vocabulary holds.
  static func bytePairs(
    _ config: TokenizerConfig, pattern: String?, has: (String) -> Bool
  ) throws(Trouble) -> (recipe: Recipe, note: String) {
    let addsSpace = try config.flag("add_prefix_space") ?? false
    if let pattern { return (split(pattern), "The split pattern was given as an option.") }
    if let meta = config.meta, let recipe = try named(meta, addsSpace) {
      return (recipe, "It is built as \(meta.file) says: \(recipe.name).")
    }
    if let name = try config.className() {
      if let recipe = classes(name, addsSpace: addsSpace) {
        return (recipe, "It is built as a \(name), which \(config.origin) names.")
      }
      return (
        gpt2(addsSpace: addsSpace),
        "The class \(name) is not known for this kind of vocabulary; it is built as GPT-2's."
      )
    }
    let recipe =
      has("<|startoftext|>") && has("a</w>") ? clip : has("a</w>") ? gpt1 : gpt2(addsSpace: addsSpace)
    return (recipe, "Nothing says how text is split; by its entries it is taken for \(recipe.name).")
  }

  private static func named(_ meta: Declaration, _ addsSpace: Bool) throws(Trouble) -> Recipe? {
    guard meta.has("kind") else { return nil }
    switch String(decoding: try meta.text("kind"), as: UTF8.self) {
    case "gpt1": return gpt1
    case "gpt2": return gpt2(addsSpace: addsSpace)
    case "split": return split(String(decoding: try meta.text("pattern"), as: UTF8.self))
    case let kind:
      throw meta.trouble("\(kind) is not a known kind", in: "kind", remedy: "Known are gpt1, gpt2, split")
    }
  }

  /// Whether the class reads a vocab.json.
  static func isBytePairClass(_ name: String) -> Bool { classes(name, addsSpace: false) != nil }

  /// What a class makes of a bare vocabulary.
  static func bytePairs(class name: String) -> Recipe? { classes(name, addsSpace: false) }

  private static func classes(_ name: String, addsSpace: Bool) -> Recipe? {
    switch name {
    case "GPT2Tokenizer", "CodeGenTokenizer", "GPTNeoXTokenizer", "WhisperTokenizer",
      "BlenderbotSmallTokenizer":
      gpt2(addsSpace: addsSpace)
    case "RobertaTokenizer", "BartTokenizer", "LongformerTokenizer", "LEDTokenizer", "MvpTokenizer",
      "BlenderbotTokenizer":
      roberta(addsSpace: addsSpace)
    case "OpenAIGPTTokenizer": gpt1
    case "CLIPTokenizer": clip
    case "Qwen2Tokenizer": qwen2
    default: nil
    }
  }

  private static func gpt2(addsSpace: Bool) -> Recipe {
    Recipe(
      name: "GPT-2's byte-level BPE", preTokenizer: .byteLevel(addsPrefixSpace: addsSpace),
      decoder: .byteLevel(addsPrefixSpace: false))
  }

  private static func roberta(addsSpace: Bool) -> Recipe {
    var recipe = gpt2(addsSpace: addsSpace)
    recipe.name = "RoBERTa's byte-level BPE"
    recipe.specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    recipe.frame = Frame(
      kind: "RobertaProcessing", first: "<s>", last: "</s>", trims: true, addsPrefixSpace: addsSpace)
    recipe.mask = "<mask>"
    return recipe
  }

  private static func split(_ pattern: String) -> Recipe {
    Recipe(
      name: "byte-level BPE with a pattern",
      preTokenizer: .split(pattern, behavior: "Isolated", inverts: false),
      decoder: .byteLevel(addsPrefixSpace: false))
  }

  private static var qwen2: Recipe {
    var recipe = split(WellKnown.qwen)
    recipe.name = "Qwen's byte-level BPE"
    recipe.normalizer = .part("NFC")
    return recipe
  }

  private static var gpt1: Recipe {
    Recipe(
      name: "the BPE of the first GPT", normalizer: .bert(lowercase: true),
      preTokenizer: .part("BertPreTokenizer"), decoder: .part("BPEDecoder", [("suffix", .string("</w>"))]),
      model: [("unk_token", .string("<unk>")), ("end_of_word_suffix", .string("</w>"))], specials: ["<unk>"])
  }

  /// CLIP's, without the repair of encodings and the HTML unescaping of the original program.
  static var clip: Recipe {
    let pattern =
      #"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#
    let space = Setting.part(
      "Replace", [("pattern", .object([("Regex", .string(#"\s+"#))])), ("content", .string(" "))])
    return Recipe(
      name: "CLIP's BPE",
      normalizer: .part("Sequence", [("normalizers", .list([.part("NFC"), space, .part("Lowercase")]))]),
      preTokenizer: .split(pattern, behavior: "Removed", inverts: true),
      decoder: .byteLevel(addsPrefixSpace: true),
      model: [("unk_token", .string("<|endoftext|>")), ("end_of_word_suffix", .string("</w>"))],
      specials: ["<|startoftext|>", "<|endoftext|>"],
      frame: Frame(kind: "RobertaProcessing", first: "<|startoftext|>", last: "<|endoftext|>"),
      normalizes: "<|startoftext|>")
  }
}
