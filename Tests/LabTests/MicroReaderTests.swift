import Basics
import Lab
import Patches
import Tensors
import Testing

/// What a plan does in the arithmetic of the reader; its weights have learned nothing, which these laws do not ask for.
@Suite struct MicroReaderTests {
  private static let question = LabVocabulary.ids(of: ["colour", "?"])

  private static let reader: MicroReader = {
    var random = SeededRandom(seed: 4)
    return MicroReader(
      MicroReader.blueprint().weights(&random), label: ModelLabel(sentence: "untrained", seed: 4, steps: 0))
  }()

  private static let visual: Tensor = {
    var random = SeededRandom(seed: 5)
    return .normal([10, 32], deviation: 2, &random)
  }()

  private static func read(_ plan: ReadingPlan = .everything) -> MicroReader.Reading {
    reader.answer(question, visual: visual, plan: plan)
  }

  @Test func `a reading has a state before each layer and behind the last`() {
    let reading = Self.read()
    #expect(reading.hidden.map(\.shape.sizes) == Array(repeating: [13, 32], count: 4))
    #expect(reading.attention.map(\.shape.sizes) == Array(repeating: [4, 13, 13], count: 3))
    #expect(reading.layers.allSatisfy { $0.keys.shape.sizes == [4, 13, 8] && $0.visual == 1..<11 })
    #expect(reading.scores.count == 54)
    #expect(reading.scores.values.max() == reading.scores.values[reading.word])
    #expect(reading.hidden[0].sliced(0, 1..<11) == Self.visual)
  }

  @Test func `removing nothing changes nothing`() {
    #expect(Self.read(ReadingPlan(removed: [])).scores == Self.read().scores)
  }

  @Test func `tokens that skip every sublayer stay what they were`() {
    let rows: Set<Int> = [2, 5]
    let plan = ReadingPlan(skips: [.init(rows: rows, sublayers: Set(Sublayer.all(layers: 3)))])
    let last = Self.read(plan).last
    for row in 0..<10 {
      #expect((last.at(row + 1) == Self.visual.at(row)) == rows.contains(row))
    }
  }

  /// Positions are turns, so what is left keeps its distances: it reads as if the others had been there and were masked.
  @Test func `survivors keep their positions`() {
    let kept = [0, 3, 4, 9]
    let pruned = Self.read(ReadingPlan(removed: Set(0..<10).subtracting(kept)))
    let given = Self.reader.answer(
      Self.question, visual: Self.visual.gathered(kept), positions: kept.map { $0 + 1 })
    #expect(pruned.scores == given.scores)
    let closed = Self.reader.answer(Self.question, visual: Self.visual.gathered(kept))
    #expect(pruned.scores != closed.scores)
  }

  @Test func `before tokens enter, layers see words alone`() {
    let reading = Self.read(ReadingPlan(entry: 2))
    #expect(reading.layers.map { $0.hidden.size(0) } == [3, 3, 13])
    #expect(reading.layers[2].hidden.sliced(0, 1..<11) == Self.visual)
    let blind = Self.read(ReadingPlan(removed: Set(0..<10)))
    #expect(reading.layers[1].hidden == blind.layers[1].hidden)
  }

  @Test func `after tokens leave, they are gone`() {
    let reading = Self.read(ReadingPlan(exit: 1))
    #expect(reading.layers.map { $0.hidden.size(0) } == [13, 3, 3])
  }

  @Test func `a stage keeps as many tokens as it says, and tells which`() throws {
    let reading = Self.read(ReadingPlan(stages: [.init(before: 1, dominant: 3, contextual: 2)]))
    #expect(reading.layers.map { $0.visual.count } == [10, 5, 5])
    let reduced = try #require(reading.layers[1].reduction)
    #expect(reduced.report.kept.count == 3 && reduced.scores.count == 10)
    let kept = reduced.report.kept.map { reading.layers[0].rows[$0] }
    #expect(Array(reading.layers[1].rows.prefix(3)) == kept)
  }

  @Test func `tokens far beyond those it was trained with are read too`() {
    let reading = Self.reader.answer(
      Self.question, visual: Self.visual, positions: (0..<10).map { 1000 + $0 })
    #expect(reading.scores.values.allSatisfy { $0.isFinite })
  }
}
