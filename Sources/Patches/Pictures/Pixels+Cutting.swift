import Basics

extension Pixels {
  /// The stretch of `newWidth` by `newHeight` pixels whose top left is at (x, y); what lies outside the picture has the colour `fill`.
  package func cut(
    x: Int, y: Int, width newWidth: Int, height newHeight: Int, fill: Color = Color(0, 0, 0)
  ) -> Pixels {
    var out = Pixels(width: newWidth, height: newHeight, filledWith: fill)
    let columns = max(0, x)..<max(0, x, min(width, x + newWidth))
    guard !columns.isEmpty else { return out }
    for row in max(0, y)..<max(0, y, min(height, y + newHeight)) {
      let from = 3 * (row * width + columns.lowerBound)
      let to = 3 * ((row - y) * newWidth + columns.lowerBound - x)
      out.bytes.replaceSubrange(to..<to + 3 * columns.count, with: bytes[from..<from + 3 * columns.count])
    }
    return out
  }

  /// The picture in the middle of a square of its longer side, as LLaVA pads it. An odd pixel stands at the right or the bottom.
  ///
  /// Source: H. Liu et al., Improved Baselines with Visual Instruction Tuning, arXiv 2310.03744.
  package func paddedToSquare(_ fill: Color) -> Pixels {
    let side = max(width, height)
    return cut(x: -((side - width) / 2), y: -((side - height) / 2), width: side, height: side, fill: fill)
  }

  /// Pieces of `side` by `side` pixels, row by row; the last of a row or column are smaller when the side does not divide the picture.
  package func divided(side: Int) -> [Pixels] {
    var pieces: [Pixels] = []
    for y in stride(from: 0, to: height, by: side) {
      for x in stride(from: 0, to: width, by: side) {
        pieces.append(cut(x: x, y: y, width: min(side, width - x), height: min(side, height - y)))
      }
    }
    return pieces
  }
}
