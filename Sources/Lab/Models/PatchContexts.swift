import Basics
import Tensors

/// Patches of a picture as rows of numbers, each with the pixels around it.
enum PatchContexts {
  /// [patches, 3 · context²]: by patch in raster order, the pixels of the square of side `context` around it, red, green and blue of each, from -1
  /// to 1. Beyond the picture's edge its last pixels are repeated.
  static func rows(of pixels: Pixels, patch: Int, context: Int) -> [Float] {
    let (columns, rows) = (pixels.width / patch, pixels.height / patch)
    let margin = (context - patch) / 2
    var result: [Float] = []
    result.reserveCapacity(columns * rows * 3 * context * context)
    for index in 0..<columns * rows {
      let (left, top) = (index % columns * patch - margin, index / columns * patch - margin)
      for y in top..<top + context {
        for x in left..<left + context { add(pixels, x, y, to: &result) }
      }
    }
    return result
  }

  private static func add(_ pixels: Pixels, _ x: Int, _ y: Int, to result: inout [Float]) {
    let column = max(0, min(pixels.width - 1, x))
    let start = 3 * (max(0, min(pixels.height - 1, y)) * pixels.width + column)
    for byte in start..<start + 3 { result.append(Float(pixels.bytes[byte]) / 127.5 - 1) }
  }

  /// As above for pictures of one size: [pictures, patches, 3 · context²].
  static func batch(_ pictures: [Pixels], patch: Int, context: Int) -> Tensor {
    let all = pictures.flatMap { rows(of: $0, patch: patch, context: context) }
    let width = 3 * context * context
    return Tensor(all, [pictures.count, all.count / width / max(1, pictures.count), width])
  }
}
