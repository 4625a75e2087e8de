import Basics
import Documents

/// Texts and edits from a seed: many scripts, numbers, runs of spaces, line ends, marks, special tokens, bytes that are not UTF-8.
struct EditScript {
  private var random: SeededRandom

  init(seed: Int) { random = SeededRandom(seed: UInt64(seed)) }

  private static let words: [[UInt8]] =
    ([
      "the", "quick", "token", "Tokenizer", "don't", "WE'LL", "camelCase", "x86_64", "naïve", "straße",
      "привет",
      "Слово", "Ελλάδα", "שלום", "مرحبا", "हिन्दी", "ภาษาไทย", "中文", "日本語の", "한국어", "e\u{301}", "İstanbul", "ﬁ",
      "👩‍🚀", "🇩🇪🇫🇷", "1234567", "3.14", "²", "½", "0x1F", "...", "!?", "(", ")", "->", "//", "\u{200B}", "\u{A0}",
      "▁",
      "<s>", "</s>", "<|endoftext|>", "[UNK]", "[MASK]", "<unk>", "</w>", "##ing", "aaaaaaaaaaaa", "^^^^",
      "ＡＢＣ", "Å",
    ].map { Array($0.utf8) }) + [[0xFF], [0xC3], [0xE4, 0xB8]]

  private static let spaces = [
    " ", " ", " ", " ", " ", "", "", "\n", "\n", "  ", "   ", "\t", "\r\n", "\n\n", " \n ", ", ", ". ", "-",
  ].map { Array($0.utf8) }

  mutating func text(of size: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < size {
      // Bytes that are not UTF-8 are rare, as in life.
      let word = Int.random(in: 0..<Self.words.count, using: &random)
      if word >= Self.words.count - 3 && random.unit() < 0.9 { continue }
      bytes += Self.words[word]
      bytes += Self.spaces[Int.random(in: 0..<Self.spaces.count, using: &random)]
    }
    return bytes
  }

  /// A key, a deletion, a replacement or a paste, near a part of the text or anywhere.
  mutating func edit(_ text: inout Rope, near part: Range<Int>) {
    let bounds = random.unit() < 0.7 ? part.clamped(to: 0..<text.count) : 0..<text.count
    let low = text.characterStart(at: Int.random(in: bounds.lowerBound...bounds.upperBound, using: &random))
    let length = [0, 0, 1, 4, 30, 2000][Int.random(in: 0..<6, using: &random)]
    let high = max(low, text.characterStart(at: min(text.count, low + length)))
    let size = [0, 1, 1, 5, 60, 1500][Int.random(in: 0..<6, using: &random)]
    var new = self.text(of: size)
    if size == 1 { new = [UInt8](new.prefix(1)).filter { $0 < 0x80 } }
    text.replace(low..<high, with: new)
  }

  mutating func range(in text: Rope) -> Range<Int> {
    let low = Int.random(in: 0..<text.count, using: &random)
    let size = random.unit() < 0.5 ? 40 : text.count
    return low..<min(text.count, low + Int.random(in: 1...size, using: &random))
  }
}
