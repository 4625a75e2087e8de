import Basics
import Testing
import Tokens

/// Words and gold segmentations against tokens.
@Suite struct BoundaryTests {
  private func tokens(_ pieces: [String]) -> [Token] {
    var start = 0
    return pieces.map { piece in
      defer { start += piece.utf8.count }
      return Token(id: 0, start: start, end: start + piece.utf8.count)
    }
  }

  private func shares(_ pieces: [String], _ kind: WordShares.Kind = .spaces) -> WordShares {
    var shares = WordShares(kind)
    shares.add(Array(pieces.joined().utf8).span, tokens(pieces))
    return shares
  }

  @Test func `words are single or continued, whatever spaces their tokens carry`() {
    let cut = shares(["the", " un", "happy", " cat", " "])
    #expect(cut.words == 3 && cut.single == 2 && cut.continued == 1 && cut.tokens == 4)
  }

  @Test func `a token of two words is a token of both`() {
    let cut = shares(["of the", " cat", "s"])
    #expect(cut.words == 3 && cut.single == 2 && cut.continued == 1 && cut.tokens == 4)
  }

  @Test func `punctuation is of a word or not, as the kind says`() {
    #expect(shares(["cat", ","]).continued == 1)
    let letters = shares(["cat", ",", " ", "naïve", "_", "x"], .letters)
    #expect(letters.words == 2 && letters.single == 1 && letters.tokens == 4)
  }

  @Test func `a word without a token is neither`() {
    var shares = WordShares(.spaces)
    shares.add(Array("ab cd".utf8).span, [Token(id: 1, start: 0, end: 2), Token(id: 2, start: 3, end: 3)])
    #expect(shares.words == 2 && shares.single == 1 && shares.continued == 0)
  }

  @Test("parts give what the whole gives", arguments: UInt64(0)..<20)
  func parts(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces = (0..<60).map { _ in
      ["a", " b", "c ", " ", "\u{3000}", "é", "of the", "\n", ".", "漢字", "_", "x y"][Int(random.next() % 12)]
    }
    for kind in WordShares.Kind.allCases {
      var parted = WordShares(kind)
      var rest = pieces[...]
      while !rest.isEmpty {
        let part = Array(rest.prefix(1 + Int(random.next() % 7)))
        rest = rest.dropFirst(part.count)
        parted.add(Array(part.joined().utf8).span, tokens(part))
      }
      let whole = shares(pieces, kind)
      #expect(parted.words == whole.words && parted.single == whole.single)
      #expect(parted.continued == whole.continued && parted.tokens == whole.tokens)
      #expect(whole.single + whole.continued == whole.words)
    }
  }

  @Test func `a line is its text and its cuts`() throws {
    let gold = try GoldSegmentation(Array("ev|ler|im\r\n\nçay\\|a\\\\b\\c|d\n".utf8), named: "gold")
    #expect(gold.lines.count == 2)
    #expect(gold.lines[0] == .init(text: Array("evlerim".utf8), cuts: [2, 5]))
    #expect(gold.lines[1] == .init(text: Array("çay|a\\b\\cd".utf8), cuts: [10]))
    let spaced = try GoldSegmentation(Array("ev ler\\ x".utf8), mark: " ", named: "gold")
    #expect(spaced.lines == [.init(text: Array("evler x".utf8), cuts: [2])])
    let wide = try GoldSegmentation(Array("ev·ler".utf8), mark: "·", named: "gold")
    #expect(wide.lines == [.init(text: Array("evler".utf8), cuts: [2])])
  }

  @Test(arguments: [
    ("a|b\na||b", "gold, line 2: a piece of the segmentation is empty"),
    ("|a", "gold, line 1: a piece of the segmentation is empty"),
    ("a|", "gold, line 1: a piece of the segmentation is empty"),
    ("ab\ncd", "gold: no line has a cut marked with |"),
    ("", "gold: no line has a cut marked with |"),
  ])
  func `a file that marks nothing, or twice, is refused`(text: String, begins: String) {
    #expect {
      try GoldSegmentation(Array(text.utf8), named: "gold")
    } throws: {
      ($0 as? Trouble)?.description.hasPrefix(begins) == true
    }
  }

  @Test func `cuts are compared inside the text`() throws {
    let gold = try GoldSegmentation(Array("ev|ler|im|iz".utf8), named: "gold")
    var counts = BoundaryCounts()
    counts.add(tokens(["evl", "er", "im", "iz"]), gold.lines[0])
    #expect(counts.found == 3 && counts.gold == 3 && counts.right == 2 && counts.exactTexts == 0)
    #expect(counts.precision == 2.0 / 3 && counts.recall == 2.0 / 3 && counts.f1 == 2.0 / 3)
    counts.add(tokens(["evlerimiz"]), gold.lines[0])
    #expect(counts.precision == 2.0 / 3 && counts.recall == 2.0 / 6)
    counts.add(tokens(["ev", "ler", "im", "iz"]), gold.lines[0])
    #expect(counts.exactShare == 1.0 / 3)
  }

  @Test func `a cut is right anywhere among bytes that no token has`() throws {
    let tokens = [
      Token(id: 1, start: 0, end: 1), Token(id: 9, start: 1, end: 1), Token(id: 2, start: 2, end: 3),
    ]
    for (line, right) in [("a| b", 1), ("a |b", 1)] {
      var counts = BoundaryCounts()
      counts.add(tokens, try GoldSegmentation(Array(line.utf8), named: "").lines[0])
      #expect(counts.found == 1 && counts.right == right)
    }
    #expect(BoundaryCounts().f1 == nil && BoundaryCounts().exactShare == nil)
  }
}
