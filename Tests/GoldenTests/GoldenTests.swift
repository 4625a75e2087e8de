import Basics
import Formats
import Testing
import Tokens

/// Expected values come from tokenizers 0.23.3 and tiktoken 0.14.0, as the `meta` line of each file says.
@Suite(.enabled(if: GoldenData.isPresent, "needs TESSERA_DATA"))
struct GoldenTests {
  @Test(arguments: GoldenData.vocabularies)
  func `ids, places and decodings equal the reference`(_ name: String) throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path(name), ticket: .open)
    var check = GoldenCheck(name: name, tokenizer: tokenizer, isTiktoken: name.hasPrefix("tiktoken/"))
    for record in try GoldenData.records(name) where record["meta"] == nil { check.check(record) }
    #expect(check.count > 100)
    #expect(
      check.failures.isEmpty,
      "\(check.failures.count) differences\n\(check.failures.prefix(8).joined(separator: "\n"))")
  }

  @Test func `the merges of CLIP give the tokenizer that its tokenizer.json is`() throws {
    let path = GoldenData.path("bpe/clip-bpe_simple_vocab_16e6.txt.gz")
    let tokenizer = try TokenizerReader.read(path: path, ticket: .open)
    #expect(tokenizer.vocabulary.count == 49408)
    var check = GoldenCheck(name: "clip", tokenizer: tokenizer, isTiktoken: false)
    for record in try GoldenData.records("hf/clip.json") where record["meta"] == nil { check.check(record) }
    #expect(check.count > 100)
    #expect(check.failures.isEmpty, "\(check.failures.prefix(8).joined(separator: "\n"))")
  }

  @Test func `the digest of abc is the published one`() {
    #expect(
      SHA256.hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
