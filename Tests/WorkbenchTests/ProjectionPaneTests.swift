import Basics
import Screen
import Tensors
import TestSupport
import Testing
import Tokens
import Workbench

/// The pane of projections, through the real runner.
@MainActor
@Suite struct ProjectionPaneTests {
  private let text = "a1e2i3o4u5 bcdfgh aa ee 11"

  private func rehearsed(_ steps: String, _ text: String? = nil) async throws -> (frame: Frame, state: State)
  {
    let vectors = try ByteVectors()
    return try await rehearse(vectors.state(text ?? self.text), vectors.steps + "projection.show\n" + steps)
  }

  @Test func `PCA lays out the entries around the caret, most frequent first, and tells its variance`()
    async throws
  {
    let (frame, state) = try await rehearsed("wait")
    let points = try #require(state.projection.points)
    let ids = Array(text.utf8)
    #expect(Set(points.ids) == Set(ids.map(UInt32.init)) && points.ids[0] == UInt32(UInt8(ascii: " ")))
    let embeddings = try #require(state.currentEmbeddings)
    let rows = try embeddings.rows(of: points.ids).unit()
    let found = try PrincipalComponents(of: rows, count: 2)
    for (place, row) in zip(points.places, found.project(rows).rowLists) {
      #expect(abs(place.x - Double(row[0])) < 1e-4 && abs(place.y - Double(row[1])) < 1e-4)
    }
    let share = Decimals.text(Double(found.shares.sum().scalar) * 100, 1)
    #expect(frame.textRows().joined().contains("holds \(share) % of the variance:"), "\(frame.textRows())")
  }

  @Test func `t-SNE ends complete with its divergence, and another seed gives another layout`() async throws {
    let (frame, state) = try await rehearsed("key v")
    let points = try #require(state.projection.points)
    #expect(points.isComplete && points.step == 750 && state.jobs[.projection] == nil)
    let left = try #require(points.divergence)
    #expect(frame.textRows().joined().contains("KL \(Decimals.text(left, 3)) nats"))
    let (_, again) = try await rehearsed("key v")
    #expect(again.projection.points?.places == points.places)
    let (_, other) = try await rehearsed("key v r")
    #expect(other.projection.seed == 2 && other.projection.points?.places != points.places)
    // Digits are nearer to digits than to vowels, on average.
    func place(_ letter: Character) -> PointPlace {
      points.places[points.ids.firstIndex(of: UInt32(letter.asciiValue!))!]
    }
    func mean(_ a: String, _ b: String) -> Double {
      var (sum, count) = (0.0, 0.0)
      for x in a {
        for y in b where x != y {
          let (dx, dy) = (place(x).x - place(y).x, place(x).y - place(y).y)
          sum += (dx * dx + dy * dy).squareRoot()
          count += 1
        }
      }
      return sum / count
    }
    #expect(mean("12345", "12345") < mean("12345", "aeiou"))
  }

  @Test func `steps on the way are shown, stopped where they are, and dropped when they are old`()
    async throws
  {
    var (_, state) = try await rehearsed("wait")
    let effects = update(&state, .command("projection.method"))
    let asked = effects.compactMap { if case .project(let request) = $0 { request } else { nil } }
    #expect(asked.count == 1 && state.jobs[.projection] == 0)
    var points = try #require(state.projection.points)
    (points.method, points.step, points.steps) = (.tsne, 75, 750)
    var found = try #require(state.projection.found)
    (found.request, found.result) = (asked[0], .success(points))
    _ = update(&state, .answer(.projected(found)))
    #expect(state.jobs[.projection] == 0.1 && render(state).textRows().joined().contains("step 75 of 750"))
    #expect(update(&state, .command("projection.stop")) == [.cancel(.projection)])
    #expect(render(state).textRows().joined().contains("stopped at step 75 of 750"))
    let newer = update(&state, .command("projection.reroll"))
    #expect(newer.contains { if case .project(let request) = $0 { request.seed == 2 } else { false } })
    points.step = 80
    found.result = .success(points)
    _ = update(&state, .answer(.projected(found)))
    #expect(state.projection.points?.step == 75)
  }

  @Test func `arrows go to the next point that way, and the text shows it`() async throws {
    let (_, state) = try await rehearsed("key right right")
    let index = try #require(state.projection.selectedIndex)
    let points = try #require(state.projection.points)
    let start = try #require(
      points.ids.firstIndex(of: UInt32(UInt8(ascii: "a"))), "the token under the caret is first")
    #expect(points.places[index].x > points.places[start].x)
    let bytes = try #require(state.linkedBytes)
    #expect(Array(text.utf8)[bytes.lowerBound] == UInt8(points.ids[index]))
    let (_, gone) = try await rehearsed("key right right enter")
    #expect(gone.view.selection.caret == bytes.lowerBound)
    let (_, back) = try await rehearsed("key right right esc esc")
    #expect(back.focus == .text && back.projection.selected == nil)
  }

  @Test func `the search marks what it finds, n goes round, Esc ends it`() async throws {
    let (frame, state) = try await rehearsed("key /\ntype 1\nkey enter")
    #expect(state.projection.selected == UInt32(UInt8(ascii: "1")))
    #expect(frame.textRows().joined().contains("holding “1” (1)"))
    let (_, next) = try await rehearsed("key n n n")
    #expect(next.projection.selected == next.projection.points?.ids[2])
    let (_, none) = try await rehearsed("projection.search ~~~")
    #expect(none.notice?.text.contains("~~~") == true && none.projection.selected == nil)
  }

  @Test func `zooming keeps the chosen point in sight, and 0 shows all`() async throws {
    let (frame, state) = try await rehearsed("key right + + +")
    #expect(abs(state.projection.plane.zoom - 3.375) < 1e-9)
    #expect(frame.textRows().joined().contains("◉") && frame.textRows().joined().contains("×3.4"))
    let (_, whole) = try await rehearsed("key right + + shift+left 0")
    #expect(whole.projection.plane == PlaneView())
  }

  @Test func `entries that were never seen are left out and told`() async throws {
    let (frame, state) = try await rehearsed("wait", "abcz")
    #expect(state.projection.points?.unseen == [UInt32(UInt8(ascii: "z"))])
    #expect(frame.textRows().joined().contains("1 never seen"))
    let (alone, _) = try await rehearsed("wait", "zzz")
    #expect(alone.textRows().joined().contains("fewer than two entries here have vectors"))
  }

  @Test func `the most frequent entries, and the neighbours of the token under the caret`() async throws {
    let (_, frequent) = try await rehearsed("key o")
    #expect(frequent.projection.choice == .frequent)
    #expect(frequent.projection.points?.ids.first == UInt32(UInt8(ascii: " ")))
    let (_, near) = try await rehearsed("key o o [")
    let points = try #require(near.projection.points)
    #expect(points.ids.count == 51 && points.ids[0] == UInt32(UInt8(ascii: "a")))
    let embeddings = try #require(near.currentEmbeddings)
    let expected = try embeddings.neighbours(of: embeddings.terms("#97"), 50, by: .cosine, .open)
    #expect(points.ids.dropFirst().map(Int.init) == expected.map(\.index))
  }

  @Test func `the caret's token is marked, and its window stays while the caret moves in it`() async throws {
    let (frame, state) = try await rehearsed("pane.text\nkey right right")
    #expect(frame.textRows().joined().contains("under the cursor: e"))
    var moved = state
    let effects = update(&moved, .input(.key(Key(.right))))
    #expect(!effects.contains { if case .project = $0 { true } else { false } })
  }

  @Test func `ways over a plane lead to the nearest place ahead`() {
    let places = [
      PointPlace(0, 0), PointPlace(1, 0.1), PointPlace(2, 0), PointPlace(0.1, 1), PointPlace(-1, -1),
    ]
    func next(_ dx: Double, _ dy: Double) -> Int? {
      places.next(from: 0, dx: dx, dy: dy, width: 3, height: 2)
    }
    #expect(next(1, 0) == 1 && next(0, 1) == 3 && next(-1, 0) == 4 && next(0, -1) == 4)
    #expect(places.next(from: 2, dx: 1, dy: 0, width: 3, height: 2) == nil)
  }

  @Test(arguments: [(1, 1), (20, 5), (33, 9), (80, 24), (200, 60)])
  func `projections are drawn at any size`(columns: Int, rows: Int) async throws {
    let vectors = try ByteVectors()
    for keys in ["key v right", "key / \ntype a\nkey enter + + shift+up", "key o o", "pane.zoom"] {
      var start = vectors.state(text + "\nzz", Size(columns: columns, rows: rows))
      start.isASCII = columns == 33
      let (frame, _) = try await rehearse(start, vectors.steps + "projection.show\n" + keys)
      #expect(frame.size == Size(columns: columns, rows: rows))
    }
  }

  @Test func `the screen is as recorded`() async throws {
    let vectors = try ByteVectors()
    let row = ScreenRow(
      name: "projection-80x24", size: Size(columns: 80, rows: 24),
      steps: vectors.steps + "projection.show\nkey right")
    let (frame, _) = try await rehearse(row.state(of: "a1e2i3o4u5 bcdfgh", tokenizer: "bytes"), row.steps)
    Golden.check(frame, row.name)
  }
}
