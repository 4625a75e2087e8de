import Basics
import Formats
import Testing
import Tokens

/// A text may be cut where `safeCut` says: the parts give the tokens of the whole.
@Suite(.enabled(if: GoldenData.isPresent, "needs TESSERA_DATA"))
struct CutTests {
  @Test(arguments: [
    "hf/llama3.json", "hf/qwen2.json", "hf/falcon.json", "hf/gpt-neox-20b.json", "hf/roberta-base.json",
    "hf/kl3m-004-char-4k.json",
    "synthetic-hf/added-tokens.json", "synthetic-hf/norm-lower.json", "tiktoken/o200k_base.tiktoken",
    "hf/whisper-tiny.json", "gguf/gpt-2.gguf", "gguf/falcon.gguf", "gguf/starcoder.gguf", "gguf/mpt.gguf",
    "gguf/deepseek-coder.gguf", "gguf/deepseek-llm.gguf", "tekken/tekken_240718.json",
  ])
  func `encoding the parts gives the tokens of the whole`(_ name: String) throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path(name), ticket: .open)
    var text: [UInt8] = []
    for record in try GoldenData.records(name) {
      if let more = record["text"]?.bytes { text += more + (text.count & 1 == 0 ? [0x0A] : [0x20]) }
    }
    let options = EncodeOptions(special: name.hasPrefix("tiktoken") ? .allow : .library, isWindow: true)
    let whole = try tokenizer.encode(text, options, .open)
    var parts: [Token] = []
    var start = 0
    var cuts = 0
    while start < text.count {
      let cut = tokenizer.safeCut(in: text.span, from: start) ?? text.count
      #expect(cut > start)
      for token in try tokenizer.encode(Array(text[start..<cut]), options, .open) {
        parts.append(
          Token(id: token.id, start: token.bytes.lowerBound + start, end: token.bytes.upperBound + start))
      }
      start = cut
      cuts += 1
    }
    #expect(cuts > 100)
    let difference = zip(whole, parts).first { $0 != $1 }
    #expect(whole == parts, "\(String(describing: difference))")
  }

  @Test(arguments: [
    "synthetic-hf/bytelevel-prefix-space.json", "synthetic-hf/norm-strip.json",
  ])
  func `no cut is promised where a stretch is changed at its beginning`(_ name: String) throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path(name), ticket: .open)
    #expect(tokenizer.safeCut(in: Array("some words\nmore words\n".utf8).span, from: 0) == nil)
  }

  @Test func `cuts that two tokenizers promise together are found, and give the tokens of the whole`() throws
  {
    let tokenizers = try ["tiktoken/gpt2.tiktoken", "hf/llama3.json"].map {
      try TokenizerReader.read(path: GoldenData.path($0), ticket: .open)
    }
    let text = Array(
      String(repeating: "One line, and two more words.\n  Then 12 spaces\tfollow.\n", count: 200).utf8)
    let shared = SharedCuts(tokenizers)
    var (start, cuts) = (0, 0)
    var parts: [[Token]] = [[], []]
    while start < text.count {
      let cut = shared.first(in: text.span, from: start + 1) ?? text.count
      for row in 0..<2 {
        parts[row] += try tokenizers[row].encode(Array(text[start..<cut])).map {
          Token(id: $0.id, start: Int($0.start) + start, end: Int($0.end) + start)
        }
      }
      (start, cuts) = (cut, cuts + 1)
    }
    #expect(cuts > 500)
    for row in 0..<2 { #expect(parts[row] == (try tokenizers[row].encode(text))) }
  }
}
