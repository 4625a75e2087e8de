import Basics
import Formats
import Foundation
import Testing

@testable import Tokens

/// Real vocabularies written in another format and read back: the ids of the golden texts stay the same.
@Suite(.enabled(if: GoldenData.isPresent, "needs TESSERA_DATA"))
struct ConversionTests {
  /// A vocabulary, the format it is written in, and what of a text only one of the two libraries looks for.
  struct Pair: Sendable, CustomTestStringConvertible {
    var source: String
    var format: any WritableFormat.Type
    var ignored: [String] = []
    var testDescription: String { "\(source) to \(format.card.name)" }
  }

  static let pairs: [Pair] = [
    Pair(source: "gguf/gpt-2.gguf", format: TokenizerJSON.self),
    Pair(source: "gguf/starcoder.gguf", format: TokenizerJSON.self),
    Pair(source: "gguf/falcon.gguf", format: TokenizerJSON.self),
    Pair(source: "gguf/llama-spm.gguf", format: TokenizerJSON.self, ignored: ["<unk>"]),
    Pair(source: "gguf/llama-spm.gguf", format: GGUF.self),
    Pair(source: "gguf/phi-3.gguf", format: GGUF.self),
    Pair(source: "spm/llama2.model", format: GGUF.self, ignored: ["<unk>"]),
    Pair(source: "spm/llama2.model", format: TokenizerJSON.self, ignored: ["<unk>"]),
    Pair(source: "spm/mistral-v3.model", format: TokenizerJSON.self, ignored: ["<unk>"]),
    Pair(source: "tekken/tekken_240718.json", format: TokenizerJSON.self),
    Pair(source: "tekken/tekken_240718.json", format: Tekken.self),
    Pair(source: "hf/llama3.json", format: GGUF.self),
  ]

  private static func read(_ name: String) throws -> Pipeline {
    try #require(try TokenizerReader.read(path: GoldenData.path(name), ticket: .open) as? Pipeline)
  }

  /// What a format makes of a pipeline, read back.
  private static func converted(_ pipeline: Pipeline, _ format: any WritableFormat.Type) throws -> Pipeline {
    let files = try format.write(pipeline, .open)
    var source = FormatSource(path: "made", bytes: files[0].bytes, name: pipeline.card.name)
    guard case .tokenizer(let tokenizer) = try format.read(&source, .open) else { throw Trouble.cancelled }
    return try #require(tokenizer as? Pipeline)
  }

  private static func texts(_ name: String) throws -> [[UInt8]] {
    try GoldenData.records(name).filter { $0["gen"] == nil && $0["meta"] == nil }.compactMap(\.input)
      .filter { String(validating: $0, as: UTF8.self) != nil }
  }

  @Test(arguments: pairs)
  func `a vocabulary in another format gives the same ids`(_ pair: Pair) throws {
    let source = try Self.read(pair.source)
    let result = try Self.converted(source, pair.format)
    var checked = 0
    for text in try Self.texts(pair.source) {
      let shown = String(decoding: text, as: UTF8.self)
      if pair.ignored.contains(where: shown.contains) { continue }
      for special in [SpecialPolicy.text, .allow] {
        // Whether tokens that are only added are looked for in plain text is a habit of the library.
        let isHabit = special == .text && source.parts.library != result.parts.library
        if isHabit, source.parts.added.all.contains(where: { !$0.isSpecial }) { continue }
        for addsFrame in [false, true] {
          let options = EncodeOptions(special: special, addSpecial: addsFrame)
          let (one, two) = (
            try source.encode(text, options, .open), try result.encode(text, options, .open)
          )
          #expect(one.map(\.id) == two.map(\.id), "\(shown.prefix(60))")
        }
      }
      checked += 1
    }
    #expect(checked > 200)
  }

  private func score(_ pipeline: Pipeline, _ id: TokenID) -> Double {
    if case .score(let score)? = pipeline.vocabulary.weight(of: id) { score } else { 0 }
  }

  @Test(arguments: ["spm/t5-base.model", "spm/sp-test-unigram-1k.model", "synthetic-spm/unigram-nobos.model"])
  func `a unigram model as tokenizer.json gives the same ids where no mark is composed`(_ name: String) throws
  {
    let source = try Self.read(name)
    let result = try Self.converted(source, TokenizerJSON.self)
    var checked = 0
    for text in try Self.texts(name) where text.count < 2000 {
      // Graphemes of several characters go through the table in another way there, and U+0085 is a space.
      let shown = String(decoding: text, as: UTF8.self)
      if shown.contains(where: { $0.unicodeScalars.count > 1 }) || shown.contains("\u{85}") { continue }
      if ["<s>", "</s>", "<unk>", "<pad>"].contains(where: shown.contains) { continue }
      let options = EncodeOptions(special: .text)
      let (one, two) = (try source.encode(text, options, .open), try result.encode(text, options, .open))
      // Of two ways of almost one score the library takes one by its 64 bits, SentencePiece by its 32.
      let sums = [one, two].map { $0.reduce(0) { $0 + score(source, $1.id) } }
      let isTie = one.count == two.count && abs(sums[0] - sums[1]) < 1e-3
      #expect(isTie || one.map(\.id) == two.map(\.id), "\(shown.prefix(60))")
      checked += 1
    }
    #expect(checked > 150)
  }

  @Test(arguments: [
    ("gguf/bert-bge.gguf", "normalizer and splitter"), ("spm/chatglm-ice.model", "user-defined entry"),
    ("synthetic-spm/bpe-suffix.model", "normalizer"), ("synthetic-spm/char.model", "would be lost"),
  ])
  func `what tokenizer.json cannot hold is refused and named`(_ name: String, _ what: String) throws {
    let source = try Self.read(name)
    let trouble = #expect(throws: Trouble.self) { try TokenizerJSON.write(source, .open) }
    #expect(trouble?.description.contains(what) == true, "\(trouble?.description ?? "")")
  }

  @Test(arguments: ["spm/mistral-v3.model", "spm/t5-base.model", "synthetic-spm/bpe-nmt_nfkc.model"])
  func `what GGUF cannot hold is refused`(_ name: String) throws {
    let source = try Self.read(name)
    #expect(throws: Trouble.self) { try GGUF.write(source, .open) }
  }

  @Test(arguments: ["hf/llama3.json", "tiktoken/cl100k_base.tiktoken", "hf/gpt-neox-20b.json"])
  func `what tekken cannot hold is refused`(_ name: String) throws {
    let source = try Self.read(name)
    #expect(throws: Trouble.self) { try Tekken.write(source, .open) }
  }
}
