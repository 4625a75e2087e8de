import Glibc

/// How unequal the numbers of tokens of some languages are for the same content.
///
/// 4300, 5300 and 6900 tokens have the variance 1,720,000.
struct Inequity: Sendable, Equatable {
  let count: Int
  let mean: Double
  /// The mean square of the differences from the mean, with n − 1 below.
  let variance: Double
  /// Largest by smallest.
  let spread: Double
  /// Gini's coefficient: mean absolute difference of all pairs by twice the mean, 0…1.
  let gini: Double

  var standardDeviation: Double { variance.squareRoot() }
  /// Standard deviation by mean: does not depend on how many tokens there are altogether.
  var variation: Double { standardDeviation / mean }

  /// Nil for fewer than two numbers, or when one is not positive.
  init?(_ values: [Double]) {
    guard values.count > 1, let least = values.min(), let most = values.max(), least > 0 else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    count = values.count
    self.mean = mean
    variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    spread = most / least
    let ranked = values.sorted().enumerated().reduce(0) {
      $0 + Double(2 * ($1.offset + 1) - values.count - 1) * $1.element
    }
    gini = ranked / (n * n * mean)
  }

  /// F = variance / other variance, and the chance of an F as far from 1 if both were equal: twice the smaller tail of the F
  /// distribution with n − 1 degrees of freedom each. Nil when the other variance is 0.
  func comparison(with other: Inequity) -> (f: Double, p: Double)? {
    guard other.variance > 0 else { return nil }
    let f = variance / other.variance
    let (d1, d2) = (Double(count - 1), Double(other.count - 1))
    let below = IncompleteBeta.regularized(d1 * f / (d1 * f + d2), d1 / 2, d2 / 2)
    let above = IncompleteBeta.regularized(d2 / (d1 * f + d2), d2 / 2, d1 / 2)
    return (f, min(1, 2 * min(below, above)))
  }
}

/// The incomplete beta function, on which the F distribution stands.
enum IncompleteBeta {
  /// Iₓ(a, b), 0…1: the continued fraction of Lentz's method, on the side on which it converges.
  /// Source: Abramowitz and Stegun, Handbook of mathematical functions, 26.5.8; Lentz, Applied Optics 15, 1976.
  static func regularized(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var value = d
    for index in 1...300 {
      let m = Double(index)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      var change = 1.0
      for term in [even, odd] {
        d = 1 + term * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + term / c
        if abs(c) < tiny { c = tiny }
        change = c * d
        value *= change
      }
      if abs(change - 1) < 1e-15 { break }
    }
    return value
  }
}
