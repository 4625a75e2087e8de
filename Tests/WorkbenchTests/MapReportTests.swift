import Basics
import Figures
import Patches
import Tensors
import Testing
import Workbench

/// The map of visual tokens, its rules and its tables.
@Suite struct MapReportTests {
  @Test func `tokens are sorted by the words that come back`() throws {
    let report = try ToyAlbum.report()
    let groups = try #require(report.groups)
    #expect(
      groups.states == Array(repeating: .dead, count: 8) + [.sink, .sink] + Array(repeating: .alive, count: 6)
    )
    #expect(groups.counts == [6, 8, 2, 0] && groups.overlap == 0)
    #expect(groups.notes[0].contains("Found over 4 pictures: dead “the”, sink “igh”"))
    let grid = report.grid()
    #expect(grid.counts == [6, 8, 2] && grid.pixels == ToyAlbum.pixels && grid.ground == .picture)
  }

  @Test func `with fewer than four pictures nothing has a name, and the map says what helps`() throws {
    let album = try ToyAlbum.album(pictures: 3)
    let report = MapReport(album, MapKnobs.initial, album.targets(MapKnobs.initial))
    #expect(report.groups == nil && report.grid().states.isEmpty)
    #expect(report.grid().footnotes[0].contains("open a folder of 4 pictures or more"))
  }

  @Test func `ids that are given make groups of any number of pictures`() throws {
    let album = try ToyAlbum.album(pictures: 1)
    var knobs = MapKnobs.initial
    try knobs.set("targets", "sink=1 dead=0")
    let report = MapReport(album, knobs, album.targets(knobs))
    #expect(report.groups?.counts == [6, 8, 2, 0])
    try knobs.set("targets", "2")
    let unnamed = MapReport(album, knobs, album.targets(knobs)).groups
    #expect(unnamed?.cells(.unnamed).contains(10) == true && unnamed?.cells(.dead).isEmpty == true)
  }

  @Test(arguments: ["sink=", "x", "sink=1,b", "dead=-4"]) func `targets that name no ids are refused`(
    words: String
  ) {
    #expect(throws: Trouble.self) { try MapTargets(words) }
  }

  @Test func `more words only add members, and a threshold only takes them away`() throws {
    var last = 0
    for nearest in 1...6 {
      let groups = try #require(try ToyAlbum.report(["nearest": "\(nearest)"]).groups)
      let members = 16 - groups.counts[MapState.alive.rawValue]
      #expect(members >= last)
      last = members
    }
    #expect(try ToyAlbum.report(["threshold": "1"]).groups?.counts == [16, 0, 0, 0])
  }

  @Test func `raising the coverage never adds what comes back`() throws {
    var last = Int.max
    for coverage in stride(from: 0.5, through: 1, by: 0.1) {
      let report = try ToyAlbum.report(["coverage": "\(coverage)"])
      let members = 16 - (report.groups?.counts[MapState.alive.rawValue] ?? 0)
      #expect(members <= last)
      last = members
    }
  }

  @Test func `scores are lengths, cosines and attention`() throws {
    let report = try ToyAlbum.report(cell: 10)
    let rows = ToyAlbum.rows(0)
    #expect(report.numbers(.norm) == rows.lengths().values)
    let cosines = Similarity.cosine.plain(rows, Tensor(rows: [rows.rowLists[10]])).values
    for (a, b) in zip(try #require(report.numbers(.likeness)), cosines) { #expect(abs(a - b) < 1e-5) }
    #expect(report.numbers(.attention) == nil && report.numbers(.vector) == nil)
    #expect(report.grid(.attention).footnotes.contains { $0.contains("attention of projected is not known") })
    #expect(report.rank(8, .norm) == 1)
    let album = try ToyAlbum.album(layer: 1)
    #expect(MapReport(album, MapKnobs.initial, nil).numbers(.attention)?[9] == 0.5)
  }

  @Test func `rules keep as many as they are told, by their own order`() throws {
    let report = try ToyAlbum.report(["keep": "0.25"])
    #expect(try report.selection(.alive).kept == [10, 11, 12, 13])
    #expect(try report.selection(.norm).kept == [8, 9, 10, 11])
    #expect(try report.selection(.uniform).kept == [2, 6, 10, 14])
    #expect(try report.selection(.random).kept.count == 4)
    #expect(try report.selection(.random) == report.selection(.random))
    #expect(throws: Trouble.self) { try report.selection(.attention) }
    let compared = try report.comparison([.alive, .norm])
    #expect(compared.grids.map(\.gone.count) == [12, 12])
    #expect(compared.shared.rows.map { $0[1] } == [.integer(2), .integer(2), .integer(2)])
    #expect(compared.shared.footnotes[0].contains("0.333"))
  }

  @Test func `tables have a row for each token, word and picture`() throws {
    let report = try ToyAlbum.report()
    #expect(report.words.rows.count == 16)
    #expect(report.words.rows[8].last == .text("igh 0.99, of 0.62, red 0.06"))
    #expect(report.states.rows.count == 4 && report.states.rows[1][3] == .integer(8))
    let repeats = try #require(report.repeats)
    #expect(repeats.rows.first?[1] == .text("the") && repeats.rows.first?[5] == .text("dead"))
    #expect(report.byGroup == [10, 11, 12, 13, 14, 15] + Array(0..<10))
    #expect(report.lengths.series.map(\.name) == ["all (16)", "alive (6)", "dead (8)", "sink (2)"])
  }

  @Test func `the way of a token has a step for each layer`() throws {
    let album = try ToyAlbum.album()
    let steps = try album.path(picture: 0, cell: 12)
    #expect(steps.map(\.layer) == ["projected", "reader layer 1"])
    #expect(steps[1].length == steps[0].length * 2 && abs((steps[1].start ?? 0) - 1) < 1e-6)
    #expect(steps[0].words.first?.id == 2)
  }

  @Test func `without words a map has scores and no states`() throws {
    let album = try ToyAlbum.album(words: nil)
    let report = MapReport(album, MapKnobs.initial, album.targets(MapKnobs.initial))
    #expect(report.groups == nil && report.grid(.norm).values.count == 16)
    #expect(report.grid().footnotes[0].contains("Without words"))
    #expect(throws: Trouble.self) { try report.selection(.alive) }
  }
}
