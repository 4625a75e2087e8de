import Basics
import Tensors

/// A picture cut into square patches, one a row, and put together again.
///
///     let cut = try Patchify(width: 224, height: 224, patch: 16)
///     let tokens = cut.tokens(of: pixels)     // [196, 768]
///     cut.pixels(of: tokens) == pixels        // true
///
/// Patches go row by row from the top left; the numbers of one go row by row too, red, green and blue of each pixel together. Source: A. Dosovitskiy
/// et al., An Image is Worth 16x16 Words, arXiv 2010.11929, section 3.1.
package struct Patchify: Sendable {
  /// The side of a patch in pixels.
  package let patch: Int
  package let rows: Int
  package let columns: Int
  /// What was cut off at the right and the bottom, as a sentence; nil when nothing was.
  package let loss: String?

  /// For pictures of one size. A patch that does not divide it is refused, unless `cropping` gives up what is left over at the right and the
  /// bottom.
  package init(width: Int, height: Int, patch: Int, cropping: Bool = false) throws(Trouble) {
    guard patch > 0, patch <= min(width, height) else {
      throw Trouble(
        .usage, "patches of \(patch) pixels do not fit a picture of \(width) × \(height)",
        remedy: "Choose 1 to \(max(1, min(width, height)))")
    }
    let rest = (width: width % patch, height: height % patch)
    guard cropping || rest == (0, 0) else {
      throw Trouble(
        .usage, "patches of \(patch) pixels do not divide a picture of \(width) × \(height)",
        remedy: "Resize it to \(width - rest.width) × \(height - rest.height), or have it cropped")
    }
    self.patch = patch
    (rows, columns) = (height / patch, width / patch)
    loss =
      rest == (0, 0)
      ? nil
      : "\(rest.width) columns at the right and \(rest.height) rows at the bottom are left out: patches of \(patch) pixels do not divide "
        + "\(width) × \(height)"
  }

  /// How many patches there are.
  package var count: Int { rows * columns }

  /// Numbers of a patch.
  package var width: Int { 3 * patch * patch }

  /// The patches' place in the picture.
  package var grid: PatchGrid {
    PatchGrid(
      rows: rows, columns: columns, patch: patch, origin: "cut from the pixels")
  }

  /// [patches, 3 · patch · patch] with bytes as numbers 0…255.
  package func tokens(of pixels: Pixels) -> Tensor {
    precondition(fits(pixels.width, pixels.height), "the picture has the size that the patches were made for")
    return Tensor(
      map(from: pixels.width * pixels.height) { x, y, channel in
        Float(pixels.bytes[3 * (y * pixels.width + x) + channel])
      }, [count, width])
  }

  /// [patches, 3 · patch · patch] of planes [3, height, width].
  package func tokens(of planes: Tensor) -> Tensor {
    precondition(
      planes.rank == 3 && planes.size(0) == 3 && fits(planes.size(2), planes.size(1)),
      "the planes have the size that the patches were made for")
    let (values, area, across) = (planes.values, planes.size(1) * planes.size(2), planes.size(2))
    return Tensor(
      map(from: area) { x, y, channel in values[channel * area + y * across + x] }, [count, width])
  }

  /// Planes [3, height, width] of patches [patches, 3 · patch · patch].
  package func planes(of tokens: Tensor) -> Tensor {
    let values = checked(tokens)
    let (across, down) = (columns * patch, rows * patch)
    var out = [Float](repeating: 0, count: 3 * across * down)
    forEach { index, x, y, channel in out[channel * across * down + y * across + x] = values[index] }
    return Tensor(out, [3, down, across])
  }

  /// The picture of patches [patches, 3 · patch · patch]; numbers are rounded to the nearest byte.
  package func pixels(of tokens: Tensor) -> Pixels {
    let values = checked(tokens)
    let across = columns * patch
    var out = Pixels(width: across, height: rows * patch)
    forEach { index, x, y, channel in
      out.bytes[3 * (y * across + x) + channel] = UInt8(min(255, max(0, values[index].rounded())))
    }
    return out
  }

  private func checked(_ tokens: Tensor) -> [Float] {
    precondition(tokens.shape.sizes == [count, width], "there is a row for each patch")
    return tokens.values
  }

  private func fits(_ width: Int, _ height: Int) -> Bool {
    width / patch == columns && height / patch == rows
  }

  private func map(from area: Int, _ number: (Int, Int, Int) -> Float) -> [Float] {
    var out: [Float] = []
    out.reserveCapacity(min(3 * area, count * width))
    forEach { _, x, y, channel in out.append(number(x, y, channel)) }
    return out
  }

  /// Every number in the order of the tokens: its index, its pixel, its channel.
  private func forEach(_ body: (_ index: Int, _ x: Int, _ y: Int, _ channel: Int) -> Void) {
    var index = 0
    for row in 0..<rows {
      for column in 0..<columns {
        for y in row * patch..<(row + 1) * patch {
          for x in column * patch..<(column + 1) * patch {
            for channel in 0..<3 {
              body(index, x, y, channel)
              index += 1
            }
          }
        }
      }
    }
  }
}
