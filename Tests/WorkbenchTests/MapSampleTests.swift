import Basics
import Lab
import Patches
import Screen
import Tensors
import Testing
import Workbench

/// The map of the sample scenes under the micro model, through the real loop and runner.
@MainActor
@Suite struct MapSampleTests {
  private let folders = AssetFolders(environment: [:])

  private func rehearsed(_ steps: String, _ size: Size = Size(columns: 80, rows: 24)) async throws -> State {
    try await rehearse(makeState("a", size), "key esc\nmap.show\nwait\n" + steps).state
  }

  @Test func `nothing brought, the sample scenes are shown with states and counts`() async throws {
    let state = try await rehearsed("")
    let report = try #require(state.map.report)
    #expect(state.map.trouble == nil && state.focus == .tokenGrid)
    #expect(report.album.pictures.count >= 8 && report.picture.grid.count == 64)
    let counts = try #require(report.groups?.counts)
    #expect(counts.reduce(0, +) == 64 && counts[MapState.dead.rawValue] > 0)
    #expect(report.layer.name == "projected" && report.album.reader != nil)
  }

  @Test func `another layer is one of the reader's, and has attention`() async throws {
    let state = try await rehearsed("key ]\nwait")
    let report = try #require(state.map.report)
    #expect(report.layer.name == "reader layer 1")
    let attention = try #require(report.numbers(.attention))
    #expect(attention.count == 64 && attention.allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  @Test func `a token goes to the neighbours among words and tokens, and Esc comes back`() async throws {
    let state = try await rehearsed("key right\nkey s\nwait")
    #expect(state.focus == .neighbours)
    let found = try #require(state.neighbours.found)
    #expect(found.neighbours.count == 20 && found.request.loaded.request.tokenizer.number < 0)
    let vocabulary = found.request.loaded.request.tokenizer.tokenizer.vocabulary
    #expect(vocabulary.idLimit == LabVocabulary.words.count + 64 * (state.map.album?.pictures.count ?? 0))
    let back = try await rehearsed("key right\nkey s\nwait\nkey esc\nwait")
    #expect(back.focus == .tokenGrid && back.map.cell == 1)
  }

  @Test func `the tokens of a picture are laid out by group`() async throws {
    let state = try await rehearsed("key S\nwait", Size(columns: 200, rows: 60))
    #expect(state.focus == .projection && state.projection.points?.ids.count == 64)
  }

  @Test func `views that take longer are asked for when they are shown`() async throws {
    let alike = try await rehearsed("key 4\nwait")
    guard case .heatmap(let heatmap)? = alike.map.figures.first else { return #expect(Bool(false)) }
    #expect(heatmap.rowLabels.count == 64 && abs(heatmap[0, 0] - 1) < 1e-4)
    let path = try await rehearsed("key 6\nkey right\nwait")
    guard case .table(let table)? = path.map.figures.first else { return #expect(Bool(false)) }
    #expect(table.rows.count == 1 + MicroReader.layers && table.title.hasPrefix("Token 1 "))
  }

  @Test func `the reader is tried with what comes back, and with as many others`() throws {
    let reader = try #require(MapReader(try MicroFiles.vlm(folders)))
    let trial = try ReaderTrial(reader, scenes: 12, seed: 3)
    let targets = try MapTargets("dead=0,1")
    var shown = 0
    let report = try trial.report(.prune, rule: .alive, targets: targets, MapKnobs.initial) { _ in shown += 1
    }
    #expect(report.rows.count == 5 && report.curves.map(\.rule) == [.alive, .random, .uniform])
    #expect(report.rows[1].score.touched == report.rows[2].score.touched)
    #expect(report.rows[1].score.touched == report.rows[3].score.touched)
    #expect(report.curves[0].points.first?.score == report.curves[1].points.first?.score, "all are kept")
    #expect(shown == 5 + 3 * report.curves[0].points.count)
    let none = try trial.score(.prune, .open) { _ in [] }
    #expect(none == report.rows[0].score)
  }

  @Test(arguments: MapTrial.allCases) func `treating no token changes nothing, but for keeping none`(
    trial: MapTrial
  ) {
    #expect((trial.plan([], of: 4) == .everything) == (trial != .keep))
    #expect(MapTrial.keep.plan([0, 1], of: 4).removed == [2, 3])
  }
}
