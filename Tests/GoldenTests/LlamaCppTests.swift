import Basics
import Formats
import Foundation
import Testing
import Tokens

/// Expected values come from llama.cpp (llama-cpp-python 0.3.36) and mistral-common 1.13.1.
@Suite(.enabled(if: GoldenData.isPresent, "needs TESSERA_DATA"))
struct LlamaCppTests {
  private static let models = GoldenData.names(on: ["gguf", "tekken"])

  @Test(arguments: models)
  func `ids and decodings equal the reference`(_ name: String) throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path(name), ticket: .open)
    var check = GoldenCheck(name: name, tokenizer: tokenizer, isTiktoken: false)
    for record in try GoldenData.records(name) where record["meta"] == nil { check.check(record) }
    #expect(check.count > 700)
    #expect(
      check.failures.isEmpty,
      "\(check.failures.count) differences\n\(check.failures.prefix(8).joined(separator: "\n"))")
  }

  /// Made by the authors of llama.cpp with the models' own libraries.
  @Test(arguments: models.filter { $0.hasPrefix("gguf/") })
  func `the vectors of llama.cpp are met`(_ name: String) throws {
    let path = GoldenData.path(name)
    let tokenizer = try TokenizerReader.read(path: path, ticket: .open)
    let texts = String(decoding: try Files.read(path + ".inp"), as: UTF8.self)
      .components(separatedBy: "\n__ggml_vocab_test__\n")
    let ids = String(decoding: try Files.read(path + ".out"), as: UTF8.self).components(separatedBy: "\n")
    #expect(texts.count >= 46)
    for (text, line) in zip(texts, ids).prefix(46) {
      let found = try tokenizer.encode(Array(text.utf8)).map(\.id)
      #expect(found == line.split(separator: " ").compactMap { TokenID($0) }, "\(text.debugDescription)")
    }
  }
}
