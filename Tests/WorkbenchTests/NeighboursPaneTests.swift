import Basics
import Foundation
import Screen
import Tensors
import TestSupport
import Testing
import Tokens
import Workbench

/// The pane of neighbours, through the real runner.
@MainActor
@Suite struct NeighboursPaneTests {
  /// Bytes on a circle: those with the nearest numbers are the nearest.
  private func circle() throws -> ByteVectors {
    try ByteVectors { byte in
      let angle = Float(byte) / 256 * 2 * .pi
      return [cos(angle), sin(angle)]
    }
  }

  @Test func `the pane shows what a search of the whole matrix finds`() async throws {
    let vectors = try circle()
    for measure in Similarity.allCases {
      let steps = Similarity.allCases.firstIndex(of: measure)! - 1
      let turns = String(repeating: "neighbours.measure\n", count: (steps + 4) % 4)
      let (frame, state) = try await rehearse(
        vectors.state("hello"), vectors.steps + "neighbours.show\n" + turns + "neighbours.fewer")
      let embeddings = try #require(state.currentEmbeddings)
      let expected = try embeddings.neighbours(
        of: embeddings.terms("h"), 10, by: measure, .open)
      #expect(state.neighbours.similarity == measure)
      #expect(state.neighbours.found?.neighbours == expected)
      #expect(state.neighbours.found?.neighbours.count == 10)
      let shown = frame.textRows().joined()
      #expect(shown.contains(measure.title) && shown.contains("at the cursor h #104"))
    }
  }

  @Test func `the neighbours follow the caret, and no older answer takes the place of a newer`() async throws
  {
    let vectors = try circle()
    let steps = vectors.steps + "neighbours.show\npane.text\nkey right right right"
    let (_, moved) = try await rehearse(vectors.state("hexes"), steps)
    #expect(moved.neighbours.found?.request.words == "#\(UInt8(ascii: "e"))")
    var state = moved
    let older = try #require(state.neighbours.found)
    _ = update(&state, .input(.key(Key(.right))))
    #expect(state.jobs[.neighbours] == 0)
    _ = update(&state, .answer(.neighboursFound(older)))
    #expect(state.jobs[.neighbours] == 0, "the answer to an older question")
  }

  @Test func `Enter goes on to a neighbour, Esc goes back, at the last to the text`() async throws {
    let vectors = try circle()
    let begin = vectors.steps + "neighbours.show\n"
    let (_, first) = try await rehearse(vectors.state("h"), begin + "key down")
    let chosen = try #require(first.neighbours.selectedID)
    let (_, second) = try await rehearse(vectors.state("h"), begin + "key down enter")
    #expect(second.neighbours.query == "#\(chosen)" && second.neighbours.selected == 0)
    #expect(second.neighbours.found?.request.words == "#\(chosen)")
    let (_, third) = try await rehearse(vectors.state("h"), begin + "key down enter esc")
    #expect(third.neighbours.query == nil && third.focus == .neighbours)
    let (_, fourth) = try await rehearse(vectors.state("h"), begin + "key down enter esc esc")
    #expect(fourth.focus == .text)
  }

  @Test func `a sum is typed, and its terms are not among its neighbours`() async throws {
    let vectors = try circle()
    let steps = vectors.steps + "neighbours.show\nkey /\ntype d - c + b\nkey enter"
    let (frame, state) = try await rehearse(vectors.state("h"), steps)
    #expect(state.neighbours.query == "d - c + b")
    let found = state.neighbours.found?.neighbours.map { UInt8($0.index) } ?? []
    // At such a small angle the sum lies where the letters' numbers add up: at c, whose neighbours are left.
    #expect(Set(found.prefix(2)) == Set([UInt8(ascii: "a"), UInt8(ascii: "e")]), "\(found.prefix(4))")
    #expect(frame.textRows().joined().contains("− c"))
  }

  @Test func `an entry that was never seen, a word that is no entry, and a row by its number`() async throws {
    let vectors = try ByteVectors()
    let begin = vectors.steps + "neighbours.show\n"
    let (unseen, _) = try await rehearse(vectors.state("h"), begin + "neighbours.query z")
    #expect(unseen.textRows().joined(separator: " ").contains("nothing but noughts"))
    let (none, state) = try await rehearse(vectors.state("h"), begin + "neighbours.query queen")
    #expect(none.textRows().joined().contains("is no single entry of bytes"))
    #expect(state.neighbours.found?.neighbours.isEmpty == true && state.jobs[.neighbours] == nil)
    let (_, row) = try await rehearse(vectors.state("h"), begin + "neighbours.query #97")
    #expect(
      row.neighbours.found?.neighbours.first.map { Array("eiou".utf8).contains(UInt8($0.index)) } == true)
  }

  @Test func `without embeddings the pane says what to do`() async throws {
    let (frame, _) = try await rehearse(
      makeState("h", tokenizer: "bytes"), "tokenizer.pick bytes\nneighbours.show")
    #expect(frame.textRows().joined(separator: " ").contains("tessera embed"))
  }

  @Test func `the chosen neighbour lights up in the text, and the vocabulary opens at it`() async throws {
    let vectors = try circle()
    let steps = vectors.steps + "neighbours.show\n"
    let (_, state) = try await rehearse(vectors.state("hi"), steps)
    #expect(
      state.neighbours.selectedID.map { [UInt8(ascii: "g"), UInt8(ascii: "i")].contains(UInt8($0)) } == true)
    let (_, other) = try await rehearse(vectors.state("hig"), steps + "key down")
    #expect(other.linkedBytes == 1..<2 || other.linkedBytes == 2..<3)
    let (_, shown) = try await rehearse(vectors.state("hig"), steps + "key v")
    #expect(shown.focus == .vocabulary && shown.vocabulary.selectedID == state.neighbours.selectedID)
  }

  @Test(arguments: [(1, 1), (20, 5), (33, 9), (80, 24), (200, 60)])
  func `neighbours are drawn at any size`(columns: Int, rows: Int) async throws {
    let vectors = try ByteVectors()
    for keys in [
      "key end", "neighbours.query z", "neighbours.query a + b - c + d - e + f", "neighbours.query qq",
    ] {
      let (frame, _) = try await rehearse(
        vectors.state("hello", Size(columns: columns, rows: rows)), vectors.steps + "neighbours.show\n" + keys
      )
      #expect(frame.size == Size(columns: columns, rows: rows))
    }
  }

  @Test func `the screen is as recorded`() async throws {
    let vectors = try ByteVectors()
    let row = ScreenRow(
      name: "neighbours-80x24", size: Size(columns: 80, rows: 24),
      steps: vectors.steps + "neighbours.show\nneighbours.query a + e\nkey down")
    let (frame, _) = try await rehearse(row.state(of: "hello", tokenizer: "bytes"), row.steps)
    Golden.check(frame, row.name)
  }
}
