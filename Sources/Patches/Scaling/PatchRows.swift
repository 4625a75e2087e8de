import Tensors

/// Batches of pictures of any number of channels as rows of patches; `Patchify` does the same for one picture of three, and undoes it.
package enum PatchRows {
  /// [… height, width, channels] cut at `patch`: [… tokens, patch · patch · channels], tokens in raster order and the numbers of a patch row by row;
  /// what fills no patch is left out.
  ///
  /// The ramp 0…15 on 4 × 4 pixels cut at 2 is (0, 1, 4, 5), (2, 3, 6, 7), (8, 9, 12, 13), (10, 11, 14, 15).
  package static func cut(_ pictures: Tensor, patch: Int) -> Tensor {
    precondition(pictures.rank >= 3 && patch > 0, "\(pictures.shape) is not [… height, width, channels]")
    let (rows, columns, channels) = (pictures.size(-3) / patch, pictures.size(-2) / patch, pictures.size(-1))
    let front = Array(pictures.shape.sizes.dropLast(3))
    let whole = pictures.sliced(-3, 0..<rows * patch).sliced(-2, 0..<columns * patch)
    let count = front.reduce(1, *)
    return whole.reshaped([count, rows, patch, columns, patch, channels]).permuted([0, 1, 3, 2, 4, 5])
      .reshaped(front + [rows * columns, patch * patch * channels])
  }
}
