import Basics
import Lenses
import Patches
import Screen
import Tensors
import Workbench

/// Four pictures of 4 × 4 tokens whose states are known, without a model.
///
/// Eight tokens of each read as “the”, two are the same vector in every picture and read as “igh”, and six read as what only some pictures have.
enum ToyAlbum {
  static let words = ["the", "igh", "red", "disc", "blue", "of"]
  static let table = Tensor(rows: [
    [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, 1], [1, 1, 0, 0],
  ])
  static var wordTable: WordTable { WordTable(rows: TensorRows(table)) { words[$0] } }

  /// What the six tell, by picture.
  private static let alive: [[Float]] = [
    [-1, -1, 3, 0.5], [-1, -1, 0.5, 3], [-1, -1, 2, 2], [-1, -1, 3, 0.5],
  ]

  static func rows(_ picture: Int) -> Tensor {
    let dead = (0..<8).map { token -> [Float] in [3, -1, 0.2, 0.1 * Float(picture) + 0.01 * Float(token)] }
    let sinks: [[Float]] = [[-1, 9, 0.5, 0.2], [-1, 9, 0.5, 0.2]]
    return Tensor(rows: dead + sinks + Array(repeating: alive[picture], count: 6))
  }

  /// A picture that is brighter to the right and below.
  static let pixels: Pixels = {
    var pixels = Pixels(width: 16, height: 16)
    for y in 0..<16 {
      for x in 0..<16 { pixels[x, y] = Pixels.Color(UInt8(x * 16), UInt8(y * 16), 96) }
    }
    return pixels
  }()

  static func picture(_ index: Int) -> MapPicture {
    MapPicture(
      name: "toy-\(index).png", grid: PatchGrid(rows: 4, columns: 4, patch: 4), pixels: pixels,
      layers: [
        MapLayer(name: "projected", rows: rows(index)),
        MapLayer(
          name: "reader layer 1", rows: rows(index) * 2,
          attention: (0..<16).map { $0 == 9 ? 0.5 : 0.5 / 15 }),
      ])
  }

  static func album(pictures count: Int = 4, words: WordTable? = wordTable, layer: Int = 0) throws -> MapAlbum
  {
    let pictures = (0..<count).map(picture)
    let nearest = try pictures.map { picture in
      try words.map { try VisualProbe(words: $0).nearest(picture.layers[layer].rows, count: 6) }
    }
    let found = zip(pictures, nearest).compactMap { picture, nearest in
      nearest.map {
        Discovery.Picture(tokens: picture.layers[layer].rows, nearest: $0.map { $0.first?.id ?? -1 })
      }
    }
    return MapAlbum(
      number: MapAlbum.Number(opening: 1, step: 1), order: MapOrder(), label: "a toy, made by hand",
      words: words, pictures: pictures, layer: layer, nearestWords: nearest,
      repeats: found.isEmpty ? nil : MapRepeats(Discovery(found)))
  }

  static func report(_ settings: [String: String] = [:], picture: Int = 0, cell: Int = 0) throws -> MapReport
  {
    var knobs = MapKnobs.initial
    for (key, value) in settings { try knobs.set(key, value) }
    let album = try album()
    return MapReport(album, knobs, album.targets(knobs), picture: picture, cell: cell)
  }

  /// A state whose pane shows the album, as if it had been opened.
  static func state(_ size: Size, _ album: MapAlbum? = nil) throws -> State {
    var state = makeState("a", size)
    state.isTerminalDark = true
    state.adopt(.embedded)
    for effect in update(&state, .command("map.show")) {
      guard case .mapTokens(let request) = effect else { continue }
      let found = MapFound(
        request: request, step: 4, isComplete: true, result: .success(try album ?? Self.album()))
      _ = update(&state, .answer(.mapped(found)))
    }
    return state
  }
}
