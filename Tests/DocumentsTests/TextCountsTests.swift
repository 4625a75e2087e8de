import Basics
import Documents
import Testing

@Suite struct TextCountsTests {
  /// The same by the plainest means.
  private func plain(_ bytes: [UInt8]) -> TextCounts {
    let text = String(decoding: bytes, as: UTF8.self)
    var counts = TextCounts()
    counts.bytes = bytes.count
    counts.scalars = text.unicodeScalars.count
    counts.graphemes = text.count
    counts.words = text.unicodeScalars.split { $0.properties.isWhitespace }.count
    counts.newlines = text.unicodeScalars.filter { $0 == "\n" }.count
    return counts
  }

  private func fast(_ bytes: [UInt8]) -> TextCounts { TextCounts(bytes.span) }

  @Test func `the example of the documentation holds`() {
    var expected = TextCounts()
    (expected.bytes, expected.scalars, expected.graphemes) = (10, 10, 10)
    (expected.words, expected.newlines) = (2, 1)
    #expect(fast(Array("two words\n".utf8)) == expected)
  }

  @Test(arguments: [
    "", " ", "a", "\r\n\r\n", "e\u{301}a", "🏴‍☠️ x", "naïve café\r\n", "日本語\u{3000}漢字", "🇫🇷🇩🇪",
    "a\u{301}\r\n\u{301}",
    "Привет, мир! Hello there, this is long ASCII text.\r\r\n", "\u{85}x\u{2028}y",
  ])
  func `fast and plain agree on`(_ text: String) {
    #expect(fast(Array(text.utf8)) == plain(Array(text.utf8)))
  }

  @Test(arguments: 1...60)
  func `fast and plain agree on random bytes and pieces`(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces = [
      "a", " ", "\n", "\r\n", "\u{301}", "é", "漢", "👩‍🚀", "🇫🇷", "some more words ", "\u{A0}", "\u{200D}",
    ]
    var bytes: [UInt8] = []
    for _ in 0..<400 {
      if random.next() % 8 == 0 {
        bytes.append(UInt8.random(in: 0...255, using: &random))
      } else {
        bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
      }
    }
    #expect(fast(bytes) == plain(bytes))
  }

  @Test func `stretches cut behind line feeds add up, and take away again`() {
    let lines = ["one two\n", "drei\u{301} vier\r\n", "\n", "пять шесть\n", "last"]
    let whole = fast(Array(lines.joined().utf8))
    let sum = lines.map { fast(Array($0.utf8)) }.reduce(TextCounts(), +)
    #expect(sum == whole)
    #expect(whole - fast(Array(lines[0].utf8)) == fast(Array(lines.dropFirst().joined().utf8)))
  }

  @Test func `a stretch that begins inside a word does not count it again`() {
    let first = fast(Array("foo".utf8))
    let second = TextCounts(Array("(bar) baz".utf8).span, startsInsideWord: true)
    #expect((first + second).words == 2)
  }
}
