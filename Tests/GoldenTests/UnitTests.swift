import Basics
import Formats
import Testing
import Tokens

/// Pipelines that encode unit by unit give what they give over the whole text, and keep their promise about windows.
@Suite(.enabled(if: GoldenData.isPresent, "needs TESSERA_DATA"))
struct UnitTests {
  private static let names = GoldenData.names(on: [
    "hf", "synthetic-hf", "spm", "synthetic-spm", "gguf", "wordpiece", "bpe", "tekken",
  ])

  @Test(arguments: names)
  func `unit by unit is as all at once, and windows together are the whole`(_ name: String) throws {
    guard let read = try? TokenizerReader.read(path: GoldenData.path(name), ticket: .open),
      let pipeline = read as? Pipeline
    else { return }
    for seed in 0..<8 as Range<UInt64> {
      var texts = UnitTexts(seed: seed)
      let text = texts.next()
      for special in [SpecialPolicy.allow, .text] {
        let options = EncodeOptions(special: special, isWindow: true)
        let plain = try pipeline.encodePlainly(text, options, .open)
        let quick = try pipeline.encode(text, options, .open)
        let first = zip(plain, quick).first { $0 != $1 }
        #expect(quick == plain, "seed \(seed), \(special): \(String(describing: first))")
        #expect(try pipeline.ids(text, options, .open) == plain.map(\.id))
        #expect(try pipeline.count(text, options, .open) == plain.count)
        let parts = try windows(pipeline, text, options, &texts)
        #expect(parts == plain, "seed \(seed), \(special): windows")
      }
    }
  }

  private func windows(
    _ pipeline: Pipeline, _ text: [UInt8], _ options: EncodeOptions, _ texts: inout UnitTexts
  ) throws -> [Token] {
    var tokens: [Token] = []
    var start = 0
    while start < text.count {
      let from = start + 1 + texts.number(below: 60)
      let end = pipeline.safeCut(in: text.span, from: from) ?? text.count
      var options = options
      options.startsInside = start > 0
      tokens += try pipeline.encode(Array(text[start..<end]), options, .open).map {
        Token(id: $0.id, start: $0.bytes.lowerBound + start, end: $0.bytes.upperBound + start)
      }
      start = end
    }
    return tokens
  }

  @Test(arguments: [
    "hf/llama2.json", "hf/bert-base-uncased.json", "hf/t5-small.json", "spm/llama2.model",
    "spm/mistral-v3.model",
    "hf/falcon.json", "gguf/llama-spm.gguf", "synthetic-hf/metaspace-split.json",
    "synthetic-spm/bpe-nmt_nfkc.model",
  ])
  func `windows are promised`(_ name: String) throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path(name), ticket: .open)
    #expect(tokenizer.safeCut(in: Array("some words, more words".utf8).span, from: 1) != nil)
  }

  /// The sums of a whole text are rounded by what came before.
  @Test func `a unigram model over whole texts promises no window`() throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path("spm/t5-base.model"), ticket: .open)
    #expect(tokenizer.safeCut(in: Array("some words, more words".utf8).span, from: 1) == nil)
  }

  @Test func `sums that begin anew are followed through a long text`() throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path("spm/t5-base.model"), ticket: .open)
    guard let pipeline = tokenizer as? Pipeline else { return }
    let text = Array(String(repeating: "Of equal sums one wins.... 1234567 {é} 漢字 ", count: 3000).utf8)
    #expect(
      try pipeline.encode(text, EncodeOptions(), .open)
        == pipeline.encodePlainly(text, EncodeOptions(), .open))
  }
}

/// Repeatable texts of golden texts in pieces and of what normalizers, splitters and models trip over.
private struct UnitTexts {
  private var random: SeededRandom
  private static let goldens: [[UInt8]] = ["hf/t5-small.json", "hf/llama2.json", "hf/bert-base-uncased.json"]
    .flatMap { name in ((try? GoldenData.records(name)) ?? []).compactMap { $0["text"]?.bytes } }
    .filter { $0.count < 2000 }
  private static let oddities: [[UInt8]] =
    [
      " ", " ", "  ", "   ", "\n", "\r\n", "\t", "\u{A0}", "\u{3000}", "\u{200B}", "▁", "▁▁", " ▁", "<0x0A>",
      "<unk>",
      "<s>", "</s>", "[UNK]", "[MASK]", "<mask>", "<extra_id_0>", "<|startoftext|>", "\u{600}", "\u{301}",
      "=\u{338}",
      " \u{308}", "\u{FEFF}", "é", "e\u{301}", "ﬁ", "漢字", "한국", "ไทย", "क्ष", "😀", "\u{1}", "\u{B}", "\u{7F}",
      "ſ",
      "'s", "......", "``", "¨", "ａ", "㍿", "İ", "ΑΣ", "…", "1234567", "word", "Word,", "(x)",
    ].map { Array($0.utf8) } + [[0xFF], [0xE2, 0x96], [0xC3], [0x80]]

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  mutating func number(below limit: Int) -> Int { Int(random.next() % UInt64(max(1, limit))) }

  mutating func next() -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<(2 + number(below: 30)) {
      if number(below: 3) == 0, !Self.goldens.isEmpty {
        text += Self.goldens[number(below: Self.goldens.count)]
      } else if number(below: 8) == 0 {
        for _ in 0..<number(below: 20) { text.append(UInt8(truncatingIfNeeded: random.next())) }
      } else {
        text += Self.oddities[number(below: Self.oddities.count)]
      }
    }
    return text
  }
}
