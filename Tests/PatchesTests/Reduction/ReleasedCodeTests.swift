import Basics
import Foundation
import Patches
import Tensors
import Testing

/// What the released functions of EmbedLens and VisionDrop choose on made-up numbers; see Tests/References/compare_probe.py.
@Suite struct ReleasedCodeTests {
  private struct Golden: Decodable {
    struct Case: Decodable {
      var ids: [Int]
      var pruned: [Int]?
      var prunedCount: Int?
      var skipped: [Int]?
    }
    struct Encoder: Decodable {
      var kept: [Int]
      var scores: [Float]
      var contextual: [[Float]]
    }
    struct Decoder: Decodable {
      var queries: [[[Float]]]
      var keys: [[[Float]]]
      var features: [[Float]]
    }
    var probe: [Case]
    var encoder: Encoder
    var decoder: Decoder
  }

  private let golden: Golden

  init() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appendingPathComponent("Goldens/reduction.json"))
    golden = try JSONDecoder().decode(Golden.self, from: data)
  }

  /// The script's numbers from −0.5 to 0.5.
  private static func numbers(_ seed: UInt64, _ sizes: [Int]) -> Tensor {
    var random = SeededRandom(seed: seed)
    return Tensor((0..<Shape(sizes).count).map { _ in Float(random.unit()) - 0.5 }, sizes)
  }

  @Test func `the same tokens are pruned and skipped`() throws {
    let probe = VisualProbe(TensorRows(Self.numbers(11, [300, 8])))
    let nearest = try probe.nearest(Self.numbers(12, [576, 8]), count: 3)
    #expect(golden.probe.count == 12)
    for item in golden.probe {
      let choice = TargetChoice(item.ids)
      let pruned = choice.pruned(nearest, seed: 5)
      if let expected = item.pruned { #expect(pruned == expected, "\(item.ids)") }
      if let expected = item.prunedCount { #expect(pruned.count == expected, "\(item.ids)") }
      if let expected = item.skipped { #expect(choice.skipped(nearest) == expected, "\(item.ids)") }
    }
  }

  @Test func `stage E keeps and merges the same`() throws {
    let attention = (Self.numbers(21, [1, 4, 65, 65]) * 8).softmax().at(0)
    let state = TokenState(
      tokens: Self.numbers(22, [1, 65, 6]).at(0).sliced(0, 1..<65),
      metric: Self.numbers(23, [1, 65, 5]).at(0).sliced(0, 1..<65), attention: attention, visual: 1..<65)
    let scores = try ScoreSource.attention(.cls).scores(of: state)
    for (a, b) in zip(scores, golden.encoder.scores) { #expect(abs(a - b) < 1e-6) }
    let less = TokenReduction.reduce(
      state.tokens, scores: scores, metric: state.metric, dominant: 15, contextual: 4)
    #expect(less.report.kept == golden.encoder.kept)
    expectNear(less.tokens.sliced(0, 15..<19), golden.encoder.contextual)
    #expect(less.tokens.sliced(0, 0..<15) == state.tokens.gathered(golden.encoder.kept))
  }

  @Test func `a stage in the decoder keeps and merges the same`() throws {
    let (queries, keys) = (stacked(golden.decoder.queries), stacked(golden.decoder.keys))
    let weights = (queries.matmul(keys.transposed()) / 2).softmax(mask: .causalMask(40))
    let states = Self.numbers(31, [1, 40, 8]).at(0)
    var sequence = ReadingSequence(
      before: states.sliced(0, 0..<5), visual: states.sliced(0, 5..<35), after: states.sliced(0, 35..<40))
    let stage = ReadingPlan.Stage(before: 0, dominant: 8, contextual: 3)
    let (report, _) = sequence.reduce(stage, weights: weights, keys: keys)
    #expect(report.kept.count == 8 && report.gone.isEmpty)
    expectNear(sequence.hidden.sliced(0, sequence.visual), golden.decoder.features)
    #expect(sequence.positions == Array(0..<21))
  }

  private func stacked(_ heads: [[[Float]]]) -> Tensor { .stacked(heads.map { Tensor(rows: $0) }) }

  private func expectNear(_ rows: Tensor, _ expected: [[Float]]) {
    #expect(rows.shape.sizes == [expected.count, expected[0].count])
    for (a, b) in zip(rows.values, expected.joined()) { #expect(abs(a - b) < 2e-6) }
  }
}
