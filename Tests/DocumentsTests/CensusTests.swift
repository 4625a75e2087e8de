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
        #expect(census.histogram == whole.histogram, "\(name)")
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

  @Test(arguments: 1...6)
  func `a range has the tokens that lie in it, and those that its ends cut`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    for name in Self.names {
      let tokenizer = try #require(TokenizerCatalog.named(name))
      let rope = Rope(text(120_000, &random))
      let tokens = try tokenizer.encode(rope[0..<rope.count])
      let census = try counted(rope, tokenizer)
      for _ in 0..<20 {
        let low = Int.random(in: 0...rope.count, using: &random)
        let high = Int.random(
          in: low...(random.unit() < 0.5 ? min(rope.count, low + 30) : rope.count), using: &random)
        let range = low..<high
        let count = try census.count(in: range, tokenizer, EncodeOptions(), .open)
        let inside = tokens.count { low <= $0.start && $0.end <= high && low < high }
        let touched = tokens.count { $0.bytes.overlaps(range) }
        #expect(count.tokens == inside && count.cutTokens == touched - inside, "\(name) \(range)")
        #expect(count.isExact && count.range == range)
        let bytes = rope[range]
        if rope.characterStart(at: low) == low {
          #expect(count.text == TextCounts(bytes.span), "\(name) \(range)")
        }
      }
    }
  }

  @Test func `a range that the first pass has not reached is counted as far as it has come`() throws {
    let tokenizer = try #require(TokenizerCatalog.named("bytes"))
    var census = Census()
    try census.adopt(Rope([UInt8](repeating: 0x61, count: 900_000)), tokenizer, EncodeOptions(), .open)
    try census.advance(by: 300_000, tokenizer, EncodeOptions(), .open)
    let count = try census.count(in: 1000..<900_000, tokenizer, EncodeOptions(), .open)
    #expect(count.range == 1000..<census.coveredBytes && count.tokens == census.coveredBytes - 1000)
    #expect(census.densities(9).prefix(3).allSatisfy { $0 == 1 } && census.densities(9)[8] == nil)
  }

  @Test(arguments: 1...6)
  func `parts counted in any order and added in theirs are the census`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let tokenizer = try #require(TokenizerCatalog.named("words"))
    let rope = Rope(text(1_500_000, &random))
    let plain = try counted(rope, tokenizer)
    var census = Census()
    try census.adopt(rope, tokenizer, EncodeOptions(), .open)
    var source = census.parts(tokenizer)
    var parts: [CensusPart] = []
    while let part = source.next() { parts.append(part) }
    var results: [Int: CensusPart.Counted] = [:]
    for number in parts.indices.shuffled(using: &random) {
      results[number] = try parts[number].counted(tokenizer, EncodeOptions(), .open)
    }
    for number in parts.indices { census.add(try #require(results[number])) }
    #expect(census == plain && census.histogram == plain.histogram && parts.count > 5)
  }

  @Test(arguments: 1...20)
  func `the screen is cut again where an edit touches it, and is that of a whole encode`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    for name in Self.names {
      let tokenizer = try #require(TokenizerCatalog.named(name))
      var rope = Rope(text(20_000, &random))
      var part = try Segmentation(rope, visible: 6000..<9000, tokenizer, EncodeOptions(), .open)
      for _ in 0..<10 {
        let old = rope
        let low = rope.characterStart(at: Int.random(in: part.range, using: &random))
        let high = rope.characterStart(
          at: min(part.range.upperBound, low + Int.random(in: 0...9, using: &random)))
        rope.replace(low..<max(low, high), with: text(Int.random(in: 0...9, using: &random), &random))
        guard let change = rope.difference(from: old) else { continue }
        guard part.recut(change, in: rope, tokenizer, EncodeOptions(), .open) else {
          part = try Segmentation(rope, visible: 6000..<9000, tokenizer, EncodeOptions(), .open)
          continue
        }
        let expected = try tokenizer.encode(rope[0..<rope.count]).filter {
          part.range.contains(Int($0.start))
        }
        #expect(part.tokens.map(part.bytes(of:)) == expected.map(\.bytes), "\(name)")
        #expect(part.tokens.map(\.id) == expected.map(\.id))
      }
    }
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
