import Basics
import Tensors

/// How the tiles of a picture lie side by side, once the patches that show nothing but padding are cut away.
///
/// Two by two tiles of 4 × 4 patches of a picture of 30 × 20 pixels: of 8 × 8 patches the 6 rows from row 1 stay, for the picture is half as wide again as high.
/// Source: H. Liu et al., LLaVA-NeXT: Improved reasoning, OCR, and world knowledge (2024); the rounding, which may leave a row of padding
/// at each edge, is that of the transformers library.
package struct TileField: Sendable, Equatable {
  /// How many tiles stand below one another and side by side.
  package let tileRows: Int
  package let tileColumns: Int
  /// Patches along a side of a tile.
  package let side: Int
  /// The rows and columns that stay, of those of all tiles.
  package let rows: Range<Int>
  package let columns: Range<Int>

  /// Of a picture of `width` × `height` pixels.
  package init(tileRows: Int, tileColumns: Int, side: Int, width: Int, height: Int) {
    (self.tileRows, self.tileColumns, self.side) = (tileRows, tileColumns, side)
    let (down, across) = (tileRows * side, tileColumns * side)
    let (wide, high) = (Double(width), Double(height))
    if wide / high > Double(across) / Double(down) {
      columns = 0..<across
      rows = Self.middle(high * (Double(across) / wide), of: down)
    } else {
      rows = 0..<down
      columns = Self.middle(wide * (Double(down) / high), of: across)
    }
  }

  /// As much as is left when equally many are taken away at both ends.
  private static func middle(_ length: Double, of whole: Int) -> Range<Int> {
    // Rounded to seven decimals first, so that a hair below a whole number counts as it.
    let kept = Int((length * 1e7).rounded(.toNearestOrEven) / 1e7)
    let padding = (whole - min(kept, whole)) / 2
    return padding..<whole - padding
  }

  /// How many patches stay.
  package var count: Int { rows.count * columns.count }

  /// How many tiles there are.
  package var tiles: Int { tileRows * tileColumns }

  /// Of a patch of the field, counted row by row, the tile it is from and its place in it, both counted row by row.
  package func source(of cell: Int) -> (tile: Int, patch: Int) {
    let row = rows.lowerBound + cell / columns.count
    let column = columns.lowerBound + cell % columns.count
    return (row / side * tileColumns + column / side, row % side * side + column % side)
  }

  /// [patches, …]: rows of the field, of the rows of each tile [side · side, …].
  package func laid(_ tiles: [Tensor]) -> Tensor {
    precondition(
      tiles.count == self.tiles && tiles.allSatisfy { $0.size(0) == side * side },
      "every tile has its patches")
    return Tensor.concatenated(tiles).gathered(
      (0..<count).map { cell in
        let (tile, patch) = source(of: cell)
        return tile * side * side + patch
      })
  }

  /// The picture that the field shows, of the pixels of each tile; `patch` is the side of a patch in pixels.
  package func laid(_ tiles: [Pixels], patch: Int) -> Pixels {
    precondition(tiles.count == self.tiles, "every tile has its pixels")
    let size = side * patch
    var whole = Pixels(width: tileColumns * size, height: tileRows * size)
    for (index, tile) in tiles.enumerated() {
      whole.put(
        tile, x: index % tileColumns * size, y: index / tileColumns * size, width: size, height: size)
    }
    return whole.cut(
      x: columns.lowerBound * patch, y: rows.lowerBound * patch, width: columns.count * patch,
      height: rows.count * patch)
  }
}

extension Pixels {
  /// Writes the upper left of `other` over the rectangle at (x, y), which lies inside the picture.
  fileprivate mutating func put(_ other: Pixels, x: Int, y: Int, width columns: Int, height rows: Int) {
    for row in 0..<rows {
      let (to, from) = (3 * ((y + row) * width + x), 3 * row * other.width)
      bytes.replaceSubrange(to..<to + 3 * columns, with: other.bytes[from..<from + 3 * columns])
    }
  }
}
