import Basics
import Tokens

/// Writes vocab.json, merges.txt and the tokenizer_config.json that says how they are used.
extension VocabularyJSON: WritableFormat {
  /// Classes of the transformers library and what they make of a vocabulary, the plainest first.
  private static let classes: [(name: String, recipe: Recipe)] = ["GPT2Tokenizer", "Qwen2Tokenizer"].compactMap {
    name in Recipe.bytePairs(class: name).map { (name, $0) }
  }

  /// The three files.
  package static func write(_ pipeline: Pipeline, _ ticket: Ticket) throws(Trouble) -> [WrittenFile] {
    let parts = pipeline.parts
    guard let model = parts.model as? BytePairModel, parts.isByteLevel else {
      throw loss("its model, \(parts.model.summary),")
    }
    if model.rules.ignoresMerges, let id = try model.firstUnmerged(ticket) {
      throw loss("entry \(id), which is found by look-up and never by merging,")
    }
    let pattern = parts.sections["pre_tokenizer"].flatMap(Recipe.pattern)
    let normalizer = parts.sections["normalizer"] ?? .null
    guard
      let found = classes.first(where: {
        Recipe.isSame(Recipe.pattern($0.recipe.preTokenizer), pattern) && $0.recipe.normalizer == normalizer
      })
    else { throw loss("its normalizer or its split pattern, which no class for such files has,") }
    var vocabulary = JSONOutput()
    vocabulary.raw("{")
    let ids = (0..<TokenID(model.vocabulary.idLimit)).filter { model.vocabulary.kind(of: $0) != .hole }
    vocabulary.list(ids) { out, id in
      out.string(pipeline.spelling(of: id) ?? [])
      out.raw(": \(id)")
    }
    vocabulary.raw("}\n")
    var merges = Array("#version: 0.2\n".utf8)
    for merge in try model.listedMerges(ticket) {
      merges += (pipeline.spelling(of: merge.left) ?? []) + [0x20]
      merges += (pipeline.spelling(of: merge.right) ?? []) + [0x0A]
    }
    return [
      WrittenFile(bytes: vocabulary.bytes),
      WrittenFile(replacing: "vocab.json", with: "merges.txt", bytes: merges),
      WrittenFile(
        replacing: "vocab.json", with: "tokenizer_config.json",
        bytes: TokenizerConfig.written(className: found.name, [], parts.added.all)),
    ]
  }
}

extension TokenizerConfig {
  /// A tokenizer_config.json with these settings and added tokens.
  static func written(className: String, _ fields: [(String, Setting)], _ added: [AddedToken]) -> [UInt8] {
    let tokens = added.sorted { $0.id < $1.id }.map { token in
      (
        "\(token.id)",
        Setting.object([
          ("content", .text(token.content)), ("lstrip", .flag(token.stripsLeft)),
          ("normalized", .flag(token.isNormalized)), ("rstrip", .flag(token.stripsRight)),
          ("single_word", .flag(token.isSingleWord)), ("special", .flag(token.isSpecial)),
        ])
      )
    }
    var out = JSONOutput()
    out.value(
      .object([("tokenizer_class", .string(className))] + fields + [("added_tokens_decoder", .object(tokens))]))
    out.raw("\n")
    return out.bytes
  }
}
