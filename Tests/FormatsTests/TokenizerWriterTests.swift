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

  private static let text = Array(
    String(
      repeating: "Thé cat sat on the mat, the \"other\" cat\\dog ran: then the rat … çok güzel\n", count: 4
    ).utf8)

  @Test func `byte pairs over characters are read back`() throws {
    let rules = WordRules(.init("gpt2"))
    let words = try WordCounts([Self.text], rules.source(), .open)
    let trained = try BytePairTrainer(vocabularySize: 120, specialTokens: ["<unk>"], alphabet: .characters())
      .train(words, .open)
    let tokenizer = try read(TokenizerWriter.json(.bytePairs(trained), rules))
    let ids = try tokenizer.encode(Self.text).map(\.id)
    #expect(try tokenizer.decode(ids) == Self.text && ids.count < Self.text.count / 2)
    #expect(try tokenizer.encode(Array("日".utf8)).map(\.id) == [0])
  }

  @Test func `what is written is JSON of the form that the library reads`() throws {
    let rules = WordRules(.bert, .bert)
    let words = try WordCounts([Self.text], rules.source(), .open)
    let pieces = try WordPieceTrainer(vocabularySize: 80, specialTokens: ["[UNK]"]).train(words, .open)
    let wordPiece = try model(TokenizerWriter.json(.wordPiece(pieces), rules))
    #expect(wordPiece["type"] as? String == "WordPiece" && wordPiece["unk_token"] as? String == "[UNK]")
    #expect((wordPiece["vocab"] as? [String: Int])?.count == pieces.entries.count)
    let scored = try UnigramTrainer(vocabularySize: 60).train(words, .open)
    let unigram = try model(TokenizerWriter.json(.unigram(scored), WordRules(.metaspace)))
    #expect(unigram["unk_id"] as? Int == 0 && (unigram["vocab"] as? [[Any]])?.count == scored.entries.count)
  }

  @Test func `superwords are read back with the second pattern`() throws {
    let rules = WordRules(.pattern(SuperBytePairTrainer.secondPattern))
    let first = try WordRules(.pattern(SuperBytePairTrainer.firstPattern)).source()
    let trainer = SuperBytePairTrainer(BytePairTrainer(vocabularySize: 310), transition: 30)
    let trained = try trainer.train(
      words: WordCounts([Self.text], first, .open), lines: WordCounts([Self.text], rules.source(), .open),
      .open)
    let tokenizer = try read(TokenizerWriter.json(.bytePairs(trained), rules))
    #expect(try tokenizer.decode(tokenizer.encode(Self.text).map(\.id)) == Self.text)
    #expect(trained.entries.contains { $0.split(separator: 32).count > 1 })
  }

  @Test func `WordPiece and Unigram are read back`() throws {
    let bert = WordRules(.bert, .bert)
    let pieces = try WordPieceTrainer(vocabularySize: 80, specialTokens: ["[UNK]"]).train(
      WordCounts([Self.text], bert.source(), .open), .open)
    let wordPiece = try read(TokenizerWriter.json(.wordPiece(pieces), bert))
    let ids = try wordPiece.encode(Array("The CAT sat, ran".utf8)).map(\.id)
    #expect(String(decoding: try wordPiece.decode(ids), as: UTF8.self) == "the cat sat, ran")
    let rules = WordRules(.metaspace)
    let scored = try UnigramTrainer(vocabularySize: 60).train(
      WordCounts([Self.text], rules.source(), .open), .open)
    let unigram = try read(TokenizerWriter.json(.unigram(scored), rules))
    let text = Array("the cat sat on the mat".utf8)
    let tokens = try unigram.encode(text)
    #expect(try unigram.decode(tokens.map(\.id)) == text && tokens.count < text.count)
    for id in scored.entries.indices {
      #expect(unigram.vocabulary.bytes(of: TokenID(id)) == scored.entries[id])
    }
  }

  private func read(_ bytes: [UInt8]) throws -> any Tokenizer {
    var source = FormatSource(path: "sample.json", bytes: bytes, name: "sample", pattern: nil, specials: nil)
    guard case .tokenizer(let tokenizer) = try TokenizerJSON.read(&source, .open) else {
      throw Trouble(.fault, "not a tokenizer")
    }
    return tokenizer
  }

  private func model(_ bytes: [UInt8]) throws -> [String: Any] {
    let whole = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    return whole?["model"] as? [String: Any] ?? [:]
  }
}
