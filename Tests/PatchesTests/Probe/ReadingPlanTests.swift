import Basics
import Patches
import Tensors
import Testing

@Suite struct ReadingPlanTests {
  private let reader = ToyReader()
  private let (before, visual, after): (Tensor, Tensor, Tensor)

  init() {
    var random = SeededRandom(seed: 9)
    (before, visual, after) = (
      .normal([2, 8], &random), .normal([6, 8], &random), .normal([3, 8], &random)
    )
  }

  private func read(_ plan: ReadingPlan) -> ToyReader.Reading { reader.read(before, visual, after, plan) }

  @Test func `numbers name sublayers`() {
    #expect(Sublayer(1.5) == Sublayer(1, .network) && Sublayer(2) == Sublayer(2, .attention))
    #expect(
      Sublayer(1.25) == nil && Sublayer(-1) == nil && Sublayer(.nan) == nil && Sublayer(.infinity) == nil)
    #expect(Sublayer.all(layers: 2).map(\.number) == [0, 0.5, 1, 1.5])
    #expect(Sublayer.all(layers: 2).map(\.description) == ["0", "0.5", "1", "1.5"])
  }

  @Test func `a plan without anything reads everything`() {
    let whole = read(.everything)
    #expect(whole.sequence.positions == Array(0..<11) && whole.sequence.visual == 2..<8)
    #expect(read(ReadingPlan(removed: [])).states == whole.states)
  }

  @Test func `those that stay keep their positions`() {
    let less = read(ReadingPlan(removed: [1, 4])).sequence
    #expect(less.positions == [0, 1, 2, 4, 5, 7, 8, 9, 10])
    #expect(less.rows == [0, 2, 3, 5] && less.visual == 2..<6)
    let placed = ReadingSequence(
      before: before, visual: visual, after: after, visualPositions: [2, 5, 9, 10, 12, 20],
      plan: ReadingPlan(removed: [0]))
    #expect(placed.positions == [0, 1, 5, 9, 10, 12, 20, 21, 22, 23])
  }

  @Test func `skipping all sublayers leaves a token as it came in`() {
    let plan = ReadingPlan(skips: [.init(rows: [0, 3], sublayers: Set(Sublayer.all(layers: 3)))])
    let last = read(plan).states[3]
    for row in 0..<6 {
      let isSame = last.at(2 + row) == visual.at(row)
      #expect(isSame == [0, 3].contains(row))
    }
    let all = read(ReadingPlan(skips: [.init(sublayers: Set(Sublayer.all(layers: 3)))])).states[3]
    #expect(all.sliced(0, 2..<8) == visual)
  }

  @Test func `what is skipped is still read by others`() {
    let plan = ReadingPlan(skips: [.init(sublayers: [Sublayer(1, .attention), Sublayer(1, .network)])])
    let weights = read(plan).weights[1]
    #expect(weights == read(plan).weights[1].reshaped(weights.shape.sizes))
    let seen = weights.sliced(1, 8..<11).sliced(2, 2..<8)
    #expect(seen.minimum().scalar > 0)
  }

  @Test func `skipping the first attention cuts visual columns and moves what words lose to the first`() {
    let plan = ReadingPlan(skips: [.init(rows: [1], sublayers: [Sublayer(0, .attention)])])
    let (cut, whole) = (read(plan).weights[0], read(.everything).weights[0])
    for head in 0..<2 {
      for state in 0..<11 {
        let (now, then) = (cut.at(head).at(state).values, whole.at(head).at(state).values)
        if state < 2 {
          #expect(now == then)
          continue
        }
        let lost = then[2..<8].reduce(0, +)
        #expect(now[3..<8].allSatisfy { $0 == 0 })
        #expect(now[2] == (state < 8 ? 0 : lost))
        #expect(Array(now[..<2] + now[8...]) == Array(then[..<2] + then[8...]), "nothing is renormalised")
      }
    }
    #expect(read(plan).weights[1].sliced(1, 2..<8).sliced(2, 2..<8).maximum().scalar > 0, "only in layer 0")
  }

  @Test(arguments: [ReadingPlan.Cut.visualToVisual, .textToVisual]) func `cuts leave the other weights alone`(
    cut: ReadingPlan.Cut
  ) {
    let plan = ReadingPlan(skips: [.init(sublayers: [Sublayer(1, .attention)], cuts: [cut])])
    let weights = read(plan).weights[1]
    let onVisual = (2..<11).map { weights.sliced(2, 2..<8).at($0, axis: 1).sum().scalar }
    let isCut = onVisual.map { $0 == 0 }
    #expect(isCut == (2..<11).map { ($0 < 8) == (cut == .visualToVisual) })
    let first = read(ReadingPlan(skips: [.init(sublayers: [Sublayer(0, .attention)], cuts: [cut])])).weights[
      0]
    let lost = first.at(9, axis: 1).sum().scalar
    #expect(abs(lost - 2) < 1e-5, "words keep their mass in layer 0 either way")
  }

  @Test func `tokens enter later with new numbers and leave before their layer`() {
    let late = read(ReadingPlan(removed: [1], entry: 1))
    #expect(late.states[0].size(0) == 5 && late.states[1].size(0) == 5 && late.states[2].size(0) == 10)
    #expect(late.sequence.positions == Array(0..<10) && late.sequence.rows == [0, 2, 3, 4, 5])
    let early = ReadingSequence(before: before, visual: visual, after: after, plan: ReadingPlan(entry: 1))
    #expect(early.positions == [0, 1, 8, 9, 10], "words stand where they stood")
    let gone = read(ReadingPlan(exit: 2))
    #expect(gone.states.map { $0.size(0) } == [11, 11, 11, 5])
    #expect(gone.sequence.visual.isEmpty && gone.sequence.positions == [0, 1, 8, 9, 10])
  }

  @Test func `rows may become their mean`() {
    let states = read(ReadingPlan(removed: [2], averaged: [0, 2, 5])).states[0]
    let mean = (visual.at(0) + visual.at(5)) / 2
    #expect(states.size(0) == 10)
    #expect(states.at(2) == states.at(6))
    for (a, b) in zip(states.at(2).values, mean.values) { #expect(abs(a - b) < 1e-6) }
    #expect(states.at(3) == visual.at(1))
  }

  @Test func `a stage inside the reader leaves fewer tokens and numbers them anew`() {
    let stage = ReadingPlan.Stage(before: 1, dominant: 2, contextual: 1)
    let reading = read(ReadingPlan(stages: [stage]))
    #expect(reading.states.map { $0.size(0) } == [11, 11, 8, 8])
    #expect(reading.sequence.positions == Array(0..<8) && reading.sequence.rows[2] == nil)
    let report = reading.reports[0]
    #expect(report.kept.count == 2 && report.gone.isEmpty && report.members[0].count == 3)
    #expect(reading.sequence.rows.prefix(2).map { $0 } == report.kept.map { $0 })
  }
}
