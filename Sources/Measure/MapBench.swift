import Basics
import Documents
import Patches
import Screen
import Tensors
import Tokens
import Workbench

/// A knob of the map of 576 visual tokens, on one of eight pictures with words of 4,096 numbers: the update and the drawing of the whole screen.
@MainActor
enum MapBench {
  private static let (side, width, words, pictures) = (24, 4096, 2000, 8)

  static func run() throws {
    var state = try opened()
    for (name, tab, steps) in [
      ("threshold", "1", 1), ("coverage", "1", 2), ("keep, two rules", "8", 2), ("all pictures", "2", 1),
    ] {
      press(&state, tab)
      state.map.knob = steps
      let times = keys(&state, [".", ","])
      print("map knob, \(name): \(Percentiles(times))")
    }
    press(&state, "1")
    print("map token, likeness: \(Percentiles(likeness(&state)))")
  }

  /// The pane with pictures whose tokens lean to words as those of a model do: half to one word, some exactly alike, the others anywhere.
  private static func opened() throws(Trouble) -> State {
    var state = State(
      document: TextDocument(Rope(Array("bench".utf8))), name: "bench",
      tokenizer: PendingTokenizer(loading: "none"),
      size: Size(columns: 200, rows: 60), theme: .embedded)
    let album = try album()
    for effect in update(&state, .command("map.show")) {
      guard case .mapTokens(let request) = effect else { continue }
      let found = MapFound(request: request, step: pictures, isComplete: true, result: .success(album))
      _ = update(&state, .answer(.mapped(found)))
    }
    return state
  }

  private static func album() throws(Trouble) -> MapAlbum {
    var random = SeededRandom(seed: 1)
    let table = Tensor.normal([words, width], deviation: 1, &random)
    let wordTable = WordTable(rows: TensorRows(table)) { "word \($0)" }
    var (all, nearest, found) = ([MapPicture](), [[[WordMatch]]?](), [Discovery.Picture]())
    for index in 0..<pictures {
      let ids = (0..<side * side).map { cell in
        cell % 2 == 0 ? 0 : cell % 31 == 1 ? 1 : Int.random(in: 2..<words, using: &random)
      }
      let rows = table.gathered(ids) + Tensor.normal([side * side, width], deviation: 0.5, &random)
      let matches = try VisualProbe(words: wordTable).nearest(rows, count: MapKnobs.wordLimit)
      all.append(
        MapPicture(
          name: "picture \(index)", grid: PatchGrid(rows: side, columns: side, patch: 14),
          pixels: Pixels(width: 336, height: 336, filledWith: Pixels.Color(90, 120, UInt8(index * 20))),
          layers: [MapLayer(name: "projected", rows: rows)]))
      nearest.append(matches)
      found.append(Discovery.Picture(tokens: rows, nearest: matches.map { $0[0].id }))
    }
    return MapAlbum(
      number: MapAlbum.Number(opening: 1, step: 1), order: MapOrder(), label: "made up", words: wordTable,
      pictures: all, layer: 0, nearestWords: nearest, repeats: MapRepeats(Discovery(found)))
  }

  private static func press(_ state: inout State, _ key: Character) {
    _ = update(&state, .input(.key(Key(.character(key)))))
  }

  private static func press(_ state: inout State, _ key: String) {
    for character in key { press(&state, character) }
  }

  /// Presses keys in turn, and draws a frame after each.
  private static func keys(_ state: inout State, _ codes: [Character], count: Int = 200) -> [Double] {
    let clock = ContinuousClock()
    return (0..<count).map { n in
      clock.measure {
        press(&state, codes[n % codes.count])
        _ = render(state)
      }.milliseconds
    }
  }

  /// Moves among the tokens while colours say how like the chosen one all are.
  private static func likeness(_ state: inout State) -> [Double] {
    state.map.score = .likeness
    return keys(&state, ["l", "j", "h", "k"])
  }
}
