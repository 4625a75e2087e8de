import Basics
import Formats
import Foundation
import Testing
import Tokens

struct TokenizerWriterTests {
  private static let pattern = #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  private func trained() throws -> TrainedBytePairs {
    let words = "the cat sat on the mat, the \"other\" cat\\dog ran; then the rat … çok güzel\n"
    let text = Array(String(repeating: words, count: 4).utf8)
    let splitter = try Splitters.find(Self.pattern, .oniguruma)
    return try BytePairTrainer(vocabularySize: 300, specialTokens: ["<|end|>"]).train(
      [text], WordSource(splitter), .open)
  }

  @Test(arguments: [nil, Self.pattern])
  func `what is written is read back with the same entries and tokens`(_ pattern: String?) throws {
    let trained = try trained()
    #expect(trained.entries.count > 270)
    let bytes = TokenizerWriter.json(trained, pattern: pattern)
    #expect(bytes == TokenizerWriter.json(trained, pattern: pattern))
    var source = FormatSource(path: "sample.json", bytes: bytes, name: "sample", pattern: nil, specials: nil)
    guard case .tokenizer(let tokenizer) = try TokenizerJSON.read(&source, .open) else { return }
    for id in trained.entries.indices {
      #expect(tokenizer.vocabulary.bytes(of: TokenID(id)) == trained.entries[id])
    }
    let text = Array("the cat and the rat … çok\n<|end|>".utf8)
    #expect(tokenizer.vocabulary.kind(of: 0) == .special)
    #expect(tokenizer.card.splitter.hasPrefix("GPT-2"))
    let tokens = try tokenizer.encode(text)
    #expect(tokens.count < text.count)
    #expect(try tokenizer.decode(tokens.map(\.id)) == text)
  }
}
