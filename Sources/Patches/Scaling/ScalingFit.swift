import Basics
import Glibc

/// A loss measured at a size of patches.
package struct PatchLoss: Sendable, Hashable {
  /// The side of a patch in pixels.
  package var patch: Double
  /// What was measured there, in the unit of whoever measured it.
  package var loss: Double

  package init(patch: Double, loss: Double) { (self.patch, self.loss) = (patch, loss) }
}

/// L = a + b log₂ p, by least squares. The form is an assumption: the paper's own is not known to us.
///
/// For p = 16 8 4 2 1 and L = 1.90 1.62 1.41 1.27 1.19: a = 1.124, b = 0.177, R² = 0.952018.
package struct LogarithmicLaw: Sendable, Equatable {
  package let a: Double
  package let b: Double
  /// R²; nil when the losses do not vary.
  package let determination: Double?

  /// Nil when there are fewer than three sizes: two points lie on any line.
  package init?(_ points: [PatchLoss]) {
    guard Set(points.map(\.patch)).count > 2,
      let line = LinearFit(points.map { (x: log2($0.patch), y: $0.loss) })
    else { return nil }
    (a, b, determination) = (line.intercept, line.slope, line.determination)
  }

  /// The loss that it expects.
  package func loss(at patch: Double) -> Double { a + b * log2(patch) }
}

/// L = L0 + A · N⁻ᵏ with N = (side / p)² tokens, by least squares over all three. The form is an assumption too.
///
/// For the losses above and a side of 32: L0 = 0.983245, A = 1.344277, k = 0.274009, squared error 1.667·10⁻⁴. With k given it is a straight line in
/// N⁻ᵏ, so that k alone is searched for: on a grid of its logarithm, then by golden sections between the neighbours of the best.
package struct PowerLaw: Sendable, Equatable {
  package let floor: Double
  package let factor: Double
  package let exponent: Double
  /// Σ (measured − expected)².
  package let squaredError: Double
  /// R²; nil when the losses do not vary.
  package let determination: Double?
  /// Whether the best k lies at an end of what is searched, so that the form does not fit.
  package let isAtEdge: Bool
  private let side: Double

  private static let exponents = 0.005...8.0
  private static let gridSize = 400

  /// Nil when there are fewer than four sizes: three numbers fit three points of themselves.
  package init?(_ points: [PatchLoss], side: Double) {
    guard Set(points.map(\.patch)).count > 3 else { return nil }
    let counts = points.map { (tokens: Self.tokens($0.patch, side), loss: $0.loss) }
    func error(_ logarithm: Double) -> Double {
      Self.line(counts, exp(logarithm))?.error ?? .infinity
    }
    let (low, high) = (log(Self.exponents.lowerBound), log(Self.exponents.upperBound))
    let width = (high - low) / Double(Self.gridSize)
    let best =
      (0...Self.gridSize).min { error(low + width * Double($0)) < error(low + width * Double($1)) } ?? 0
    let centre = low + width * Double(best)
    let found = Self.least(max(low, centre - width)...min(high, centre + width), error)
    guard let (line, error) = Self.line(counts, exp(found)) else { return nil }
    (floor, factor, exponent) = (line.intercept, line.slope, exp(found))
    (squaredError, determination) = (error, line.determination)
    isAtEdge = best == 0 || best == Self.gridSize
    self.side = side
  }

  /// The loss that it expects.
  package func loss(at patch: Double) -> Double { floor + factor * pow(Self.tokens(patch, side), -exponent) }

  private static func tokens(_ patch: Double, _ side: Double) -> Double { (side / patch) * (side / patch) }

  /// The best line in N⁻ᵏ and its squared error.
  private static func line(
    _ points: [(tokens: Double, loss: Double)], _ k: Double
  ) -> (line: LinearFit, error: Double)? {
    let pairs = points.map { (x: pow($0.tokens, -k), y: $0.loss) }
    guard let line = LinearFit(pairs) else { return nil }
    return (line, pairs.reduce(0) { $0 + ($1.y - line($1.x)) * ($1.y - line($1.x)) })
  }

  /// Where a function that falls and then rises is least. Kiefer, "Sequential minimax search for a maximum" (1953), DOI 10.2307/2032161.
  private static func least(_ range: ClosedRange<Double>, _ f: (Double) -> Double) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (a, b) = (range.lowerBound, range.upperBound)
    for _ in 0..<60 {
      let (left, right) = (b - ratio * (b - a), a + ratio * (b - a))
      if f(left) < f(right) { b = right } else { a = left }
    }
    return (a + b) / 2
  }
}
