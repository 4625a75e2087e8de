/// A straight line through points by least squares.
///
/// `LinearFit([(1, 1), (2, 3), (3, 5)])` has slope 2, intercept −1 and R² 1.
package struct LinearFit: Sendable, Equatable {
  package let slope: Double
  package let intercept: Double
  /// The share of the variance of y that the line explains, 0…1; nil when y does not vary.
  package let determination: Double?

  /// Nil when there are fewer than two points or x does not vary.
  package init?(_ points: [(x: Double, y: Double)]) {
    let n = Double(points.count)
    let (meanX, meanY) = (points.reduce(0) { $0 + $1.x } / n, points.reduce(0) { $0 + $1.y } / n)
    let sxx = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    let sxy = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
    let syy = points.reduce(0) { $0 + ($1.y - meanY) * ($1.y - meanY) }
    guard points.count > 1, sxx > 0 else { return nil }
    slope = sxy / sxx
    intercept = meanY - slope * meanX
    determination = syy > 0 ? sxy * sxy / (sxx * syy) : nil
  }

  /// The height of the line.
  package func callAsFunction(_ x: Double) -> Double { intercept + slope * x }
}
