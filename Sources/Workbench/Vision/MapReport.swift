import Basics
import Figures
import Lenses
import Patches
import Tensors

/// One picture of an album under the knobs, in figures; pane and command line show the same.
///
///     MapReport(album, knobs).grid(.states)   // the map
///     MapReport(album, knobs).words           // every token with its nearest words
///
/// Making one costs microseconds: groups come from words that were searched before.
package struct MapReport: Sendable {
  package let album: MapAlbum
  package let knobs: Knobs
  /// The number of the picture.
  package let index: Int
  /// The chosen token.
  package let cell: Int
  /// The words that make groups; nil where there are none.
  package let targets: MapTargets?
  /// The groups of its tokens; nil where their words are not known, or no words make groups.
  package let groups: MapGroups?

  /// `targets` are `album.targets(knobs)`, which take longer than all the rest where they have to be found.
  package init(
    _ album: MapAlbum, _ knobs: Knobs, _ targets: MapTargets?, picture: Int = 0, cell: Int = 0
  ) {
    self.album = album
    self.knobs = knobs
    self.targets = targets
    let index = max(0, min(picture, album.pictures.count - 1))
    self.index = index
    self.cell = max(0, min(cell, album.pictures[index].grid.count - 1))
    groups = targets.flatMap { targets in
      album.nearest(index).map { MapGroups($0, targets, knobs) }
    }
  }

  /// The same of another picture.
  func report(of picture: Int) -> MapReport { MapReport(album, knobs, targets, picture: picture, cell: cell) }

  package var picture: MapPicture { album.pictures[index] }
  package var layer: MapLayer { picture.layers[album.layer(of: index)] }

  /// A short account of what is shown: `scene-03.png · projected`.
  package var title: String { "\(picture.name) · \(layer.name)" }

  // MARK: - The map

  /// The picture under its tokens; what cannot be measured here has no numbers, and a footnote says why.
  package func grid(_ score: MapScore = .states) -> TokenGrid {
    let numbers = score == .states ? nil : self.numbers(score)
    var grid = TokenGrid(
      title: score == .states ? title : "\(title) · \(score.title)", rows: picture.grid.rows,
      columns: picture.grid.columns, pixels: picture.pixels, states: gridStates,
      cells: groups?.states.map { $0.rawValue } ?? [], values: numbers ?? [], unit: score.title,
      decimals: score.decimals, ground: numbers == nil ? .picture : .values, origin: origin,
      footnotes: notes(score, isKnown: score == .states || numbers != nil))
    if picture.pixels == nil && numbers == nil { grid.ground = .states }
    if let tiling = picture.tiling { lay(tiling, into: &grid) }
    return grid
  }

  /// Which token is from which tile, and what stands behind each row.
  private func lay(_ tiling: TileLine, into grid: inout TokenGrid) {
    let field = tiling.field
    grid.parts = (0..<field.tiles).map {
      "tile \($0 + 1) of \(field.tileRows) × \(field.tileColumns)"
    }
    grid.partOf = (0..<grid.count).map { field.source(of: $0).tile }
    if tiling.newline != nil { grid.rowEnd = .init(TileLine.newlineName, sign: "↵", ascii: "$") }
  }

  /// The states of the legend: unnamed ones where there are some.
  private var gridStates: [TokenGrid.State] {
    guard let groups else { return [] }
    let hasUnnamed = groups.counts[MapState.unnamed.rawValue] > 0
    return hasUnnamed ? MapState.gridStates : MapState.gridStates.dropLast()
  }

  /// What is to be known of a map.
  private func notes(_ score: MapScore, isKnown: Bool) -> [String] {
    var notes = groups?.notes ?? [wordless]
    notes.append(isKnown ? score.definition : missing(score))
    let more = picture.notes + album.notes + [album.label]
    return notes + more.enumerated().filter { more.firstIndex(of: $0.element) == $0.offset }.map(\.element)
  }

  private var origin: String {
    let grid = picture.grid
    let patches =
      grid.patch.map { "\(grid.rows) × \(grid.columns) patches of \($0) pixels" }
      ?? "\(grid.rows) × \(grid.columns) tokens"
    return grid.origin.isEmpty ? patches : "\(patches); \(grid.origin)"
  }

  /// Why tokens have no states here.
  package var wordless: String {
    if album.nearest(index) != nil {
      return
        "Groups have no names yet: open a folder of \(Discovery.Settings().pictures) pictures or more, or give the ids of words with the knob targets."
    }
    guard let words = album.words else {
      return "Without words of a language model tokens have no states: sink, dead and alive are about words."
    }
    if words.rows.width == layer.rows.size(1) {
      return "The words of this picture's tokens are still looked up."
    }
    return
      "Vectors of \(layer.name) have \(layer.rows.size(1)) numbers, words have \(words.rows.width): only tokens as wide as words have states."
  }

  /// Why a score has no numbers.
  func missing(_ score: MapScore) -> String {
    switch score {
    case .attention: "The attention of \(layer.name) is not known."
    case .nearest: wordless
    case .vector:
      album.vector.map {
        "The vector has \($0.values.count) numbers, tokens of \(layer.name) have \(layer.rows.size(1))."
      } ?? "No vector was brought."
    default: ""
    }
  }

  // MARK: - Numbers

  /// A number for each token; nil where it cannot be measured.
  package func numbers(_ score: MapScore) -> [Float]? {
    switch score {
    case .states: return nil
    case .norm: return layer.norms
    case .attention: return layer.attention
    case .likeness: return cosines(with: layer.rows.at(cell).values)
    case .nearest: return album.nearest(index)?.map { $0.first?.score ?? .nan }
    case .vector:
      guard let vector = album.vector, vector.values.count == layer.rows.size(1) else { return nil }
      return cosines(with: vector.values)
    }
  }

  /// By token, the cosine with a vector as wide as its rows; 0 where either is nought.
  private func cosines(with vector: [Float]) -> [Float] {
    Similarity.cosine.matrix(layer.rows, Tensor(vector, [1, vector.count])).values
  }

  /// How many tokens have a larger number, and one more; nil where there is none.
  package func rank(_ cell: Int, _ score: MapScore) -> Int? {
    numbers(score).map { numbers in numbers.count { $0 > numbers[cell] } + 1 }
  }
}
