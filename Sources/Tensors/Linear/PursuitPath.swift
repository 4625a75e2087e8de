import Basics

/// How matching pursuit chooses the next atom.
package enum PursuitChoice: String, Sendable, Hashable, CaseIterable {
  /// By |⟨rest, atom⟩| of the atoms as they are: long atoms are favoured.
  case dot = "raw dot"
  /// By the cosine, as in textbooks.
  case cosine
}

/// A vector taken apart by orthogonal matching pursuit, of which every beginning can be had.
///
///     let path = try PursuitPath.paths(of: targets, atoms: atoms, limit: 64, by: .dot, ticket)[0]
///     path.indices.prefix(8), path.factors(8)        // as if the limit had been 8
///
/// Each time the atom is taken that `PursuitChoice` favours; it is made orthogonal to those taken (twice, so that single precision keeps it so),
/// which gives the next column of Q and R, and the rest loses its part along it. Factors of the first k solve R c = Qᵀ y.
/// Pati, Rezaiifar and Krishnaprasad, "Orthogonal Matching Pursuit" (1993), DOI 10.1109/ACSSC.1993.342465; the raw choice and the incremental QR
/// as in Goddard and Fernandes Neto, "Training-Free Tokenizer Transplantation via Orthogonal Matching Pursuit" (2025), arXiv 2506.06607.
/// A path ends early where nothing is left to 10⁻⁶ of the vector, or where every atom lies in the span of those taken.
package struct PursuitPath: Sendable, Equatable {
  /// Which atoms were taken, in order.
  package private(set) var indices: [Int] = []
  /// By pick, what it was chosen for: |⟨rest, atom⟩|, divided by the atom's length where cosines choose.
  package private(set) var scores: [Float] = []
  /// By pick, the length of the rest after it.
  package private(set) var remains: [Float] = []
  /// The length of the vector.
  package let length: Float
  /// By pick, its column of R, as long as the picks so far.
  private var columns: [[Float]] = []
  /// Qᵀ y.
  private var products: [Float] = []

  private init(length: Float) { self.length = length }

  /// The factors of the first `count` atoms, least squares on these alone.
  package func factors(_ count: Int) -> [Float] {
    let count = min(count, indices.count)
    var factors = Array(products.prefix(count))
    for row in stride(from: count - 1, through: 0, by: -1) {
      for column in row + 1..<max(row + 1, count) { factors[row] -= columns[column][row] * factors[column] }
      factors[row] /= columns[row][row]
    }
    return factors
  }

  /// What is left after `count` picks, by the length of the vector: 0…1; of a vector of noughts 0.
  package func residual(_ count: Int) -> Double {
    if length == 0 { return 0 }
    let count = min(count, remains.count)
    return count == 0 ? 1 : Double(remains[count - 1]) / Double(length)
  }
}

extension PursuitPath {
  /// By row of `targets` [m, width], its path through the rows of `atoms` [n, width], at most `limit` picks. O(m n width limit).
  package static func paths(
    of targets: Tensor, atoms: Tensor, limit: Int, by choice: PursuitChoice, _ ticket: Ticket
  ) throws(Trouble) -> [PursuitPath] {
    precondition(
      targets.rank == 2 && atoms.rank == 2 && targets.size(1) == atoms.size(1), "atoms are as wide as targets"
    )
    let compared = (choice == .dot ? atoms : atoms.unit()).transposed()
    let room = max(1, min(256, (1 << 22) / max(1, atoms.size(0))))
    var result: [PursuitPath] = []
    while result.count < targets.size(0) {
      let rows = result.count..<min(targets.size(0), result.count + room)
      var pursuits = targets.sliced(0, rows).rowLists.map(Pursuit.init)
      for pick in 0..<min(limit, atoms.size(0)) {
        let done =
          (Double(rows.lowerBound) + Double(rows.count * pick) / Double(limit)) / Double(targets.size(0))
        try ticket.step(done)
        let open = pursuits.indices.filter { !pursuits[$0].isOver }
        if open.isEmpty { break }
        let fits = Tensor(rows: open.map { pursuits[$0].rest }).matmul(compared).packed()
        for (row, index) in open.enumerated() {
          pursuits[index].take(fits.elements.span, from: fits.offset + row * atoms.size(0), atoms)
        }
      }
      result += pursuits.map(\.path)
    }
    return result
  }

  /// One vector on its way.
  private struct Pursuit {
    var path: PursuitPath
    var rest: [Float]
    /// Orthonormal, by pick.
    var basis: [[Float]] = []
    var isOver: Bool

    init(_ target: [Float]) {
      rest = target
      path = PursuitPath(length: target.product(with: target).squareRoot())
      isOver = path.length == 0
    }

    /// Takes the atom whose number, of those from `start` on, has the largest magnitude and which was not taken.
    mutating func take(_ fits: Span<Float>, from start: Int, _ atoms: Tensor) {
      var (best, most) = (-1, Float(0))
      for index in 0..<atoms.size(0) where fits[start + index].magnitude > most {
        if path.indices.contains(index) { continue }
        (best, most) = (index, fits[start + index].magnitude)
      }
      guard best >= 0 else { return isOver = true }
      add(atoms.at(best).values, best, most)
    }

    private mutating func add(_ atom: [Float], _ index: Int, _ score: Float) {
      var own = atom
      var column = [Float](repeating: 0, count: basis.count + 1)
      for _ in 0..<2 {
        for (row, known) in basis.enumerated() {
          let product = known.product(with: own)
          column[row] += product
          own.add(known, times: -product)
        }
      }
      let length = own.product(with: own).squareRoot()
      guard length > max(1e-8, 1e-6 * atom.product(with: atom).squareRoot()) else { return isOver = true }
      column[basis.count] = length
      own = own.map { $0 / length }
      let product = own.product(with: rest)
      rest.add(own, times: -product)
      basis.append(own)
      path.indices.append(index)
      path.scores.append(score)
      path.columns.append(column)
      path.products.append(product)
      let left = rest.product(with: rest).squareRoot()
      path.remains.append(left)
      isOver = left <= 1e-6 * path.length
    }
  }
}

extension [Float] {
  /// Σ aᵢ bᵢ, in eight sums.
  fileprivate func product(with other: [Float]) -> Float {
    precondition(count == other.count, "both have a number for each place")
    let (a, b) = (span, other.span)
    var sums = Lane.zero
    var at = 0
    while at + 8 <= a.count {
      sums += Lanes.load(a, at) * Lanes.load(b, at)
      at += 8
    }
    var sum = sums.sum()
    for index in at..<a.count { sum += a[index] * b[index] }
    return sum
  }

  /// Adds `factor` times another, number by number.
  fileprivate mutating func add(_ other: [Float], times factor: Float) {
    var target = mutableSpan
    let source = other.span
    for index in source.indices { target[index] += factor * source[index] }
  }
}
