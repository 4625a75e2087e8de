import Basics
import Tokens

/// What the name in `tokenizer.ggml.pre` stands for: patterns that are used one after the other, and habits.
///
/// The names are those of llama.cpp, which refuses all others.
struct GGUFPreTokenizer: Sendable {
  /// The names that mean this, the first is the usual one.
  var names: [String]
  /// In order.
  var patterns: [String]
  /// Pieces that are entries are taken whole.
  var ignoresMerges = false
  /// A BOS token is put before texts when the file does not say.
  var addsBOS = false
  /// Decoding takes spaces away before punctuation.
  var cleansUp = false
  /// Entries are spelled in the byte alphabet; otherwise as text, with `▁` for spaces.
  var isByteLevel = true

  /// The one with this name.
  static func named(_ name: String) -> GGUFPreTokenizer? { all.first { $0.names.contains(name) } }

  /// What an absent name means.
  static let standard = all[0]

  /// The pieces' splitter.
  func splitter(place: Trouble.Place) throws(Trouble) -> any Splitter {
    try Self.splitter(patterns, place: place)
  }

  /// A splitter of several patterns, with the classes of Unicode 15.1.
  static func splitter(_ patterns: [String], place: Trouble.Place) throws(Trouble) -> any Splitter {
    let stages = try patterns.map { pattern throws(Trouble) -> any Splitter in
      if pattern == GGUFPatterns.digitGroups { return DigitGroups() }
      // Ranges of code points are the same in every edition, classes are not.
      return try Splitters.find(pattern, .rust, place: place, isOlder: pattern.contains("\\p"))
    }
    return stages.count == 1 ? stages[0] : SplitterChain(stages.map { SplitterChain.Stage($0) })
  }

  /// Whether tokenizers of this name usually compose characters (NFC) before they split, which a GGUF file does not say.
  func oftenComposes(_ name: String) -> Bool {
    ["mpt", "qwen2", "qwen35", "olmo", "stablelm2", "modern-bert", "command-r"].contains(name)
  }
}

/// One name or group of names a line.
extension GGUFPreTokenizer {
  private typealias P = GGUFPatterns

  static let all: [GGUFPreTokenizer] = [
    .init(
      names: ["default"], patterns: [P.punctuation, P.gpt2, P.numbers, P.threeDigits], cleansUp: true),
    .init(
      names: [
        "llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2",
        "jina-v5-nano",
      ], patterns: [P.llama3], ignoresMerges: true, addsBOS: true, cleansUp: true),
    .init(names: ["glm4", "glm5"], patterns: [P.llama3], ignoresMerges: true, cleansUp: true),
    .init(names: ["dbrx", "smaug-bpe", "chatglm-bpe"], patterns: [P.llama3], cleansUp: true),
    .init(
      names: [
        "gpt-2", "phi-2", "jina-es", "jina-de", "gigachat", "jina-v2-es", "jina-v2-de", "a.x-4.0", "mellum",
        "modern-bert", "jina-v1-en", "jina-v2-code", "roberta-bpe", "mpt", "olmo", "jais", "exaone4",
      ], patterns: [P.gpt2], cleansUp: true),
    .init(names: ["trillion", "granite-docling"], patterns: [P.gpt2]),
    .init(
      names: ["starcoder", "refact", "codeshell", "exaone", "minerva-7b", "mellum2"],
      patterns: [P.number, P.gpt2],
      cleansUp: true),
    .init(names: ["command-r", "smollm"], patterns: [P.number, P.gpt2]),
    .init(
      names: [
        "qwen2", "deepseek-r1-qwen", "kormo", "f2llmv2", "hunyuan", "grok-2", "solar-open",
      ], patterns: [P.qwen2]),
    .init(names: ["stablelm2", "megrez"], patterns: [P.qwen2], cleansUp: true),
    .init(names: ["qwen35"], patterns: [P.qwen35]),
    .init(names: ["ufakzeka"], patterns: [P.withoutContractions]),
    .init(names: ["laguna"], patterns: [P.lines, P.qwen2]),
    .init(names: ["minicpm5"], patterns: [P.triples, P.wholeNumbers], ignoresMerges: true, cleansUp: true),
    .init(
      names: ["deepseek-llm"],
      patterns: [
        P.newline, P.casedLetters, P.widePunctuation, P.endSpace, P.chineseAndKorean, P.numbers,
      ]),
    .init(
      names: ["deepseek-coder"],
      patterns: [P.newline, P.deepseekLetters, P.deepseekPunctuation, P.chineseAndKorean, P.number]),
    .init(
      names: ["deepseek-v3", "hunyuan-dense", "joyai-llm", "hy_v4"],
      patterns: [P.triples, P.japaneseAndChinese, P.deepseek3]),
    .init(names: ["spark2_5"], patterns: [P.triples, P.japaneseAndChinese, P.spark, P.number]),
    .init(names: ["youtu"], patterns: [P.youtuScripts, P.youtu], ignoresMerges: true),
    .init(names: ["falcon"], patterns: [P.falconPunctuation, P.gpt2, P.threeDigits], cleansUp: true),
    .init(names: ["jais-2"], patterns: [P.jais], cleansUp: true),
    .init(names: ["poro-chat"], patterns: [P.bloom]),
    .init(names: ["bloom", "gpt3-finnish"], patterns: [P.bloom], cleansUp: true),
    .init(names: ["viking"], patterns: [P.bloom, P.number]),
    .init(names: ["tekken"], patterns: [P.tekken], ignoresMerges: true, addsBOS: true),
    .init(names: ["exaone-moe"], patterns: [P.exaone], cleansUp: true),
    .init(
      names: ["chameleon"],
      patterns: [
        P.sentinel, P.imageCode, P.chameleonSpace, P.number, P.chameleonPunctuation, P.gpt2,
      ], addsBOS: true),
    .init(names: ["gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2"], patterns: [P.gpt4o]),
    .init(names: ["granite-embed-multi-97m"], patterns: [P.graniteMulti], ignoresMerges: true),
    .init(names: ["tiny_aya", "cohere2moe"], patterns: [P.digitGroups, P.tinyAya]),
    .init(names: ["superbpe"], patterns: [P.numbers, P.superTriples]),
    .init(names: ["bailingmoe", "bailingmoe2", "llada-moe"], patterns: [P.bailing]),
    .init(names: ["seed-coder"], patterns: [P.seedCoder]),
    .init(names: ["kimi-k2"], patterns: [P.kimi]),
    .init(names: ["afmoe"], patterns: [P.digitGroups, P.afmoeScripts, P.deepseek3]),
    .init(
      names: ["gemma4", "granite-embed-multi-311m"], patterns: [P.lines], cleansUp: true, isByteLevel: false),
    .init(names: ["sarvam-moe"], patterns: [P.lines], isByteLevel: false),
  ]
}
