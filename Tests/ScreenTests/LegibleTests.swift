import Basics
import Testing

@Suite struct LegibleTests {
  /// Text, what is drawn, and its columns.
  @Test(arguments: [
    ("plain", "plain", 5),
    ("a b", "a·b", 3),
    ("a\u{1B}[31m", "a␛[31m", 6),
    ("\u{07}\u{00}\u{7F}", "␇␀␡", 3),
    ("\t\n\r\u{08}", "→↵␍␈", 4),
    ("\u{9B}31m", "<9b>31m", 7),
    ("x\u{200B}y", "x<200b>y", 8),
    ("\u{FEFF}", "<feff>", 6),
    ("\u{AD}\u{3164}", "<00ad><3164>", 12),
    ("\u{202E}abc", "<202e>abc", 9),
    ("\u{2066}\u{61C}", "<2066><061c>", 12),
    ("\u{2028}", "<2028>", 6),
    ("\u{378}\u{E000}", "<0378><e000>", 12),
    ("\u{A0}\u{2003}\u{3000}", "⍽<2003>␣␣", 9),
    ("\u{E0041}\u{E007F}", "<e0041=A><e007f>", 16),
    ("e\u{301}x", "e\u{301}x", 2),
    ("\u{301}", "\u{25CC}\u{301}", 1),
    ("漢字", "漢字", 4),
    ("\u{1FAEA}", "\u{1FAEA}", 2),
    ("👩\u{200D}🚀", "👩<200d>🚀", 10),
    ("🇫🇷", "<1f1eb=F><1f1f7=R>", 18),
    ("👍🏽", "👍<1f3fd>", 9),
    ("❤\u{FE0F}", "❤", 1),
    ("\u{FE0F}", "<fe0f>", 6),
    ("\u{FFFD}", "\u{FFFD}", 1),
    ("±", "±", 1),
    ("각", "각", 2),
    ("\u{1100}\u{1161}\u{11A8}", "\u{1100}\u{1161}\u{11A8}", 2),
  ])
  func `foreign text is drawn so that nothing hides and nothing acts`(
    text: String, drawn: String, columns: Int
  ) {
    let items = Legible.items(of: Array(text.utf8), Legible.Options(showsSpaces: true))
    #expect(items.map(\.glyph).joined() == drawn)
    #expect(items.reduce(0) { $0 + $1.columns } == columns)
  }

  @Test(arguments: [
    ("tab\tend", "tab^Iend"), ("\u{1B}]0;x\u{07}", "^[]0;x^G"), ("ä", "<00e4>"), ("e\u{301}", "e<0301>"),
    ("\u{7F}", "^?"),
    ("漢", "<6f22>"),
  ])
  func `in ASCII everything is spelled`(text: String, spelled: String) {
    #expect(Legible.string(of: text, ascii: true) == spelled)
  }

  @Test(
    arguments: [
      ([0xE4], "\\xe4"), ([0xC0, 0x80], "\\xc0\\x80"), ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),
      ([0xF4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"), ([0xE2, 0x82], "\\xe2\\x82"),
      ([0x41, 0xFF, 0x42], "A\\xffB"),
      ([0xF0, 0x80, 0x80, 0x80], "\\xf0\\x80\\x80\\x80"), ([0xE0, 0x80, 0xAF], "\\xe0\\x80\\xaf"),
    ] as [([UInt8], String)])
  func `bytes that are not UTF-8 are drawn one by one`(bytes: [UInt8], drawn: String) {
    #expect(Legible.string(of: bytes) == drawn)
  }

  @Test func `a token that holds a part of a character shows its bytes`() {
    let bytes = Array("a漢e\u{301}".utf8)
    #expect(Legible.items(of: bytes, in: 0..<2).map(\.glyph) == ["a", "\\xe6"])
    #expect(Legible.items(of: bytes, in: 2..<4).map(\.glyph) == ["\\xbc", "\\xa2"])
    let mark = Legible.items(of: bytes, in: 5..<7)
    #expect(mark.map(\.glyph) == ["\u{25CC}\u{301}"])
    #expect(mark.first?.kind == .invisible)
  }

  @Test func `at most four marks are drawn and all are covered`() {
    let bytes = Array("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}b".utf8)
    let items = Legible.items(of: bytes)
    #expect(items.first?.glyph.unicodeScalars.count == 5)
    #expect(items.map(\.range) == [0..<13, 13..<14])
  }

  @Test func `for any bytes the ranges tile the text and the glyphs are harmless`() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<2000 {
      let count = Int.random(in: 0...24, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      check(bytes)
    }
  }

  @Test func `for any scalars the ranges tile the text and the glyphs are harmless`() {
    for value in UInt32(0)..<0x11_0000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      check(Array(String(scalar).utf8))
    }
  }

  private func check(_ bytes: [UInt8]) {
    for ascii in [false, true] {
      var end = 0
      for item in Legible.items(of: bytes, Legible.Options(isASCII: ascii, showsSpaces: true)) {
        let isTiling = item.range.lowerBound == end && !item.range.isEmpty
        let isHarmless = item.glyph.unicodeScalars.allSatisfy { scalar in
          ascii ? (0x20..<0x7F).contains(scalar.value) : ColumnWidth.columns(scalar.value) >= 0
        }
        var columns = 0
        for scalar in item.glyph.unicodeScalars { columns += ColumnWidth.columns(scalar.value) }
        if !isTiling || !isHarmless || columns != item.columns {
          Issue.record("\(bytes): \(item) takes \(columns) columns")
        }
        end = item.range.upperBound
      }
      if end != bytes.count { Issue.record("\(bytes) ends at \(end)") }
    }
  }

  @Test func `ambiguous characters are wide when a person says so`() {
    let options = Legible.Options(ambiguousIsWide: true)
    #expect(Legible.columns(of: "±α", options) == 4)
    #expect(Legible.columns(of: "±α") == 2)
    #expect(ColumnWidth.unicodeVersion == "17.0")
  }
}
