import Basics
import Tensors

/// Pictures as rows of patches and back. The numbers of a patch stand row by row, those of a pixel together.
package enum PatchRows {
  /// [… height, width, channels] cut at `patch`: [… tokens, patch · patch · channels], tokens in raster order; what fills no patch is left out.
  ///
  /// The ramp 0…15 on 4 × 4 pixels cut at 2 is (0, 1, 4, 5), (2, 3, 6, 7), (8, 9, 12, 13), (10, 11, 14, 15).
  package static func cut(_ pictures: Tensor, patch: Int) -> Tensor {
    precondition(pictures.rank >= 3 && patch > 0, "\(pictures.shape) is not [… height, width, channels]")
    let (rows, columns, channels) = (pictures.size(-3) / patch, pictures.size(-2) / patch, pictures.size(-1))
    let front = Array(pictures.shape.sizes.dropLast(3))
    let whole = pictures.sliced(-3, 0..<rows * patch).sliced(-2, 0..<columns * patch)
    return whole.reshaped([-1, rows, patch, columns, patch, channels]).permuted([0, 1, 3, 2, 4, 5])
      .reshaped(front + [rows * columns, patch * patch * channels])
  }

  /// `cut` undone: [tokens, patch · patch · channels] of a grid with so many columns make [height, width, channels].
  package static func joined(_ patches: Tensor, patch: Int, columns: Int, channels: Int) -> Tensor {
    let rows = patches.size(0) / max(1, columns)
    precondition(
      rows * columns == patches.size(0) && patches.size(1) == patch * patch * channels,
      "\(patches.shape) are not patches of \(patch) in \(columns) columns")
    return patches.reshaped([rows, columns, patch, patch, channels]).permuted([0, 2, 1, 3, 4])
      .reshaped([rows * patch, columns * patch, channels])
  }

  /// The colours of a picture, 0…1: [height, width, 3].
  package static func colours(_ pixels: Pixels) -> Tensor {
    Tensor(pixels.bytes.map { Float($0) / 255 }, [pixels.height, pixels.width, 3])
  }
}
