import Basics
import Testing

@testable import Tokens

/// The loop over remembered pieces gives what the plain way gives.
@Suite struct DirectRouteTests {
  /// A byte-level model of all bytes and random merges among what is frequent.
  private func model(_ seed: UInt64, ranked: Bool) throws -> BytePairModel {
    var random = RandomText(seed: seed)
    var entries: [[UInt8]] = (0...255).map { [$0] }
    var merges: [Merge] = []
    let frequent = Array("adeorWwtl .\n0'<|x>é漢".utf8)
    var known = Set(entries)
    for _ in 0..<300 {
      func pick() -> Int {
        entries.count > 256 && random.number(below: 2) == 0
          ? 256 + random.number(below: entries.count - 256)
          : Int(frequent[random.number(below: frequent.count)])
      }
      let (left, right) = (pick(), pick())
      let joined = entries[left] + entries[right]
      if joined.count > 20 || !known.insert(joined).inserted { continue }
      entries.append(joined)
      merges.append(Merge(UInt32(left), UInt32(right)))
    }
    let table = VocabularyTable(entries)
    return ranked
      ? try BytePairModel(ranked: table)
      : try BytePairModel(
        vocabulary: table, merges: merges, rules: BytePairRules(ignoresMerges: seed % 2 == 0))
  }

  private static let patterns = [
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
    #"\p{L}+|\p{N}|[^\p{L}\p{N} ]"#,
  ]

  /// What may differ between pipelines of the direct route.
  private func pipeline(_ seed: UInt64, _ pattern: Int, isComposed: Bool, _ bounds: PieceCache.Bounds) throws
    -> Pipeline
  {
    let isTiktoken = seed % 3 == 0 && !isComposed
    let model = try model(seed, ranked: isTiktoken)
    var special = AddedToken(id: 5000, content: Array("<|x|>".utf8), isSpecial: true)
    special.stripsLeft = seed % 2 == 0
    var other = AddedToken(id: 5001, content: Array("word".utf8))
    other.isNormalized = true
    var parts = PipelineParts(
      card: TokenizerCard(name: "", format: "", algorithm: ""),
      library: isTiktoken ? .tiktoken : .huggingFace,
      model: model, added: try AddedTokens(seed % 4 < 2 ? [special, other] : [special]))
    let splitter = try Splitters.find(Self.patterns[pattern], .rust)
    if isTiktoken {
      parts.preTokenizers = [Split(splitter, .removed, isInverted: true)]
    } else {
      parts.preTokenizers = [Split(splitter, .isolated), ByteLevel(spelling: ())]
      if isComposed { parts.normalizers = [try NFC(Declaration(.null, file: "", field: ""))] }
      parts.settleSpelling(isByteLevel: true)
    }
    let pipeline = Pipeline(parts, remembering: bounds)
    #expect(pipeline.direct != nil)
    return pipeline
  }

  private func compare(_ pipeline: Pipeline, _ text: [UInt8], special: SpecialPolicy = .allow) throws {
    let options = EncodeOptions(special: special)
    let plain = try pipeline.encodePlainly(text, options, .open)
    try #require(try pipeline.encode(text, options, .open) == plain, "\(text)")
    try #require(try pipeline.ids(text, options, .open) == plain.map(\.id), "\(text)")
    try #require(try pipeline.count(text, options, .open) == plain.count, "\(text)")
  }

  @Test(arguments: UInt64(0)..<12, 0..<3)
  func `tokens, ids and counts are those of the plain way`(seed: UInt64, pattern: Int) throws {
    let tiny = PieceCache.Bounds(firstLines: 2, lines: 2 << Int(seed % 5), arena: 256 << Int(seed % 5))
    for (isComposed, bounds) in [(false, tiny), (true, tiny), (seed % 2 == 0, PieceCache.Bounds())] {
      let pipeline = try pipeline(seed, pattern, isComposed: isComposed, bounds)
      var random = RandomText(seed: seed &+ 50)
      for round in 0..<60 {
        let most = round % 10 == 0 ? 3000 : 40
        try compare(pipeline, random.text(atMost: most))
        try compare(pipeline, random.broken(atMost: most), special: round % 2 == 0 ? .allow : .text)
      }
    }
  }

  @Test(arguments: UInt64(0)..<4)
  func `texts may end anywhere behind a piece`(seed: UInt64) throws {
    let pipeline = try pipeline(seed, Int(seed % 2), isComposed: false, PieceCache.Bounds())
    var random = RandomText(seed: seed)
    for _ in 0..<10 {
      let text = random.text(atMost: 60)
      for length in stride(from: text.count, through: max(0, text.count - 40), by: -1) {
        try compare(pipeline, Array(text[..<length]))
      }
    }
  }

  @Test func `threads encode at once`() async throws {
    let pipeline = try pipeline(
      1, 1, isComposed: false, PieceCache.Bounds(firstLines: 2, lines: 16, arena: 1024))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in UInt64(0)..<8 {
        group.addTask {
          var random = RandomText(seed: seed)
          for _ in 0..<40 { try compare(pipeline, random.text(atMost: 200)) }
        }
      }
      try await group.waitForAll()
    }
  }
}
