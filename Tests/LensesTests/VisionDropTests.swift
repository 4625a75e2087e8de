import Basics
import Figures
import Lenses
import Patches
import Tensors
import Testing

/// Stages of reduction, on the numbers of the method sheet and on the micro models.
@Suite struct VisionDropTests {
  private static func brought(_ knobs: [String: String] = [:], tokens: Int = 8) throws -> Subject {
    let scores: [Float] = [0.05, 0.20, 0.10, 0.03, 0.25, 0.07, 0.12, 0.18]
    var attention = [Float](repeating: 1.0 / 9, count: 81)
    for (index, score) in scores.enumerated() { attention[1 + index] = score }
    let metric = Tensor(rows: [
      [0, 0, 0], [1, 0, 0], [0, 1, 0], [0.9, 0.1, 0], [0, 0.2, 1], [0.3, 0.3, 0.3], [0.1, 0, 0.9],
      [0.8, 0.3, 0.1],
      [0, 1, 1],
    ])
    let x = Tensor(rows: [[1, 0], [0, 1], [2, 1], [1, 1], [3, 0], [0, 2], [2, 2], [1, 3]])
    let set = try BroughtTensors.set(
      "stage.npz",
      [
        ("attention", Tensor(attention, [1, 9, 9])), ("keys", metric.expanded(0)),
        ("tokens", x.sliced(0, 0..<tokens)),
      ])
    return try BroughtTensors.subject(VisionDropLens.card, set, knobs)
  }

  private func grids(_ plate: Plate) -> [TokenGrid] {
    plate.figures.compactMap { if case .tokenGrid(let grid) = $0 { grid } else { nil } }
  }

  @Test func `a stage that was brought is the one worked out by hand`() async throws {
    let plate = try await VisionDropLens().look(
      at: Self.brought(["dominant": "3", "contextual": "2"]), .open)
    let page = try #require(grids(plate).first)
    #expect(page.cells == [1, 0, 2, 1, 0, 2, 2, 0])
    #expect(page.marks == [0: "A", 2: "a", 6: "a", 3: "B", 5: "b"] && page.gone.isEmpty)
    guard case .table(let fates) = plate.figures.last else {
      Issue.record("the fates are a table")
      return
    }
    #expect(
      fates.rows.map { $0[3] } == [.none, .none, .integer(0), .none, .none, .integer(3), .integer(0), .none])
  }

  /// The same stage as layer 2 of a dump of three: what stands in other layers and before the patches does not count.
  private static func dump(hasKeys: Bool = true, places: Bool = true) throws -> Subject.TensorSet {
    let stage = try brought().tensorSets[0].tensors
    func values(_ name: String) throws -> Tensor {
      let stored = try #require(stage.first { $0.name == name })
      return Tensor(try stored.read(), stored.shape)
    }
    let (maps, keys, tokens) = (try values("attention"), try values("keys"), try values("tokens"))
    func deep(_ plane: Tensor) -> Tensor {
      .concatenated([(plane * 0 + 7).expanded(0), plane.expanded(0), (plane * 0 - 3).expanded(0)])
    }
    let rows = Tensor.concatenated([Tensor(rows: [[9, 9]]), tokens])
    let other = rows * 0 + 5
    var set = try BroughtTensors.set(
      "dump.safetensors",
      [
        ("hidden_states", .concatenated([other, other, rows, other].map { $0.expanded(0) })),
        ("attentions", deep(maps)),
      ] + (hasKeys ? [("keys", deep(keys))] : []))
    if places { set.patches = (PatchGrid(rows: 2, columns: 4, patch: 14), 1) }
    return set
  }

  @Test func `a layer of a dump with keys is the stage worked out by hand`() async throws {
    let knobs = ["dominant": "3", "contextual": "2", "layer": "2"]
    func look(_ set: Subject.TensorSet, _ knobs: [String: String]) async throws -> Plate {
      try await VisionDropLens().look(at: BroughtTensors.subject(VisionDropLens.card, set, knobs), .open)
    }
    let page = try #require(grids(try await look(Self.dump(), knobs)).first)
    #expect((page.rows, page.columns) == (2, 4) && page.cells == [1, 0, 2, 1, 0, 2, 2, 0])
    #expect(page.marks == [0: "A", 2: "a", 6: "a", 3: "B", 5: "b"])
    #expect(page.footnotes.contains("Likeness by the mean of their keys over heads."))
    // Without keys the tokens themselves tell who is alike, and the page says so.
    let plain = try #require(grids(try await look(Self.dump(hasKeys: false), knobs)).first)
    #expect(plain.marks != page.marks && plain.footnotes.contains { $0.contains("the dump has no keys") })
    // Where the patches are is told by the file or the knob, never guessed.
    await #expect(throws: Trouble.self) { try await look(Self.dump(places: false), knobs) }
    let placed = try await look(Self.dump(places: false), knobs.merging(["first": "1"]) { $1 })
    #expect(grids(placed).first?.marks == page.marks)
    await #expect(throws: Trouble.self) { try await look(Self.dump(), ["layer": "4"]) }
  }

  @Test(arguments: [["stages": "3:1+1"], ["stages": "2:5+2 1:4+1"], ["stages": "1:x"]])
  func `stages that are none are told`(knobs: [String: String]) async throws {
    await #expect(throws: Trouble.self) { try await VisionDropLens().look(at: Self.brought(knobs), .open) }
  }

  @Test func `tokens whose place is not known are told, and the knob helps`() async throws {
    await #expect(throws: Trouble.self) {
      try await VisionDropLens().look(at: Self.brought(tokens: 5), .open)
    }
    let plate = try await VisionDropLens().look(at: Self.brought(["first": "2"], tokens: 5), .open)
    #expect(grids(plate).first?.count == 5)
  }

  @Test func `the micro models go through all stages`() async throws {
    var subject = try Samples.subject(VisionDropLens.card)
    try subject.knobs.set("scenes", "10")
    let plate = try await VisionDropLens().look(at: subject, .open)
    let pages = grids(plate)
    #expect(pages.count == 5)
    #expect(
      pages[0].counts == [16, 4, 44] && pages[1].counts.prefix(2) == [8, 3]
        && pages[2].counts.prefix(2) == [5, 2])
    #expect(pages.prefix(3).allSatisfy { $0.gone.isEmpty && $0.counts.reduce(0, +) == 64 })
    guard case .table(let answers) = plate.figures[3] else {
      Issue.record("the answers stand behind the pages")
      return
    }
    #expect(
      answers.rows.map { $0[1] } == [
        .text("64 64 64"), .text("20 20 20"), .text("64 11 7"), .text("20 11 7"),
      ])
    #expect(answers.rows[0].count == 9 && answers.rows[3].dropFirst(3).allSatisfy { $0 != .none })
  }

  @Test func `the last word's choice drifts later than that of visual tokens`() async throws {
    var subject = try Samples.subject(VisionDropLens.card)
    try subject.knobs.set("scenes", "30")
    let plate = try await VisionDropLens().look(at: subject, .open)
    let table = plate.figures.lazy.compactMap { figure -> Table? in
      if case .table(let table) = figure, table.title.hasPrefix("Misaligned") { return table }
      return nil
    }.first
    guard case .number(let text, _) = table?.rows[1][1], case .number(let visual, _) = table?.rows[1][2]
    else {
      Issue.record("the drifts are numbers")
      return
    }
    #expect(text > visual)
  }
}
