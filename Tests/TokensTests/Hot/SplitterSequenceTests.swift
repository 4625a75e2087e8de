import Basics
import Testing

@testable import Tokens

/// Sequences of pre-tokenizers that work on the raw bytes give what they give over a copy of the text.
@Suite struct SplitterSequenceTests {
  private static let patterns = [
    #"\p{N}{1,3}"#, "[一-龥぀-ゟ゠-ヿ]+", #"[\r\n]"#, #"\s?[A-Za-zé]+"#, #"\s?[!-/:-~]+"#, #"\s+$"#,
    #"'s|'t|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#, ByteLevel.pattern, #"(?<=a)b"#,
    #"[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
  ]

  private func stage(_ random: inout RandomText) throws -> any PreTokenizer {
    func declared(_ name: String, _ setting: Setting) -> Declaration {
      Declaration(
        .fields([Setting.Field(name: Array(name.utf8), value: setting)]), file: "", field: "")
    }
    switch random.number(below: 8) {
    case 0: return try Digits(declared("individual_digits", .flag(random.number(below: 2) == 0)))
    case 1:
      let behavior = ["Isolated", "Contiguous"][random.number(below: 2)]
      return try Punctuation(declared("behavior", .text(Array(behavior.utf8))))
    default:
      let pattern = Self.patterns[random.number(below: Self.patterns.count)]
      let splitter = try Splitters.find(pattern, .oniguruma)
      if random.number(below: 4) > 0 { return Split(splitter, .isolated) }
      return Split(splitter, .removed, isInverted: random.number(below: 2) == 0)
    }
  }

  private func pipeline(_ random: inout RandomText) throws -> Pipeline {
    let entries =
      (0...255).map { [UInt8($0)] } + ["ab", "or", "word", " w", "12", "漢"].map { Array($0.utf8) }
    var parts = PipelineParts(
      card: TokenizerCard(name: "", format: "", algorithm: ""), library: .huggingFace,
      model: try BytePairModel(ranked: VocabularyTable(entries)), added: try AddedTokens([]))
    parts.preTokenizers = try (0...random.number(below: 3)).map { _ in try stage(&random) }
    parts.preTokenizers.append(ByteLevel(spelling: ()))
    if random.number(below: 3) == 0 {
      parts.normalizers = [try NFC(Declaration(.null, file: "", field: ""))]
    }
    parts.settleSpelling(isByteLevel: true)
    return Pipeline(parts)
  }

  @Test(arguments: UInt64(0)..<60)
  func `tokens are those of the whole text's copy, windows join to the whole`(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let pipeline = try pipeline(&random)
    #expect(pipeline.direct != nil)
    for round in 0..<40 {
      let text = round % 3 == 0 ? random.broken(atMost: 60) : random.mixed(atMost: round % 5 == 0 ? 800 : 60)
      if text.isEmpty { continue }
      var expected: [Token] = []
      try pipeline.encodeAligned(text.span, 0..<text.count, .text, .open) {
        expected.append($0.exact(after: expected.last))
      }
      try #require(try pipeline.encode(text, EncodeOptions(), .open) == expected, "\(text)")
      try #require(try pipeline.count(text, EncodeOptions(), .open) == expected.count)
      guard let cut = pipeline.safeCut(in: text.span, from: random.number(below: text.count + 1)) else {
        continue
      }
      let left = try pipeline.encode(Array(text[..<cut]), EncodeOptions(isWindow: true), .open)
      var inside = EncodeOptions(isWindow: true)
      inside.startsInside = true
      let right = try pipeline.encode(Array(text[cut...]), inside, .open)
      try #require(left.map(\.id) + right.map(\.id) == expected.map(\.id), "\(text) at \(cut)")
    }
  }

  @Test func `a text that is given up leaves nothing for the next`() throws {
    var parts = PipelineParts(
      card: TokenizerCard(name: "", format: "", algorithm: ""), library: .tiktoken,
      model: try BytePairModel(ranked: VocabularyTable((0...255).map { [UInt8($0)] })),
      added: try AddedTokens([]))
    parts.preTokenizers = [Split(try Splitters.find("(?:ab)+c|.", .rust), .isolated)]
    parts.settleSpelling(isByteLevel: true)
    let pipeline = Pipeline(parts)
    let long = Array(repeatElement(Array("ab".utf8), count: 100_000).joined())
    #expect(throws: Trouble.self) { try pipeline.encode(long, EncodeOptions(), .open) }
    #expect(try pipeline.ids(Array("abc".utf8), EncodeOptions(), .open) == [97, 98, 99])
  }
}
