import Basics
import Glibc
import Patches
import Tensors
import Testing

@Suite struct ReductionTests {
  private static let scores: [Float] = [0.05, 0.20, 0.10, 0.03, 0.25, 0.07, 0.12, 0.18]
  private static let metric = Tensor(rows: [
    [1, 0, 0], [0, 1, 0], [0.9, 0.1, 0], [0, 0.2, 1], [0.3, 0.3, 0.3], [0.1, 0, 0.9], [0.8, 0.3, 0.1],
    [0, 1, 1],
  ])
  private static let tokens = Tensor(rows: [
    [1, 0], [0, 1], [2, 1], [1, 1], [3, 0], [0, 2], [2, 2], [1, 3],
  ])

  @Test func `dominant and contextual tokens are those worked out by hand`() {
    for less in [
      TokenReduction.reduce(
        Self.tokens, scores: Self.scores, metric: Self.metric, dominant: 3, contextual: 2),
      TokenReduction.plain(Self.tokens, scores: Self.scores, metric: Self.metric, dominant: 3, contextual: 2),
    ] {
      #expect(less.report.kept == [1, 4, 7])
      #expect(less.report.targets == [0, 3] && less.report.members == [[2, 6], [5]])
      #expect(less.tokens == Tensor(rows: [[0, 1], [3, 0], [1, 3], [3, 1.5], [1, 3]]))
      #expect(
        less.report.fates == [
          .target(0), .kept, .merged(into: 0), .target(1), .kept, .merged(into: 1), .merged(into: 0), .kept,
        ])
      #expect(less.report.origins == [1, 4, 7, nil, nil] && less.report.gone.isEmpty)
    }
  }

  /// One head of three numbers, seven places, visual ones 2…5.
  private static let weights: Tensor = {
    func table(_ f: (Double) -> Double, _ step: Int) -> Tensor {
      Tensor((0..<21).map { Float(f(Double(step * ($0 / 3) + $0 % 3))) }, [7, 3])
    }
    let scores = table(sin, 3).matmul(table(cos, 2).transposed()) / Float(3).squareRoot()
    return scores.softmax(mask: .causalMask(7)).expanded(0)
  }()

  @Test func `scores from attention are those of the reference`() {
    let visual = AttentionScore.visualMean.scores(Self.weights, visual: 2..<6, isCausal: true)
    for (a, b) in zip(visual, [0.309762, 0.147426, 0.087952, 0.015969]) { #expect(abs(Double(a) - b) < 2e-6) }
    let text = AttentionScore.lastText.scores(Self.weights, visual: 2..<6, isCausal: true)
    for (a, b) in zip(text, [0.285055, 0.082341, 0.079887, 0.283613]) { #expect(abs(Double(a) - b) < 2e-6) }
    let cls = AttentionScore.cls.scores(
      .concatenated([Self.weights, Self.weights]), visual: 1..<7, isCausal: true)
    #expect(cls == Self.weights.at(0).at(0).sliced(0, 1..<7).values.map { 2 * $0 }, "heads are summed")
  }

  @Test func `the corrected mean forgives late tokens`() {
    let even = Tensor.zeros([1, 9, 9]).softmax(mask: .causalMask(9))
    let corrected = AttentionScore.correctedMean.scores(even, visual: 3..<8, isCausal: true)
    for score in corrected { #expect(abs(score - 1) < 1e-5) }
    let plain = AttentionScore.visualMean.scores(even, visual: 3..<8, isCausal: true)
    #expect(zip(plain, plain.dropFirst()).allSatisfy { $0 > $1 })
    #expect(Misalignment.drift(plain) == -1)
    let open = Tensor.zeros([1, 9, 9]).softmax()
    for score in AttentionScore.correctedMean.scores(open, visual: 3..<8, isCausal: false) {
      #expect(abs(score - 1) < 1e-5)
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>) func `every token is kept, a target, or merged once`(seed: UInt64)
  {
    var random = SeededRandom(seed: seed)
    let count = Int.random(in: 1...40, using: &random)
    let x = Tensor.normal([count, 5], &random)
    let metric = Tensor.normal([count, 4], &random)
    let scores = Tensor.normal([count], &random).values
    let (dominant, contextual) = (
      Int.random(in: 0...count, using: &random), Int.random(in: 1...6, using: &random)
    )
    let less = TokenReduction.reduce(
      x, scores: scores, metric: metric, dominant: dominant, contextual: contextual)
    let plain = TokenReduction.plain(
      x, scores: scores, metric: metric, dominant: dominant, contextual: contextual)
    #expect(less.report == plain.report)
    let report = less.report
    let all = report.kept + report.targets + report.members.joined()
    #expect(all.sorted() == Array(0..<count))
    #expect(less.tokens.size(0) == dominant + min(contextual, count - dominant))
    let factors = Tensor.uniform([count, 1], in: 0.01..<90, &random)
    let scaled = TokenReduction.reduce(
      x, scores: scores, metric: metric * factors, dominant: dominant, contextual: contextual)
    #expect(scaled.report == report && scaled.tokens == less.tokens)
  }

  @Test func `without contextual tokens the rest is gone, and nothing is too little`() {
    let less = TokenReduction.reduce(
      Self.tokens, scores: Self.scores, metric: Self.metric, dominant: 3, contextual: 0)
    #expect(less.report.gone == [0, 2, 3, 5, 6] && less.tokens.size(0) == 3)
    let none = TokenReduction.reduce(
      .zeros([0, 2]), scores: [], metric: .zeros([0, 3]), dominant: 3, contextual: 2)
    #expect(none.tokens.size(0) == 0 && none.report.remaining == 0)
  }

  @Test func `selections by chance, evenly and by group`() {
    #expect(Selection.uniform.chosen(4, by: Self.scores) == [1, 3, 5, 7])
    #expect(Selection.uniform.chosen(8, by: Self.scores) == Array(0..<8))
    let random = Selection.random(seed: 3).chosen(4, by: Self.scores)
    #expect(random == Selection.random(seed: 3).chosen(4, by: Self.scores) && Set(random).count == 4)
    #expect(random != Selection.random(seed: 4).chosen(4, by: Self.scores))
    let groups = Selection.perGroup(groups: [0, 0, 0, 0, 0, 0, 1, 1])
    #expect(groups.chosen(4, by: Self.scores) == [1, 2, 4, 7])
    #expect(groups.chosen(3, by: Self.scores) == [1, 4, 7])
    #expect(Selection.top.chosen(2, by: [.nan, 1, .nan, 0]) == [1, 3])
    #expect(Selection.top.chosen(2, by: [1, 1, 1]) == [0, 1])
    #expect(Selection.top.chosen(9, by: [1, 2]) == [0, 1] && Selection.top.chosen(-1, by: [1]).isEmpty)
  }

  @Test func `score sources say what is missing`() throws {
    let state = TokenState(tokens: Tensor(rows: [[3, 4], [0, 1]]))
    #expect(try ScoreSource.norm.scores(of: state) == [5, 1])
    let likeness = try ScoreSource.similarity(Tensor(rows: [[0, 2], [0, 1]])).scores(of: state)
    #expect(abs(likeness[0] - 0.8) < 1e-6 && abs(likeness[1] - 1) < 1e-6)
    #expect(throws: Trouble.self) { try ScoreSource.attention(.visualMean).scores(of: state) }
    #expect(throws: Trouble.self) { try ScoreSource.given([1]).scores(of: state) }
    var seen = state
    seen.attention = Tensor.ones([1, 2, 2])
    #expect(throws: Trouble.self) { try ScoreSource.attention(.cls).scores(of: seen) }
    #expect(try ScoreSource.attention(.visualMean).scores(of: seen) == [1, 1])
  }

  @Test func `the published setting works on 32 tokens on average`() {
    let budget = TokenBudget(layers: 32, first: 48, changes: [8: 35, 16: 26, 24: 19])
    #expect(budget.average == 32)
    #expect(TokenBudget(layers: 3, first: 20, changes: [0: 7, 2: 1]).tokens == [7, 7, 1])
  }

  @Test func `misalignment in three numbers`() {
    #expect(Misalignment.drift([1, 2, 3, 9]) == 1 && Misalignment.drift([4, 3, 2, 1]) == -1)
    #expect(abs(Misalignment.drift([1, 2, 2, 1]) - 0) < 1e-12 && Misalignment.drift([1, 1]).isNaN)
    #expect(
      Misalignment.quarters([0, 3, 15, 12], of: PatchGrid(rows: 4, columns: 4)) == [0.25, 0.25, 0.25, 0.25])
    #expect(Misalignment.quarters([0, 1, 2, 8], of: PatchGrid(rows: 3, columns: 3)) == [0.25, 0.5, 0, 0.25])
    #expect(Misalignment.quarters([], of: PatchGrid(rows: 3, columns: 3)) == [0, 0, 0, 0])
    #expect(
      abs(Misalignment.closeness(Tensor(rows: [[1, 0]]), Tensor(rows: [[1, 0], [0, 2]])) - 0.5) < 1e-6)
  }
}
