import Basics
import Glibc

/// Singular values and vectors in double precision, for what single precision cannot tell apart: angles below a hundredth of a degree, and
/// values that differ in their sixth figure.
///
///     let before = try PreciseSingularValues(of: values, rows: 96, columns: 26)
///     before.values[0]                                                       // the largest
///
/// O(m n min(m, n)), so for matrices of up to a few thousand columns; `nearly` finds the largest few of any.
package struct PreciseSingularValues: Sendable, Equatable {
  /// Falling.
  package let values: [Double]
  /// By value, its left vector, as long as the matrix has rows; only as many as were kept.
  package private(set) var left: [[Double]]
  /// By value, its right vector, as long as the matrix has columns.
  package private(set) var right: [[Double]]

  /// Of [rows, columns], row by row; the first `kept` vectors. Throws on numbers that are not finite.
  package init(of numbers: [Double], rows: Int, columns: Int, kept: Int = .max) throws(Trouble) {
    let found = try Self.decomposed(numbers, rows, columns, hasVectors: true)
    let size = found.s.count
    values = found.s
    left = (0..<min(kept, size)).map { index in (0..<rows).map { found.u[$0 * size + index] } }
    right = (0..<min(kept, size)).map { index in
      Array(found.vt[index * columns..<(index + 1) * columns])
    }
  }

  /// The singular values alone.
  package static func values(of numbers: [Double], rows: Int, columns: Int) throws(Trouble) -> [Double] {
    try decomposed(numbers, rows, columns, hasVectors: false).s
  }

  /// The largest `count` of a matrix, nearly, by random projection in single precision (see `truncatedSVD`), the vectors made orthonormal
  /// in double precision.
  package static func nearly(
    _ matrix: Tensor, count: Int, _ ticket: Ticket
  ) throws(Trouble) -> PreciseSingularValues {
    let found = try matrix.truncatedSVD(rank: count, rounds: 6, ticket)
    return PreciseSingularValues(
      values: found.s.values.map(Double.init), left: orthonormal(found.u.transposed().rowLists),
      right: orthonormal(found.vt.rowLists))
  }

  private init(values: [Double], left: [[Double]], right: [[Double]]) {
    (self.values, self.left, self.right) = (values, left, right)
  }

  private static func decomposed(
    _ numbers: [Double], _ rows: Int, _ columns: Int, hasVectors: Bool
  ) throws(Trouble) -> (u: [Double], s: [Double], vt: [Double]) {
    precondition(numbers.count == rows * columns, "a matrix has rows times columns numbers")
    if numbers.isEmpty { return ([], [], []) }
    guard numbers.allSatisfy(\.isFinite) else {
      throw Trouble(
        .input, "the matrix has a number that is not finite",
        remedy: "Leave out the rows that have such numbers")
    }
    guard let found = LAPACK.svd(numbers, rows, columns, hasVectors: hasVectors) else {
      throw Trouble(
        .limit, "finding singular values did not come to an end", remedy: "Scale the matrix and try again")
    }
    return found
  }

  /// Gram and Schmidt's way, twice.
  private static func orthonormal(_ vectors: [[Float]]) -> [[Double]] {
    var result: [[Double]] = []
    for vector in vectors {
      var own = vector.map(Double.init)
      for _ in 0..<2 {
        for known in result { own.add(known, times: -known.product(with: own)) }
      }
      let length = own.product(with: own).squareRoot()
      result.append(length > 0 ? own.map { $0 / length } : own)
    }
    return result
  }
}

/// How two subspaces lie to each other.
package enum PrincipalAngles {
  /// Between the spans of two equally many orthonormal vectors, in degrees, rising; there are as many as vectors.
  ///
  /// cos θᵢ is the i-th singular value of AᵀB. Where the cosine is near 1 it says little, so there the sine is used, the singular values
  /// of B - A(AᵀB). Vectors of equal singular values may swap and turn; angles of subspaces do not mind.
  /// Björck and Golub, "Numerical Methods for Computing Angles Between Linear Subspaces" (1973), DOI 10.1090/S0025-5718-1973-0348991-3.
  package static func degrees(_ a: [[Double]], _ b: [[Double]]) throws(Trouble) -> [Double] {
    precondition(a.count == b.count, "both spans have equally many vectors")
    guard let width = a.first?.count, width > 0 else { return [] }
    let products = b.map { vector in a.map { $0.product(with: vector) } }
    let rests = zip(b, products).map { vector, products in
      var rest = vector
      for (known, product) in zip(a, products) { rest.add(known, times: -product) }
      return rest
    }
    let cosines = try PreciseSingularValues.values(
      of: Array(products.joined()), rows: a.count, columns: a.count)
    let sines = try PreciseSingularValues.values(
      of: Array(rests.joined()), rows: a.count, columns: width)
    // Fewer sines than vectors where the vectors are as many as the space has directions: those are noughts.
    let risen = Array(sines.reversed())
    return cosines.indices.map { index in
      let cosine = min(1, max(0, cosines[index]))
      let sine = min(1, index < risen.count ? risen[index] : 0)
      return (cosine * cosine < 0.5 ? acos(cosine) : asin(sine)) * 180 / .pi
    }
  }
}

extension [Double] {
  /// Σ aᵢ bᵢ.
  fileprivate func product(with other: [Double]) -> Double {
    var sum = 0.0
    let (a, b) = (span, other.span)
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  /// Adds `factor` times another, number by number.
  fileprivate mutating func add(_ other: [Double], times factor: Double) {
    var target = mutableSpan
    let source = other.span
    for index in source.indices { target[index] += factor * source[index] }
  }
}
