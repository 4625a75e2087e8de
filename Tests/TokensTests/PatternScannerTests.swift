import Basics
import Testing
import Tokens

/// The hand-written scanners against the general engine with the original pattern.
@Suite struct PatternScannerTests {
  @Test("a scanner gives the matches of its pattern on random text", arguments: Patterns.all)
  func scannerEqualsPattern(pattern: String) throws {
    let known = try #require(KnownPattern.recognise(pattern, .rust))
    let general = try PatternSplitter(pattern, .rust)
    var texts = RandomText(seed: 1)
    for round in 0..<4000 {
      let text = round % 4 == 3 ? texts.broken(atMost: 12) : texts.text(atMost: round % 40 + 2)
      let (ours, theirs) = (try pieces(known.splitter, text), try pieces(general, text))
      try #require(
        ours == theirs,
        "\(known.name), round \(round): \(String(decoding: text, as: UTF8.self).debugDescription)")
    }
  }

  @Test(
    "a scanner gives the matches of its pattern on written text", .enabled(if: Samples.arePresent),
    arguments: Patterns.all)
  func scannerEqualsPatternOnWrittenText(pattern: String) throws {
    let known = try #require(KnownPattern.recognise(pattern, .rust))
    let general = try PatternSplitter(pattern, .rust)
    for text in try Samples.texts("tiktoken.cl100k_base.tiktoken") {
      let (ours, theirs) = (try pieces(known.splitter, text), try pieces(general, text))
      try #require(ours == theirs, "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }
  }

  @Test("a safe cut gives the pieces of the whole", arguments: Patterns.all)
  func safeCutsAreSafe(pattern: String) throws {
    let splitter = try #require(KnownPattern.recognise(pattern, .rust)).splitter
    var texts = RandomText(seed: 2)
    var cuts = 0
    for round in 0..<6000 {
      let text = round % 5 == 4 ? texts.broken(atMost: 30) : texts.text(atMost: 60)
      let from = texts.number(below: text.count)
      let windowEnd = min(text.count, from + 1 + texts.number(below: 60))
      let window = Array(text[..<windowEnd])
      guard let cut = splitter.safeCut(in: window.span, from: from) else { continue }
      cuts += 1
      let parts = try pieces(splitter, Array(text[..<cut])) + pieces(splitter, text, cut..<text.count)
      let whole = try pieces(splitter, text)
      try #require(parts == whole, "\(cut): \(String(decoding: text, as: UTF8.self).debugDescription)")
    }
    #expect(cuts > 30)
  }

  @Test(
    "a known pattern is recognised by what it says",
    arguments: [
      (Patterns.gpt2, "GPT-2"), (Patterns.gpt2Possessive, "GPT-2"), (Patterns.cl100k, "cl100k"),
      (Patterns.cl100kPossessive, "cl100k, end whole"), (Patterns.qwen2, "cl100k, single digits"),
      (Patterns.o200k, "o200k"),
      (Patterns.cl100kWrittenOut, "cl100k, contractions without long s"),
      (Patterns.tekken, "o200k, single digits, no contractions"), (Patterns.kimi, "o200k, Han apart"),
      (Patterns.gpt2WithoutTail, "GPT-2, lone space unmatched"),
    ])
  func recognition(pattern: String, name: String) {
    #expect(KnownPattern.recognise(pattern, .rust)?.name == name)
  }

  @Test func `a pattern that differs in one place is not recognised`() {
    #expect(KnownPattern.recognise(Patterns.gpt2.replacingOccurrence(of: "'re", with: "'rx"), .rust) == nil)
    #expect(KnownPattern.recognise(Patterns.gpt2 + "|x", .rust) == nil)
    #expect(
      KnownPattern.recognise(Patterns.cl100k.replacingOccurrence(of: "{1,3}", with: "{1,4}"), .rust) == nil)
    #expect(KnownPattern.recognise("", .rust) == nil)
  }

  @Test func `a brace with a plus is possessive for Rust and a repeat for Oniguruma`() {
    #expect(KnownPattern.recognise(Patterns.cl100kPossessive, .oniguruma) == nil)
  }
}

extension String {
  /// This text with the first occurrence replaced.
  func replacingOccurrence(of old: String, with new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return replacingCharacters(range, new)
  }

  private func replacingCharacters(_ range: Range<String.Index>, _ new: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: new)
    return copy
  }
}
