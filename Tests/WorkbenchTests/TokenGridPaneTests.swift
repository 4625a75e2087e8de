import Basics
import Figures
import Screen
import Tensors
import TestSupport
import Testing
import Workbench

/// The pane of visual tokens.
@MainActor
@Suite struct TokenGridPaneTests {
  private func played(_ keys: String, _ size: Size = Size(columns: 80, rows: 24)) throws -> State {
    var state = try ToyAlbum.state(size)
    for key in keys.split(separator: " ") {
      let chord = try #require(Chord(String(key)))
      _ = update(&state, .input(.key(chord.key)))
    }
    return state
  }

  @Test func `arrows move from token to token and stop at the edges`() throws {
    #expect(try played("right down down").map.cell == 9)
    #expect(try played("left up").map.cell == 0)
    #expect(try played("ctrl+end end right").map.cell == 15)
  }

  @Test func `a knob changes counts at once, and asks for nothing`() throws {
    var state = try ToyAlbum.state(Size(columns: 80, rows: 24))
    #expect(state.map.report?.groups?.counts == [6, 8, 2, 0])
    _ = update(&state, .input(.key(try #require(Chord("t")).key)))
    for _ in 0..<40 {
      let effects = update(&state, .input(.key(try #require(Chord(".")).key)))
      #expect(effects.isEmpty)
    }
    #expect(state.map.knobs.text("threshold") == "1")
    #expect(state.map.report?.groups?.counts == [16, 0, 0, 0])
    _ = update(&state, .input(.key(try #require(Chord("backspace")).key)))
    #expect(state.map.report?.groups?.counts == [6, 8, 2, 0])
  }

  @Test func `numbers choose views, and v goes through them all`() throws {
    #expect(try played("6").map.tab == .path)
    #expect(try played("v v").map.tab == .words)
    #expect(
      try played(Array(repeating: "v", count: MapTab.allCases.count).joined(separator: " ")).map.tab == .map)
    #expect(try played("c").map.tab == .reader)
  }

  @Test func `colours go through what can be measured here`() throws {
    #expect(try played("m").map.score == .norm)
    #expect(try played("m m").map.score == .likeness, "no attention at this layer")
    #expect(try played("m m m m").map.score == .states, "no vector was brought")
  }

  @Test func `pictures are turned round, and the layer stays inside`() throws {
    #expect(try played("n n n").map.picture == 3)
    #expect(try played("p").map.picture == 3)
    #expect(try played("] ] ]").map.layer == 1)
    #expect(try played("[ [").map.layer == 0)
  }

  @Test func `every view is drawn at any size`() throws {
    for tab in 1...MapTab.allCases.count {
      for size in [Size(columns: 20, rows: 5), Size(columns: 40, rows: 12), Size(columns: 200, rows: 60)] {
        _ = render(try played("\(tab)", size))
      }
    }
  }

  @Test func `a press chooses the token under it`() throws {
    var state = try ToyAlbum.state(Size(columns: 80, rows: 24))
    state.notice = nil
    let rows = render(state).textRows()
    let row = try #require(rows.firstIndex { $0.contains("▼") && !$0.contains("sink") })
    let column = try #require(rows[row].firstIndex(of: "▼"))
    let place = rows[row].distance(from: rows[row].startIndex, to: column)
    _ = update(&state, .input(.mouse(Mouse(.press, column: place, row: row))))
    #expect(state.map.cell == 8)
  }

  @Test func `what is shown can be written`() throws {
    #expect(try played("1").map.figures.count == 1)
    #expect(try played("2").map.figures.count == 5)
    #expect(try played("8").map.figures.count == 3)
    #expect(try played("9").map.figures.isEmpty, "a toy has no reader")
  }

  @Test func `a trouble is shown with what helps`() throws {
    var state = makeState("a")
    for case .mapTokens(let request) in update(&state, .command("map.show")) {
      let trouble = Trouble(.input, at: .file("x.png"), "no such file", remedy: "Name another")
      let found = MapFound(request: request, step: 0, isComplete: true, result: .failure(trouble))
      _ = update(&state, .answer(.mapped(found)))
    }
    let text = render(state).textRows().joined()
    #expect(text.contains("x.png: no such file. Name another.") && state.jobs[.map] == nil)
  }

  @Test(arguments: [
    ScreenRow(name: "map-80x24", size: Size(columns: 80, rows: 24), steps: "down down right"),
    ScreenRow(name: "map-120x36", size: Size(columns: 120, rows: 36), steps: "down down right right"),
    ScreenRow(name: "map-norm-80x24", size: Size(columns: 80, rows: 24), steps: "m"),
    ScreenRow(name: "map-album-80x24", size: Size(columns: 80, rows: 24), steps: "2 n"),
    ScreenRow(name: "map-words-80x24", size: Size(columns: 80, rows: 24), steps: "3"),
    ScreenRow(name: "map-layers-80x24", size: Size(columns: 80, rows: 24), steps: "5"),
    ScreenRow(name: "map-repeats-80x24", size: Size(columns: 80, rows: 24), steps: "7"),
    ScreenRow(name: "map-rules-120x36", size: Size(columns: 120, rows: 36), steps: "8"),
    ScreenRow(name: "map-ascii-80x24", size: Size(columns: 80, rows: 24), steps: "right", isASCII: true),
  ])
  func `the screen looks as recorded`(row: ScreenRow) throws {
    var state = try ToyAlbum.state(row.size)
    state.isASCII = row.isASCII
    for key in row.steps.split(separator: " ") {
      _ = update(&state, .input(.key(try #require(Chord(String(key))).key)))
    }
    Golden.check(settled(state), row.name)
  }
}
