import Basics
import Glibc

/// How the number of tokens falls as the vocabulary grows: CTC = a·Vᵇ, fitted in natural logarithms on both sides.
///
/// For CTC 5200, 4300, 3650, 3200 at V = 512, 1024, 2048, 4096: a = 22036.9, b = −0.2338, R² = 0.9935; 4300 tokens take V* = 1086.
/// Source: Arnett, Chang, Biderman and Bergen, arXiv 2510.21909.
struct PowerFit: Sendable, Equatable {
  let a: Double
  let b: Double
  /// R² in logarithms.
  let determination: Double?

  /// Nil when there are fewer than two different vocabularies.
  init?(_ points: [(vocabulary: Int, tokens: Int)]) {
    let logarithms = points.filter { $0.vocabulary > 0 && $0.tokens > 0 }.map {
      (x: log(Double($0.vocabulary)), y: log(Double($0.tokens)))
    }
    guard let line = LinearFit(logarithms) else { return nil }
    (a, b, determination) = (exp(line.intercept), line.slope, line.determination)
  }

  /// The tokens that it expects.
  func tokens(at vocabulary: Double) -> Double { a * pow(vocabulary, b) }

  /// The vocabulary at which it expects so many tokens: (tokens/a)^(1/b); nil when tokens do not fall.
  func vocabulary(for tokens: Double) -> Double? { b < 0 && tokens > 0 ? pow(tokens / a, 1 / b) : nil }
}

/// How much of the variance of y several quantities explain together.
enum JointFit {
  /// R² of least squares with a constant, 0…1. Columns that do not vary are left out; nil when none is left, columns depend
  /// on each other, or there are not more rows than unknowns.
  static func determination(_ columns: [[Double]], _ y: [Double]) -> Double? {
    let used = columns.map(centred).filter { $0.contains { abs($0) > 1e-12 } }
    let target = centred(y)
    let total = dot(target, target)
    guard !used.isEmpty, total > 0, y.count > used.count + 1 else { return nil }
    let matrix = used.map { a in used.map { dot(a, $0) } }
    guard let weights = solved(matrix, used.map { dot($0, target) }) else { return nil }
    return min(1, max(0, zip(weights, used).reduce(0) { $0 + $1.0 * dot($1.1, target) } / total))
  }

  private static func centred(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(max(1, values.count))
    return values.map { $0 - mean }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  /// Gauss's elimination with the largest pivot; nil when the matrix is singular.
  private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    var rows = zip(matrix, right).map { $0 + [$1] }
    let scale = matrix.joined().map(abs).max() ?? 0
    for column in rows.indices {
      guard let pivot = (column..<rows.count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
        abs(rows[pivot][column]) > scale * 1e-12
      else { return nil }
      rows.swapAt(column, pivot)
      for row in rows.indices where row != column {
        let factor = rows[row][column] / rows[column][column]
        for index in column..<rows[row].count { rows[row][index] -= factor * rows[column][index] }
      }
    }
    return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
  }
}
