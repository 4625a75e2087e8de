import Basics
import Formats
import Foundation
import Testing
import Tokens

/// Cuts drawn at random, and the best ways, with real vocabularies.
@Suite(.enabled(if: GoldenData.isPresent, "needs TESSERA_DATA"))
struct SamplingGoldenTests {
  private static func texts(_ name: String) throws -> [[UInt8]] {
    try GoldenData.records(name).filter { $0["gen"] == nil && $0["meta"] == nil }.compactMap(\.input)
  }

  private static func pipeline(_ name: String) throws -> Pipeline {
    try #require(try TokenizerReader.read(path: GoldenData.path(name), ticket: .open) as? Pipeline)
  }

  @Test(arguments: ["hf/llama3.json", "bpe/gpt2.vocab.json", "tiktoken/cl100k_base.tiktoken"])
  func `with dropout decoding still gives the text, and without it nothing changes`(_ name: String) throws {
    let tokenizer = try Self.pipeline(name)
    for text in try Self.texts(name) {
      let plain = try tokenizer.encode(text, EncodeOptions(special: .text), .open)
      let none = EncodeOptions(special: .text, sampling: Sampling(.dropout(0)))
      #expect(try tokenizer.encode(text, none, .open) == plain)
      for share in [0.1, 0.7, 1] {
        let sampling = Sampling(.dropout(share), seed: 11)
        let options = EncodeOptions(special: .text, sampling: sampling)
        let tokens = try tokenizer.encode(text, options, .open)
        #expect(try tokenizer.decode(tokens.map(\.id)) == text)
        #expect(try tokenizer.encode(text, options, .open) == tokens)
        if share == 1 { #expect(tokens.count == text.count) }
      }
    }
  }

  @Test(arguments: ["spm/t5-base.model", "hf/t5-small.json", "spm/chatglm-ice.model"])
  func `a very large alpha draws the best way, and every drawn way decodes like it`(_ name: String) throws {
    let tokenizer = try Self.pipeline(name)
    for text in try Self.texts(name) where text.count < 2000 {
      let plain = try tokenizer.encode(text, EncodeOptions(special: .text), .open)
      let sharp = EncodeOptions(special: .text, sampling: Sampling(.paths(alpha: 1e4), seed: 2))
      let ways = try tokenizer.bestSegmentations(text, 2, EncodeOptions(special: .text), .open)
      // Two ways of almost one score are drawn alike.
      if ways.count < 2 || ways[0].score - ways[1].score > 0.01 {
        #expect(try tokenizer.encode(text, sharp, .open).map(\.id) == plain.map(\.id))
      }
      let loose = EncodeOptions(special: .text, sampling: Sampling(.paths(alpha: 0.2), seed: 2))
      let drawn = try tokenizer.encode(text, loose, .open)
      #expect(try tokenizer.decode(drawn.map(\.id)) == tokenizer.decode(plain.map(\.id)))
    }
  }

  @Test(arguments: ["spm/t5-base.model", "spm/sp-test-unigram-1k.model", "spm/sp-test-ja-8k.model"])
  func `the best segmentations are those of SentencePiece`(_ name: String) throws {
    let tokenizer = try Self.pipeline(name)
    var checked = 0
    for record in try GoldenData.records(name) {
      guard case .list(let expected)? = record["nbest"], let text = record.input, !text.isEmpty,
        text.count <= 4096
      else { continue }
      let ways = try tokenizer.bestSegmentations(text, 4, EncodeOptions(), .open)
      let wanted: [[Int]] = expected.compactMap {
        if case .list(let pair) = $0 { pair[0].integers } else { nil }
      }
      if wanted == [[]] { continue }
      #expect(ways.map { $0.tokens.map { Int($0.id) } } == wanted, "\(record["id"]?.string ?? "")")
      #expect(ways.reduce(0) { $0 + $1.share } < 1.001)
      checked += 1
    }
    #expect(checked > 50)
  }
}
