import Basics
import Formats
import Testing
import Tokens

/// Stages, reasons, round trips and checks, on tokenizers small enough to know by heart.
@Suite struct ExplanationTests {
  /// `ab` merges before `bc`; `abc` is made of `ab c`; the merge `a bc` can never fire.
  private static func tokenizer(
    normalizer: String = "null", merges: String = #"["a b", "b c", "ab c"]"#, extra: String = "",
    added: String = "", decoder: String = #"{"type": "Fuse"}"#
  ) throws -> any Tokenizer {
    let json = """
      {"version": "1.0", "added_tokens": [\(added)], "normalizer": \(normalizer),
      "pre_tokenizer": {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithNext", "invert": false},
      "post_processor": null, "decoder": \(decoder), "model": {"type": "BPE", "unk_token": "?",
      "vocab": {"a": 0, "b": 1, "c": 2, "ab": 3, "bc": 4, "abc": 5, " ": 6, "?": 7\(extra)}, "merges": \(merges)}}
      """
    var source = FormatSource(path: "small.json", bytes: Array(json.utf8), name: "small")
    switch try TokenizerJSON.read(&source, .open) {
    case .tokenizer(let tokenizer): return tokenizer
    }
  }

  @Test func `merges and those that lost are told in order`() throws {
    let tokenizer = try Self.tokenizer()
    let explained = try #require(tokenizer.reasons(for: Array("abc".utf8), at: 0))
    guard case .merges(let steps) = explained.reasons else {
      Issue.record("merges expected")
      return
    }
    #expect(explained.isWhole)
    #expect(steps.symbols.map(\.id) == [0, 1, 2])
    #expect(steps.steps.map(\.chosen.made) == [3, 5])
    #expect(steps.steps[0].lost.map(\.made) == [4])
    #expect(steps.steps[0].lost.map(\.weight) == [.rank(1)])
    #expect(steps.symbols(after: 2) { tokenizer.vocabulary.bytes(of: $0) }.map(\.range) == [0..<3])
  }

  @Test func `every stage knows the bytes it came from`() throws {
    let tokenizer = try Self.tokenizer(
      normalizer: #"{"type": "Lowercase"}"#,
      added:
        #"{"id": 8, "content": "<x>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}"#
    )
    let text = Array("AB<x> é".utf8)
    let trace = try tokenizer.trace(text, EncodeOptions(), .open)
    #expect(trace.stages.map(\.kind) == [.original, .addedTokens, .normalizer, .preTokenizer, .model])
    #expect(trace.stages[1].parts.map(\.source) == [0..<2, 2..<5, 5..<8])
    #expect(trace.stages[2].parts[0].bytes == Array("ab".utf8))
    #expect(trace.stages[2].parts[0].sources == [0..<1, 1..<2])
    #expect(trace.stages[4].parts.map(\.id) == [3, 8, 6, 7])
    #expect(trace.stages[4].parts.map(\.piece) == [0, nil, 2, 2])
    #expect(trace.stages[4].parts.map(\.source) == [0..<2, 2..<5, 5..<6, 6..<8])
  }

  @Test func `a round trip names the stage that lost something`() throws {
    let kept = try RoundTrip(Array("abc ab".utf8), Self.tokenizer(), .open)
    #expect(kept.difference == nil)
    let lowered = try RoundTrip(
      Array("abC".utf8), Self.tokenizer(normalizer: #"{"type": "Lowercase"}"#), .open)
    #expect(lowered.difference?.offset == 2)
    #expect(lowered.difference?.stage == "Lowercase")
    #expect(lowered.difference?.after == Array("c".utf8))
    let unknown = try RoundTrip(Array("abx".utf8), Self.tokenizer(), .open)
    #expect(unknown.difference?.stage == "model")
    let spaced = try RoundTrip(Array("abab".utf8), Self.tokenizer(decoder: "null"), .open)
    #expect(spaced.difference?.stage == "decoder")
  }

  @Test func `a sound vocabulary has no faults`() throws {
    let check = try VocabularyCheck(Self.tokenizer(), .open)
    #expect(!check.hasFaults)
    #expect(check.entryCount == 8)
  }

  @Test func `unreachable entries, dead merges, holes and duplicates are found`() throws {
    let dead = try VocabularyCheck(Self.tokenizer(merges: #"["a b", "b c", "a bc"]"#), .open)
    #expect(dead.findings[.deadMerges]?.map(\.id) == [5])
    #expect(dead.findings[.unreachable]?.map(\.id) == [5])
    let spare = try VocabularyCheck(Self.tokenizer(merges: #"["a b", "b c", "ab c", "a bc"]"#), .open)
    #expect(spare.findings[.redundantMerges]?.map(\.id) == [5])
    #expect(!spare.hasFaults)
    let stranger = try VocabularyCheck(Self.tokenizer(extra: #", "cab": 10"#), .open)
    #expect(stranger.findings[.unreachable]?.map(\.id) == [10])
    #expect(stranger.findings[.holes]?.map(\.id) == [8, 9])
  }

  @Test func `two tokenizers agree, or part where a stage differs`() throws {
    let text = Array("ab ABC abc".utf8)
    let (one, two) = (try Self.tokenizer(), try Self.tokenizer(normalizer: #"{"type": "Lowercase"}"#))
    #expect(try Agreement(one, one, on: text, EncodeOptions(), .open).isComplete)
    let parted = try Agreement(one, two, on: text, EncodeOptions(), .open)
    #expect(parted.disagreement?.offset == 3)
    #expect(parted.disagreement?.cause == .text)
    let merged = try Agreement(
      one, Self.tokenizer(merges: #"["b c", "a b", "a bc"]"#), on: Array("abc ab".utf8), EncodeOptions(),
      .open)
    #expect(merged.isComplete)
    let other = try Agreement(one, Self.tokenizer(merges: #"["b c"]"#), on: text, EncodeOptions(), .open)
    #expect(other.disagreement?.cause == .model)
    #expect(other.disagreement?.first.first == 3)
  }

  @Test func `entries that continue a word are found inside words`() throws {
    let json = #"""
      {"version": "1.0", "added_tokens": [], "normalizer": null, "pre_tokenizer": {"type": "Whitespace"},
      "post_processor": null, "decoder": null, "model": {"type": "WordPiece", "unk_token": "[UNK]",
      "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
      "vocab": {"[UNK]": 0, "a": 1, "b": 2, "##ble": 3, "able": 4, "##a": 5, "[unused0]": 6}}}
      """#
    var source = FormatSource(path: "words.json", bytes: Array(json.utf8), name: "words")
    guard case .tokenizer(let tokenizer) = try TokenizerJSON.read(&source, .open) else { return }
    let check = try VocabularyCheck(tokenizer, .open)
    #expect(check.findings[.unreachable]?.map(\.id) == [6])
    let explained = try #require(tokenizer.reasons(for: Array("bble".utf8), at: 0))
    guard case .search(let search) = explained.reasons else { return }
    #expect(search.attempts.filter(\.isTaken).map(\.found) == [2, 3])
    #expect(search.attempts.first?.spelling == Array("bble".utf8))
  }
}
