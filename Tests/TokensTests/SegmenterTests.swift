import Basics
import Testing
import Tokens

@Suite struct SegmenterTests {
  private func units(_ segmenter: any Segmenter, _ text: [UInt8]) throws -> [Range<Int>] {
    var units: [Range<Int>] = []
    try segmenter.forEachUnit(in: text.span) { (start, end) throws(Trouble) in units.append(start..<end) }
    return units
  }

  @Test func `units tile any text, and a safe cut gives the units of the whole`() throws {
    var random = RandomText(seed: 3)
    for segmenter in TokenizerCatalog.segmenters {
      for round in 0..<1500 {
        let text = round % 3 == 0 ? random.broken(atMost: 30) : random.text(atMost: 30)
        let whole = try units(segmenter, text)
        try #require(
          whole.reduce(0) { $1.lowerBound == $0 && !$1.isEmpty ? $1.upperBound : -1 } == text.count,
          "\(segmenter.name)")
        let from = random.number(below: text.count)
        let window = Array(text.prefix(from + random.number(below: 20)))
        guard let cut = segmenter.safeCut(in: window.span, from: from) else { continue }
        let right = try units(segmenter, Array(text[cut...])).map {
          $0.lowerBound + cut..<$0.upperBound + cut
        }
        let left = try units(segmenter, Array(text[..<cut]))
        try #require(left + right == whole, "\(segmenter.name) at \(cut): \(text)")
      }
    }
  }

  @Test func `graphemes are those of the standard library`() throws {
    var random = RandomText(seed: 4)
    for _ in 0..<1500 {
      let text = random.text(atMost: 30)
      let string = String(decoding: text, as: UTF8.self)
      try #require(
        units(GraphemeSegmenter(), text).map(\.count) == string.map(\.utf8.count),
        "\(string.debugDescription)")
    }
  }

  @Test func `words are runs of letters, marks, numbers and underscores, runs of space, and single others`()
    throws
  {
    let text = Array("don't  stop_2 e\u{301}ß漢字!?".utf8) + [0xFF]
    let words = try units(WordSegmenter(), text).map { String(decoding: text[$0], as: UTF8.self) }
    #expect(words == ["don", "'", "t", "  ", "stop_2", " ", "e\u{301}ß漢字", "!", "?", "\u{FFFD}"])
  }

  @Test func `single scalars and stray bytes decode, longer units say why they do not`() throws {
    let scalars = SegmentTokenizer(ScalarSegmenter())
    var random = RandomText(seed: 5)
    for _ in 0..<300 {
      let text = random.broken(atMost: 20)
      try #require(scalars.decode(scalars.encode(text).map(\.id)) == text)
    }
    let words = SegmentTokenizer(WordSegmenter())
    let ids = try words.encode(Array("two words".utf8)).map(\.id)
    #expect(ids[1] == 32 && ids[0] & 1 << 30 != 0)
    let trouble = #expect(throws: Trouble.self) { try words.decode(ids) }
    #expect(
      trouble?.description
        == "the number \(ids[0]) of the words segmenter has no text. Longer units are numbered by a hash, which cannot be turned back; decode with a tokenizer that has a vocabulary."
    )
  }

  @Test func `every segmenter has its own name`() {
    #expect(TokenizerCatalog.all.map(\.card.name) == ["bytes", "scalars", "graphemes", "words", "fixed-4"])
    #expect(TokenizerCatalog.named("fixed-16")?.card.name == "fixed-16")
    #expect(TokenizerCatalog.named("fixed-0") == nil)
    #expect(TokenizerCatalog.named("words")?.card.format == "built in")
  }
}
