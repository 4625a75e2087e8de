import Basics
import Tokens

/// Repeatable random texts that are rich in what split patterns distinguish.
struct RandomText {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  private static let parts: [String] = [
    "a", "b", "Z", "word", "Word", "WORD", "dON'T", "I'll", "'s", "'S", "'re", "'VE", "'ll", "'lL", "'d",
    "'ſ", "ſ", "'", "’s", "İ", "ß", "K",
    " ", " ", " ", "  ", "   ", "\t", "\n", "\n\n", "\r\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{A0}",
    "\u{1680}", "\u{2003}", "\u{2028}",
    "\u{3000}", "\u{200B}", "\u{FEFF}", "\u{180E}", "\u{1C}", "\u{0}", "\u{7F}",
    "0", "7", "12", "345", "6789", "1234567", "٣", "²", "½", "Ⅷ", "〇", "๓", "𝟙",
    "é", "e\u{301}", "\u{301}", "\u{20DD}", "ा", "क्ष", "ǅ", "ʰ", "ª", "א", "ب", "ไทย", "漢", "漢字", "々", "仮名",
    "カナ", "한국", "ㄅ", "𠀀", "⺀",
    "!", "?", ".", ",", "...", "//", "/", "\n/", "!\n", "-", "_", "(", ")", "$", "+", "<|x|>", "\"", "#", "`",
    "¿", "—", "„",
    "😀", "👨‍👩‍👧", "🇩🇪", "❤\u{FE0F}", "\u{E000}", "\u{378}", "\u{10FFFF}", "\u{1C89}", "\u{A7CE}", "\u{10D40}",
    "\u{11DB0}", "\u{16EA0}",
  ]

  /// Up to `most` parts.
  mutating func text(atMost most: Int) -> [UInt8] {
    let count = Int(random.next() % UInt64(most + 1))
    var text = ""
    for _ in 0..<count { text += Self.parts[Int(random.next() % UInt64(Self.parts.count))] }
    return Array(text.utf8)
  }

  /// Up to `most` parts, of all kinds or mostly of a few, as in written text.
  mutating func mixed(atMost most: Int) -> [UInt8] {
    let few = (0..<3).map { _ in Self.parts[Int(random.next() % UInt64(Self.parts.count))] }
    let usual = ["word", " ", " the", "ing", "\n", "Word", "'", "s", "漢字", "и"] + few
    let rarely = random.next() % 12
    let count = Int(random.next() % UInt64(most + 1))
    var text = ""
    for _ in 0..<count {
      let parts = random.next() % 12 <= rarely ? usual : Self.parts
      text += parts[Int(random.next() % UInt64(parts.count))]
    }
    return Array(text.utf8)
  }

  /// A text with some bytes changed, taken out or put in, seldom valid UTF-8.
  mutating func broken(atMost most: Int) -> [UInt8] {
    var bytes = text(atMost: most)
    for _ in 0..<(1 + Int(random.next() % 4)) where !bytes.isEmpty {
      let index = Int(random.next() % UInt64(bytes.count))
      switch random.next() % 3 {
      case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes.remove(at: index)
      default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: index)
      }
    }
    return bytes
  }

  /// A number below `limit`.
  mutating func number(below limit: Int) -> Int { Int(random.next() % UInt64(max(1, limit))) }
}

/// The matches of a splitter as ranges.
func pieces(_ splitter: any Splitter, _ text: [UInt8], _ range: Range<Int>? = nil) throws(Trouble) -> [Range<
  Int
>] {
  var ranges: [Range<Int>] = []
  try splitter.forEachMatch(in: text.span, range ?? 0..<text.count) { (start, end) throws(Trouble) in
    ranges.append(start..<end)
  }
  return ranges
}
