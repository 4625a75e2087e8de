import Basics
import Tensors

/// A way to make a row of the base for a token of the donor.
enum TransplantMethod: String, Sendable, CaseIterable {
  case pursuit = "OMP"
  case mean
  case zero
  case subword
  case nearest
  case gaussian
  case procrustes
  case leastSquares = "least squares"

  /// What it does, in words.
  var summary: String {
    switch self {
    case .pursuit: "the same factors of the same shared tokens, replayed in the base"
    case .mean: "the mean of all rows of the base"
    case .zero: "noughts"
    case .subword: "the mean of the rows of its pieces in the base"
    case .nearest: "the k nearest shared tokens, weighted by 1 / distance"
    case .gaussian: "drawn with the mean and covariance of the base's rows"
    case .procrustes: "principal components of both sides and the best rotation between them"
    case .leastSquares: "the linear map that takes the shared donor rows nearest to their base rows"
    }
  }
}

/// Rows for targets by what needs the shared tokens only.
struct TransplantBaselines: Sendable {
  /// [n, donor width] and [n, base width]: the shared tokens on either side.
  let donor: Tensor
  let base: Tensor

  /// Above this width the dense maps are left out: they take the cube of it.
  static let widthLimit = 1024

  /// The k nearest shared tokens of each target, weights 1 / distance (held above 10⁻⁶) that sum to one: [m, base width].
  func nearest(_ k: Int, to targets: Tensor, _ ticket: Ticket) throws(Trouble) -> Tensor {
    let found = try Similarity.euclid.nearest(
      min(k, donor.size(0)), to: targets, in: TensorRows(donor), ticket)
    return .concatenated(
      found.map { ranked in
        let weights = ranked.map { 1 / max(1e-6, -$0.value) }
        let whole = max(1e-6, weights.reduce(0, +))
        let row = Tensor(weights.map { $0 / whole }, [1, weights.count])
        return row.matmul(base.gathered(ranked.map(\.index)))
      })
  }

  /// The linear map by least squares, [m, base width]; nil where the donor is too wide. Of very many shared tokens evenly spaced ones are used.
  func leastSquares(of targets: Tensor) throws(Trouble) -> Tensor? {
    guard donor.size(1) <= Self.widthLimit else { return nil }
    let rows = Self.spaced(donor.size(0), most: 8 * donor.size(1))
    return targets.matmul(try donor.gathered(rows).leastSquares(base.gathered(rows)).x)
  }

  /// Both sides along their principal components, as many as the narrower has, and the rotation R = U Vᵀ of U S Vᵀ = Aᵀ B that takes one
  /// nearest to the other. Schönemann, "A Generalized Solution of the Orthogonal Procrustes Problem" (1966), DOI 10.1007/BF02289451.
  func procrustes(of targets: Tensor, _ ticket: Ticket) throws(Trouble) -> Tensor? {
    let size = min(donor.size(1), base.size(1), donor.size(0) - 1)
    guard max(donor.size(1), base.size(1)) <= Self.widthLimit, size > 0 else { return nil }
    let rows = Self.spaced(donor.size(0), most: 8 * max(donor.size(1), base.size(1)))
    let (a, b) = (donor.gathered(rows), base.gathered(rows))
    let from = try PrincipalComponents(of: a, count: size, ticket)
    let to = try PrincipalComponents(of: b, count: size, ticket)
    let found = try from.project(a).transposed().matmul(to.project(b)).svd()
    return to.restore(from.project(targets).matmul(found.u.matmul(found.vt)))
  }

  /// At most so many places of 0..<count, evenly spaced.
  static func spaced(_ count: Int, most: Int) -> [Int] {
    count <= most ? Array(0..<count) : (0..<most).map { $0 * count / most }
  }

  /// Rows with the mean and covariance of the rows of a source, without finding the covariance: the mean and a sum of all rows less it, each times
  /// a normal number, by the root of how many there are.
  static func gaussian(
    _ count: Int, like source: any RowSource, mean: Tensor, seed: UInt64, _ ticket: Ticket
  ) throws(Trouble) -> Tensor {
    var random = SeededRandom(seed: seed)
    var sum = Tensor.zeros([count, source.width])
    try source.forEachBlock(less: mean, ticket) { (rows, block) throws(Trouble) in
      sum = sum + Tensor.normal([count, rows.count], &random).matmul(block)
    }
    return sum / Float(max(1, source.count)).squareRoot() + mean
  }
}

/// How near rows come to the true ones.
struct RebuiltScore: Sendable, Equatable {
  /// By row, the cosine to the true one; nil where the row is nothing but noughts.
  var cosines: [Double?]
  /// By row, one more than the rows of the base that are nearer to the rebuilt one than the true one is; nil as above.
  var ranks: [Int?]

  /// The mean of those that have one.
  var meanCosine: Double? {
    let known = cosines.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }

  /// Of an even number the mean of the two in the middle.
  var medianRank: Double? {
    let sorted = ranks.compactMap { $0 }.sorted()
    if sorted.isEmpty { return nil }
    let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    return Double(low + high) / 2
  }

  /// By row the cosine alone.
  static func cosines(_ rebuilt: Tensor, _ truth: Tensor) -> [Double?] {
    zip(rebuilt.rowLists, truth.rowLists).map { a, b in
      var (dot, aa, bb) = (0.0, 0.0, 0.0)
      for (x, y) in zip(a, b) {
        dot += Double(x) * Double(y)
        aa += Double(x) * Double(x)
        bb += Double(y) * Double(y)
      }
      return aa == 0 || bb == 0 ? nil : dot / (aa * bb).squareRoot()
    }
  }

  /// Of rebuilt rows [m, width] whose true ones are the rows `ids` of `base`. Reads the base once.
  static func scores(
    _ rebuilt: Tensor, truth: Tensor, in base: any RowSource, _ ticket: Ticket
  ) throws(Trouble) -> RebuiltScore {
    let cosines = cosines(rebuilt, truth)
    var nearer = [Int](repeating: 0, count: cosines.count)
    try base.forEachBlock(ticket) { (_, block) throws(Trouble) in
      let found = Similarity.cosine.matrix(rebuilt, block).values
      let width = block.size(0)
      for (row, cosine) in cosines.enumerated() {
        guard let cosine else { continue }
        // The true row itself must not count as nearer by rounding.
        let limit = Float(cosine) + 1e-6
        for index in row * width..<(row + 1) * width where found[index] > limit { nearer[row] += 1 }
      }
    }
    return RebuiltScore(
      cosines: cosines, ranks: zip(cosines, nearer).map { $0 == nil ? nil : $1 + 1 })
  }
}
