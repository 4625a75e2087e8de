import Basics
import Documents
import Testing
import Tokens

@Suite struct CensusTests {
  private static let names = ["bytes", "scalars", "graphemes", "words"]

  private func counted(_ text: Rope, _ tokenizer: any Tokenizer) throws -> Census {
    var census = Census()
    try census.adopt(text, tokenizer, EncodeOptions(), .open)
    while !census.isComplete { try census.advance(by: 1 << 20, tokenizer, EncodeOptions(), .open) }
    return census
  }

  private func text(_ count: Int, _ random: inout SeededRandom) -> [UInt8] {
    let words = ["one ", "two\n", "é", "中文 ", "e\u{301}", " 3,14", "\r\n", "\t", "👨‍👩‍👧 ", "word"].map {
      Array($0.utf8)
    }
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += words[Int(random.next() % UInt64(words.count))] }
    return bytes
  }

  @Test(arguments: 1...6)
  func `an edited census is the census of the edited text`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    for name in Self.names {
      let tokenizer = try #require(TokenizerCatalog.named(name))
      var rope = Rope(text(150_000, &random))
      var census = try counted(rope, tokenizer)
      for _ in 0..<12 {
        let low = rope.characterStart(at: Int.random(in: 0...rope.count, using: &random))
        let high = rope.characterStart(
          at: min(rope.count, low + Int.random(in: 0...(random.unit() < 0.2 ? 90_000 : 9), using: &random)))
        rope.replace(
          low..<high,
          with: text(Int.random(in: 0...(random.unit() < 0.2 ? 90_000 : 9), using: &random), &random))
        try census.adopt(rope, tokenizer, EncodeOptions(), .open)
        while !census.isComplete { try census.advance(by: 1 << 18, tokenizer, EncodeOptions(), .open) }
        let whole = try counted(rope, tokenizer)
        #expect(census.tokenCount == whole.tokenCount, "\(name)")
        #expect(census.counts == whole.counts, "\(name)")
        #expect(census.leaders(20).top.map(\.count) == whole.leaders(20).top.map(\.count), "\(name)")
        #expect(census.leaders(1).distinct == whole.leaders(1).distinct, "\(name)")
      }
    }
  }

  @Test(arguments: 1...6)
  func `the visible part has the tokens of the whole`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    for name in Self.names {
      let tokenizer = try #require(TokenizerCatalog.named(name))
      let bytes = text(60_000, &random)
      let whole = try tokenizer.encode(bytes)
      let low = Int.random(in: 0..<bytes.count, using: &random)
      let part = try Segmentation(
        Rope(bytes), visible: low..<min(bytes.count, low + 2000), tokenizer, EncodeOptions(), .open)
      let expected = whole.filter { part.range.contains(Int($0.start)) }
      #expect(part.isExact && part.tokens.map(part.bytes(of:)) == expected.map(\.bytes), "\(name)")
      #expect(part.tokens.map(\.id) == expected.map(\.id))
    }
  }

  @Test(arguments: 1...10)
  func `tokens follow an edit until they are cut anew`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let tokenizer = try #require(TokenizerCatalog.named("bytes"))
    let old = Rope(text(9_000, &random))
    var new = old
    let low = Int.random(in: 0..<old.count, using: &random)
    new.replace(low..<min(old.count, low + 5), with: Array("xyz".utf8))
    var part = try Segmentation(old, visible: 3000..<4000, tokenizer, EncodeOptions(), .open)
    let change = try #require(new.difference(from: old))
    part.follow(change)
    for token in part.tokens { #expect(new[part.bytes(of: token)].map(TokenID.init) == [token.id]) }
  }

  @Test func `cancelling stops a count and keeps the old one`() throws {
    let tokenizer = try #require(TokenizerCatalog.named("words"))
    var random = SeededRandom(seed: 1)
    var census = Census()
    try census.adopt(Rope(text(200_000, &random)), tokenizer, EncodeOptions(), .open)
    let ticket = Ticket()
    ticket.cancel()
    #expect(throws: Trouble.cancelled) { try census.advance(by: 1 << 20, tokenizer, EncodeOptions(), ticket) }
    #expect(!census.isComplete)
  }
}
