import Glibc

/// Points between pixels, which keep the gradients of the map.
extension SimilarityPoints {
  /// A place between pixels.
  package struct Place: Sendable, Equatable {
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
  }

  /// Beyond this many pixels e^(-distance²) is less than single precision can hold.
  private static let reach = 11

  /// By point, the mean of pixel places u with the weights P(u) · e^(−|u − point|²), P the softmax of O over all pixels: a fraction of a pixel
  /// towards what is more similar.
  ///
  /// The sum of the softmax is in all weights alike and cancels out, so that only the pixels around the point are looked at.
  package var continuous: [Place] {
    let map = picture
    return points.map { moved($0, map) }
  }

  private func moved(_ point: Point, _ picture: StretchedPlane) -> Place {
    var (sum, sumX, sumY) = (0.0, 0.0, 0.0)
    let centre = Double(picture[point.y, point.x])
    for y in max(0, point.y - Self.reach)...min(height - 1, point.y + Self.reach) {
      for x in max(0, point.x - Self.reach)...min(width - 1, point.x + Self.reach) {
        let (dx, dy) = (Double(x - point.x), Double(y - point.y))
        let weight = exp((Double(picture[y, x]) - centre) / settings.temperature - dx * dx - dy * dy)
        sum += weight
        sumX += weight * Double(x)
        sumY += weight * Double(y)
      }
    }
    return sum.isFinite && sum > 0 ? Place(sumX / sum, sumY / sum) : Place(Double(point.x), Double(point.y))
  }

  /// By point, where it lies on the canvas of a mask decoder whose long side is `side` pixels; sides are rounded to whole pixels.
  ///
  /// As `ResizeLongestSide` of Kirillov et al., "Segment Anything" (2023), arXiv 2304.02643.
  package func scaled(toLongSide side: Int = 1024) -> [Place] {
    let scale = Double(side) / Double(max(height, width))
    let newWidth = (Double(width) * scale + 0.5).rounded(.down)
    let newHeight = (Double(height) * scale + 0.5).rounded(.down)
    return continuous.map { Place($0.x * newWidth / Double(width), $0.y * newHeight / Double(height)) }
  }
}
