import Basics
import Patches
import Tensors
import Testing

@Suite struct DiscoveryTests {
  private static let words = Tensor(rows: [[1, 0], [0, 1], [-1, 0], [0.6, -0.8]])
  private static let pictures: [Tensor] = [
    Tensor(rows: [[3, 0.1], [2, 0], [0.2, 2], [1, -1.2]]),
    Tensor(rows: [[4, 0.2], [2.5, -0.1], [-1, 0.1], [-2, 0.3]]),
    Tensor(rows: [[2, 0.05], [0.1, 1.5], [3, 0.3], [0.2, 0.9]]),
  ]

  private static func dumps(_ pictures: [Tensor]) throws -> [Discovery.Picture] {
    let probe = VisualProbe(TensorRows(words))
    return try pictures.map {
      Discovery.Picture(tokens: $0, nearest: try probe.nearest($0, count: 1).map { $0[0].id })
    }
  }

  @Test func `coverage, share and likeness are those worked out by hand`() throws {
    let dumps = try Self.dumps(Self.pictures)
    #expect(dumps.map(\.nearest) == [[0, 0, 1, 3], [0, 0, 2, 2], [0, 1, 0, 1]])
    let found = Discovery(dumps).findings
    #expect(found.map(\.ids) == [[0], [1], [2], [3]])
    #expect(found.map(\.share) == [0.5, 0.25, 1.0 / 6, 1.0 / 12])
    for (a, b) in zip(found.map(\.coverage), [1, 0.666667, 0.333333, 0.333333]) { #expect(abs(a - b) < 1e-6) }
    #expect(abs((found[0].likeness ?? 0) - 0.997852) < 1e-6)
    #expect(abs((found[1].likeness ?? 0) - 0.996190) < 1e-6)
    #expect(found[2].likeness == nil && found[3].likeness == nil, "one picture has no pair")
  }

  @Test func `with fewer than four pictures no group gets a name`() throws {
    let three = Discovery(try Self.dumps(Self.pictures))
    #expect(three.sets.map(\.name) == [.unnamed])
    #expect(three.sentence.contains("no group is named"))
    let four = Discovery(try Self.dumps(Self.pictures + Self.pictures.prefix(1)))
    #expect(four.sets.map(\.name) == [.dead])
    #expect(four.targets == [TargetSet("dead", [0])])
  }

  @Test func `a higher cut of coverage leaves fewer sets, and none is said to be none`() throws {
    let dumps = try Self.dumps(Self.pictures + Self.pictures)
    var settings = Discovery.Settings()
    var last = Int.max
    for cut in [0.3, 0.5, 0.9, 1.01] {
      settings.coverage = cut
      let found = Discovery(dumps, settings)
      let count = found.sets.reduce(0) { $0 + $1.finding.ids.count }
      #expect(count <= last)
      last = count
      let settled = Discovery(dumps).settled(settings)
      #expect(settled.targets == found.targets && settled.sentence == found.sentence)
    }
    #expect(last == 0)
    #expect(Discovery(dumps, settings).sentence.contains("every token counts as alive"))
  }

  @Test func `ids that point the same way are one set, likeness and names follow`() throws {
    // Ids 0 and 1 are nearly one direction; 2 comes back as itself and 3 spread out.
    let pictures = (0..<8).map { picture in
      let turn = Float(picture % 2 == 0 ? 1 : -1)
      let rows: [[Float]] = [[1, 0.01, 0], [1, -0.01, 0], [1, 0.02, 0], [0, 0.001, 1], [turn, 1, 0]]
      return Discovery.Picture(tokens: Tensor(rows: rows), nearest: [0, 1, 0, 2, 3])
    }
    let found = Discovery(pictures)
    #expect(found.sets.map(\.finding.ids) == [[0, 1], [2], [3]])
    #expect(found.sets.map(\.name) == [.dead, .sink, .unnamed])
    #expect(abs(found.sets[0].finding.share - 0.6) < 1e-9)
    #expect(abs((found.sets[2].finding.likeness ?? 1) - 3.0 / 7) < 1e-6)
    #expect(found.targets.map(\.name) == ["dead", "sink", "recurring"])
  }

  @Test func `likeness is the mean of the cosines of all pairs`() {
    var random = SeededRandom(seed: 8)
    let pictures = (0..<5).map { _ in
      Discovery.Picture(tokens: Tensor.normal([6, 3], &random), nearest: [1, 1, 0, 1, 0, 0])
    }
    let groups = pictures.map { $0.tokens.gathered([0, 1, 3]) }
    var sum = 0.0
    for a in groups.indices {
      for b in groups.indices where b > a {
        sum += Double(Similarity.cosine.plain(groups[a], groups[b]).mean().scalar)
      }
    }
    let found = Discovery(pictures).findings.first { $0.ids == [1] }
    #expect(abs((found?.likeness ?? 0) - sum / 10) < 1e-6)
  }

  @Test func `sinks are told apart by lengths and by the first token`() {
    let members = [[0], [1]]
    let lengths: [[Float]] = [[9, 1, 1, 2], [1, 8, 2, 1]]
    let begin = Tensor([1, 0])
    let visual = Tensor(rows: [[5, 0.1], [0, 1], [0, 1], [0, 1]])
    let states = [(visual: visual, begin: begin), (visual: visual.gathered([1, 0, 2, 3]), begin: begin)]
    let both = SinkTest(members: members, lengths: lengths, states: states)
    #expect(both.name == "ViT and LLM sink")
    #expect(abs((both.lengthRatio ?? 0) - 8.5 / 1.5) < 1e-6)
    #expect(SinkTest(members: members, lengths: [[1, 1, 1, 1], [1, 1, 1, 1]]).name == "sink")
    #expect(SinkTest(members: members).isVision == nil)
    #expect(SinkTest(members: [[], []], lengths: lengths, states: states).name == "sink")
  }

  @Test func `layers are aligned by length, by self and by word`() throws {
    let first = Tensor(rows: [[1, 0], [4, 0], [0, 4], [1, 0]])
    let last = Tensor(rows: [[4, 0], [0, 4], [0, 4], [4, 0]])
    let probe = VisualProbe(TensorRows(Tensor(rows: [[1, 0], [0, 1]])))
    let found = try LayerAlignment(
      states: [first, last], visual: 1..<3, groups: [[0], [1], [0, 1]], probe: probe)
    #expect(found.textNorms == [1, 4])
    #expect(found.bestLayers == [1, 1, 1])
    #expect(found.entries.map { $0.map(\.selfCosine) } == [[1, 0], [1, 1], [1, 0.5]])
    #expect(found.entries[0].map { $0.word?.id } == [0, 1])
    #expect(found.entries[2].map { $0.word?.share } == [0.5, 1])
  }
}
