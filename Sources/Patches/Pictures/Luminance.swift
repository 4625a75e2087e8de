import Basics

/// How light each pixel is, and how that changes from pixel to pixel.
///
/// Lightness is 0.299 red + 0.587 green + 0.114 blue over 255 (ITU-R BT.601, on values as they are stored). The slope is the central
/// difference a pixel; at the edge of the picture the neighbour that is missing is the pixel itself.
struct Luminance {
  let width: Int
  let height: Int
  /// 0…1, row by row.
  let values: [Float]

  init(_ pixels: Pixels) {
    (width, height) = (pixels.width, pixels.height)
    values = (0..<width * height).map { pixel in
      let start = 3 * pixel
      return
        (0.299 * Float(pixels.bytes[start]) + 0.587 * Float(pixels.bytes[start + 1]) + 0.114
        * Float(pixels.bytes[start + 2])) / 255
    }
  }

  /// The change to the right and downwards at a pixel, per pixel.
  func slope(_ x: Int, _ y: Int) -> (right: Float, down: Float) {
    let row = y * width
    let right = values[row + min(x + 1, width - 1)] - values[row + max(x - 1, 0)]
    let down = values[min(y + 1, height - 1) * width + x] - values[max(y - 1, 0) * width + x]
    return (right / 2, down / 2)
  }
}
