import Basics
import Patches
import Tensors

/// One depth of a picture's tokens, with what is measured of it once.
package struct MapLayer: Sendable {
  /// What tokens are called as a language model receives them.
  static let entry = "projected"

  /// `layer 3`, `projected`.
  package let name: String
  /// [tokens, width].
  package let rows: Tensor
  /// By token, the length of its vector (L2).
  package let norms: [Float]
  /// By token, the attention that it receives: the mean over heads and over all rows, special ones included. Nil when not known.
  package let attention: [Float]?

  package init(name: String, rows: Tensor, attention: [Float]? = nil) {
    self.name = name
    self.rows = rows.packed()
    self.attention = attention
    norms = rows.lengths().values
  }
}

/// The visual tokens of one picture, layer by layer, without what only the model needs.
package struct MapPicture: Sendable {
  package let name: String
  package let grid: PatchGrid
  /// As the model saw it; nil when only vectors were brought.
  package let pixels: Pixels?
  /// The same, small, for where many are shown.
  let thumbnail: Pixels?
  /// From what goes in to what comes out; at least one.
  package let layers: [MapLayer]
  /// How its tokens were put together of tiles; nil for one view.
  package let tiling: TileLine?
  package let notes: [String]

  package init(
    name: String, grid: PatchGrid, pixels: Pixels?, layers: [MapLayer], tiling: TileLine? = nil,
    notes: [String] = []
  ) {
    precondition(!layers.isEmpty, "there is at least one layer")
    self.name = name
    self.grid = grid
    self.pixels = pixels
    thumbnail = pixels.map(Self.thumbnail)
    self.layers = layers
    self.tiling = tiling
    self.notes = notes
  }

  /// The longer side of a small picture, in pixels.
  private static let thumbnailSide = 96

  private static func thumbnail(_ pixels: Pixels) -> Pixels {
    let side = max(pixels.width, pixels.height)
    guard side > thumbnailSide else { return pixels }
    func short(_ length: Int) -> Int { max(1, length * thumbnailSide / side) }
    return (try? pixels.scaled(toWidth: short(pixels.width), height: short(pixels.height))) ?? pixels
  }

  /// The layers of `tokens`, and behind them the projected tokens unless they are the last layer itself; last what a reader makes of these,
  /// where there is one.
  package init(_ tokens: VisualTokens, reading: [MapLayer] = []) {
    var layers = tokens.layers.map { layer in
      MapLayer(
        name: layer.name, rows: layer.hidden,
        attention: layer.attentionReceived(firstPatch: tokens.firstPatch))
    }
    if let projected = tokens.projected, layers.last?.name != MapLayer.entry {
      layers.append(MapLayer(name: MapLayer.entry, rows: projected, attention: layers.last?.attention))
    }
    self.init(
      name: tokens.name, grid: tokens.grid, pixels: tokens.pixels, layers: layers + reading,
      tiling: tokens.tiling, notes: tokens.notes)
  }

  /// The layer that is shown unless another is asked for: what a language model receives, else the first that is as wide as its words, else
  /// the last.
  func entry(wordWidth: Int?) -> Int {
    layers.firstIndex { $0.name == MapLayer.entry } ?? layers.firstIndex { $0.rows.size(1) == wordWidth }
      ?? layers.count - 1
  }

  /// Row and column of a token, counted from 0.
  package func place(of cell: Int) -> (row: Int, column: Int) {
    (cell / grid.columns, cell % grid.columns)
  }

  /// Which tile a token is from, counted from 1; nil for one view.
  package func tile(of cell: Int) -> Int? { tiling.map { $0.field.source(of: cell).tile + 1 } }

  /// How many bytes its vectors take.
  var byteCount: Int { layers.reduce(0) { $0 + $1.rows.count * 4 } }
}
