import Basics
import Figures
import Glibc
import Lenses
import Tensors
import Testing

/// Visual tokens as words, on the numbers of the method sheet and on the micro model.
@Suite struct EmbedLensTests {
  private static func table(_ rows: Int, _ f: (Double, Double) -> Double) -> Tensor {
    Tensor(rows: (0..<rows).map { row in (0..<4).map { Float(f(Double(row), Double($0))) } })
  }

  private static func brought(_ knobs: [String: String], tokens: Tensor? = nil) throws -> Subject {
    let own = table(5) { row, place in (row + 1) * cos(4 * row + place + 1) }
    let set = try BroughtTensors.set(
      "dump.safetensors",
      [
        ("embed_tokens", table(12) { row, place in sin(4 * row + place + 1) }), ("visual", tokens ?? own),
      ])
    return try BroughtTensors.subject(EmbedLens.card, set, knobs)
  }

  private func shown(_ plate: Plate) -> TokenGrid? {
    plate.figures.lazy.compactMap { if case .tokenGrid(let grid) = $0 { grid } else { nil } }.first
  }

  private func found(_ title: String, in plate: Plate) -> Table? {
    plate.figures.lazy.compactMap { figure -> Table? in
      if case .table(let table) = figure, table.title.hasPrefix(title) { return table }
      return nil
    }.first
  }

  @Test func `tokens that were brought are sorted by the ids that were given`() async throws {
    let plate = try await EmbedLens().look(
      at: Self.brought(["targets": "sink=8 other=2,3", "cell": "4"]), .open)
    let grid = try #require(shown(plate))
    #expect(grid.states.map(\.name) == ["sink", "other", "alive"])
    #expect(grid.cells == [1, 1, 2, 0, 1] && grid.marks.keys.sorted() == [0, 3])
    #expect(grid.rows * grid.columns == 5)
    let words = try #require(found("Words", in: plate))
    #expect(words.rows.prefix(3).map { $0[1] } == [.integer(6), .integer(9), .integer(3)])
    #expect(words.rows.count == 10)
    #expect(found("Trials", in: plate) == nil, "there is no reader")
    #expect(found("Found", in: plate)?.footnotes[0].contains("no group is named") == true)
  }

  @Test func `a whole stack of pictures is searched for what comes back`() async throws {
    // Five pictures of three tokens: one near word 0, one near word 5, one that wanders.
    var random = SeededRandom(seed: 2)
    let words = Self.table(12) { row, place in sin(4 * row + place + 1) }
    let stack = Tensor.stacked(
      (0..<5).map { picture in
        Tensor.stacked([words.at(0) * 3, words.at(5) * 2, words.at(6 + picture)])
          + Tensor.normal([3, 4], deviation: 1e-3, &random)
      })
    let plate = try await EmbedLens().look(
      at: Self.brought(["k": "1", "picture": "2"], tokens: stack), .open)
    let grid = try #require(shown(plate))
    #expect(grid.states.map(\.name) == ["dead", "sink", "alive"] && grid.cells == [0, 1, 2])
    let ids = try #require(found("Found", in: plate))
    #expect(ids.rows.prefix(2).map { $0[2] } == [.share(1), .share(1)])
    #expect(ids.rows.last?[4] == Value.none, "a word of one picture has no likeness")
  }

  @Test func `layers that were brought make curves`() async throws {
    let layers = Tensor.stacked([Self.table(5) { $0 + $1 }, Self.table(5) { $0 - $1 }])
    let plate = try await EmbedLens().look(at: Self.brought(["stack": "layers"], tokens: layers), .open)
    #expect(
      plate.figures.contains {
        if case .chart(let chart) = $0 { chart.title.hasPrefix("Selves") } else { false }
      })
  }

  @Test(arguments: [
    ["targets": "sink=x"], ["skip": "7"], ["skip": "0.3"], ["table": "nothing"],
  ]) func `what does not fit is told`(knobs: [String: String]) async throws {
    await #expect(throws: Trouble.self) { try await EmbedLens().look(at: Self.brought(knobs), .open) }
  }

  @Test func `tokens of another width, or without a number, are refused`() async throws {
    await #expect(throws: Trouble.self) {
      try await EmbedLens().look(at: Self.brought([:], tokens: .ones([5, 3])), .open)
    }
    let bad = Tensor([.nan, 1, 1, 1], [1, 4])
    await #expect(throws: Trouble.self) {
      try await EmbedLens().look(at: Self.brought([:], tokens: bad), .open)
    }
  }

  @Test func `the micro model is looked at, and its reader asked`() async throws {
    var subject = try Samples.subject(EmbedLens.card)
    try subject.knobs.set("scenes", "30")
    let plate = try await EmbedLens().look(at: subject, .open)
    let grid = try #require(shown(plate))
    #expect(grid.rows == 8 && grid.columns == 8 && grid.pixels?.width == 32)
    let trials = try #require(found("Trials", in: plate))
    #expect(trials.rows.count == 27 && trials.footnotes[0].contains("seed 1"))
    #expect(plate.label[0].contains("trained here in seconds"))
    // More words only add members; a higher cut of coverage never adds sets.
    func alive(_ k: String, _ coverage: String) async throws -> Int {
      var turned = subject
      try turned.knobs.set("scenes", "10")
      try turned.knobs.set("k", k)
      try turned.knobs.set("coverage", coverage)
      let plate = try await EmbedLens().look(at: turned, .open)
      return try #require(self.shown(plate)).counts.last ?? 0
    }
    #expect(try await alive("1", "0.9") >= alive("3", "0.9"))
    #expect(try await alive("1", "1") >= alive("1", "0.5"))
  }
}
