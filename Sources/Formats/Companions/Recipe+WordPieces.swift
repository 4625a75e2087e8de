import Basics
import Tokens

/// The classes whose vocabulary is a vocab.txt.
extension Recipe {
  /// BERT's, with what the files beside the vocabulary say. `hasCapitals` tells whether entries hold capital letters.
  static func wordPieces(
    _ config: TokenizerConfig, name: String, hasCapitals: Bool
  ) throws(Trouble) -> (recipe: Recipe, note: String) {
    let (lowercase, note) = try lowercases(config, name: name, hasCapitals: hasCapitals)
    let isMPNet = try config.className() == "MPNetTokenizer"
    let first = text(try config.special("cls_token")) ?? (isMPNet ? "<s>" : "[CLS]")
    let last = text(try config.special("sep_token")) ?? (isMPNet ? "</s>" : "[SEP]")
    let unknown = text(try config.special("unk_token")) ?? "[UNK]"
    let mask = isMPNet ? "<mask>" : "[MASK]"
    let recipe = Recipe(
      name: "BERT's WordPiece",
      normalizer: .bert(
        lowercase: lowercase, stripsAccents: try config.flag("strip_accents"),
        spacesChinese: try config.flag("tokenize_chinese_chars") ?? true),
      preTokenizer: .part("BertPreTokenizer"),
      decoder: .part("WordPiece", [("prefix", .string("##")), ("cleanup", .flag(true))]),
      model: [("unk_token", .string(unknown))],
      specials: [unknown, last, first, isMPNet ? "<pad>" : "[PAD]", mask],
      frame: Frame(kind: isMPNet ? "RobertaProcessing" : "BertProcessing", first: first, last: last),
      mask: isMPNet ? mask : nil)
    return (recipe, note)
  }

  private static func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  private static func lowercases(
    _ config: TokenizerConfig, name: String, hasCapitals: Bool
  ) throws(Trouble) -> (Bool, String) {
    let shown = { (lowers: Bool) in lowers ? "put into lower case" : "left in its case" }
    if let said = try config.flag("do_lower_case") {
      return (said, "Text is \(shown(said)), as tokenizer_config.json says.")
    }
    if let meta = config.meta, meta.has("lowercase") {
      let said = try meta.flag("lowercase")
      return (said, "Text is \(shown(said)), as \(meta.file) says.")
    }
    let lowered = name.lowercased()
    if lowered.contains("cased") {
      let lowers = lowered.contains("uncased")
      return (lowers, "Text is \(shown(lowers)), which is assumed from the name \(name).")
    }
    return (
      !hasCapitals,
      "Text is \(shown(!hasCapitals)), which is assumed because "
        + (hasCapitals ? "entries hold capital letters." : "no entry holds a capital letter.")
    )
  }
}
