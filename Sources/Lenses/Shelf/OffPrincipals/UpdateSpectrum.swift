import Basics
import Tensors

/// A matrix before and after, row by row.
struct MatrixPair: Sendable {
  var rows: Int
  var columns: Int
  var before: [Float]
  var after: [Float]

  /// How many entries there are.
  var count: Int { before.count }
  var least: Int { min(rows, columns) }

  /// D, in single precision.
  var difference: [Float] { zip(before, after).map { $1 - $0 } }

  /// D in double precision, where small numbers are not lost beside large ones.
  var preciseDifference: [Double] { zip(before, after).map { Double($1) - Double($0) } }

  /// A number that changes when an entry of either does: FNV-1a over the bits. Fowler, Noll and Vo (1991).
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for values in [before, after] {
      for value in values { hash = (hash ^ UInt64(value.bitPattern)) &* 0x100_0000_01B3 }
    }
    return hash
  }
}

/// The singular values and vectors of a matrix before and after, and the singular values of what was added.
struct UpdateSpectrum: Sendable {
  var before: PreciseSingularValues
  var after: PreciseSingularValues
  /// Of D, falling.
  var update: [Double]
  /// Whether all singular values are here; else only the largest, found by random projection.
  var isExact: Bool

  /// The most columns (or rows, where these are fewer) for which all values are found.
  static let exactLimit = 1024

  /// With the first `kept` vectors at least. Throws when cancelled, and on numbers that are not finite.
  init(_ pair: MatrixPair, kept: Int, _ ticket: Ticket) throws(Trouble) {
    try ticket.step(0)
    isExact = pair.least <= Self.exactLimit
    guard isExact else {
      func nearly(_ values: [Float], _ part: Range<Double>) throws(Trouble) -> PreciseSingularValues {
        try .nearly(Tensor(values, [pair.rows, pair.columns]), count: kept + 1, ticket.part(part))
      }
      before = try nearly(pair.before, 0..<0.3)
      after = try nearly(pair.after, 0.3..<0.6)
      update = try nearly(pair.difference, 0.6..<1).values
      return
    }
    before = try PreciseSingularValues(
      of: pair.before.map(Double.init), rows: pair.rows, columns: pair.columns, kept: kept)
    try ticket.step(0.4)
    after = try PreciseSingularValues(
      of: pair.after.map(Double.init), rows: pair.rows, columns: pair.columns, kept: kept)
    try ticket.step(0.8)
    update = try PreciseSingularValues.values(
      of: pair.preciseDifference, rows: pair.rows, columns: pair.columns)
  }

  /// |s1 - s0| / |s0|, normalised spectral shift; 0 for a matrix of noughts that stays one.
  var shift: Double {
    let moved = zip(before.values, after.values).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
    let whole = before.values.reduce(0) { $0 + $1 * $1 }
    return moved == 0 ? 0 : (moved / whole).squareRoot()
  }

  /// The largest singular value of D, its spectral norm.
  var updateNorm: Double { update.first ?? 0 }

  /// Weyl: no singular value moves by more than the spectral norm of D.
  var largestMove: Double { zip(before.values, after.values).map { abs($1 - $0) }.max() ?? 0 }

  /// s0 of k less s0 of k + 1; the last value where there is none behind it.
  func gap(_ k: Int) -> Double {
    guard k >= 1, k <= before.values.count else { return 0 }
    return before.values[k - 1] - (k < before.values.count ? before.values[k] : 0)
  }

  /// Wedin: the sine of the largest angle is at most |D| / (gap - |D|), where the gap is larger than |D|; nil elsewhere.
  func wedinBound(_ k: Int) -> Double? {
    let (gap, norm) = (gap(k), updateNorm)
    return gap > norm ? norm / (gap - norm) : nil
  }

  /// The angles in degrees between the spans of the first k vectors before and after, rising: left, right.
  func angles(_ k: Int) throws(Trouble) -> (left: [Double], right: [Double]) {
    let k = min(k, before.left.count, after.left.count)
    return (
      try PrincipalAngles.degrees(Array(before.left.prefix(k)), Array(after.left.prefix(k))),
      try PrincipalAngles.degrees(Array(before.right.prefix(k)), Array(after.right.prefix(k)))
    )
  }

  /// The first r parts of the matrix before put together again, [rows, columns].
  func reconstruction(_ r: Int) -> Tensor {
    let r = min(r, before.left.count)
    let left = Tensor(rows: before.left.prefix(r).map { $0.map { Float($0) } })
    let right = Tensor(rows: before.right.prefix(r).map { $0.map { Float($0) } })
    let scaled = left * Tensor(before.values.prefix(r).map { Float($0) }).expanded(1)
    return scaled.transposed().matmul(right)
  }

  /// |U0ᵀ D V0|² / |D|² of the first k vectors: which share of the update stays in their spans; nil when there is no update.
  func principalShare(_ k: Int, of difference: Tensor) -> Double? {
    let k = min(k, before.left.count)
    let whole = Double(difference.dot(difference))
    guard whole > 0 else { return nil }
    let left = Tensor(rows: before.left.prefix(k).map { $0.map { Float($0) } })
    let right = Tensor(rows: before.right.prefix(k).map { $0.map { Float($0) } })
    let inside = left.matmul(difference).matmul(right.transposed())
    return Double(inside.dot(inside)) / whole
  }
}
