import Basics

/// A vector as a sum of a few others, each with a factor.
package struct SparseSum: Sendable, Equatable {
  /// Which were taken, in the order in which they were.
  package var indices: [Int]
  /// The factor of each.
  package var factors: [Float]
  /// The length of what is left over after each was taken.
  package var remains: [Float]
}

extension SparseSum {
  /// Takes of the rows of `atoms` [n, width] up to `limit`, each time that which lies most in the direction of what is left, and then finds the
  /// factors of all taken anew by least squares; stops when what is left is no longer than `tolerance`.
  ///
  /// Pati, Rezaiifar and Krishnaprasad, "Orthogonal Matching Pursuit" (1993), DOI 10.1109/ACSSC.1993.342465. Atoms are compared at length 1;
  /// factors are those of the atoms as they are. O(limit · n · width).
  package init(
    of vector: Tensor, atoms: Tensor, limit: Int, tolerance: Float = 1e-5, _ ticket: Ticket = .open
  ) throws(Trouble) {
    precondition(atoms.rank == 2 && vector.shape == Shape([atoms.size(1)]), "atoms are as wide as the vector")
    (indices, factors, remains) = ([], [], [])
    let (units, target) = (atoms.unit(), vector.expanded(1))
    var rest = target
    while indices.count < min(limit, atoms.size(0)), rest.norm().scalar > tolerance {
      try ticket.step(Double(indices.count) / Double(limit))
      let fits = units.matmul(rest).reshaped([-1]).map(.absolute)
      // What is taken already is orthogonal to the rest but for rounding, and must not come again.
      guard let best = fits.top(indices.count + 1)[0].first(where: { !indices.contains($0.index) }),
        best.value > 0
      else { break }
      indices.append(best.index)
      let taken = atoms.gathered(indices).transposed()
      let found = try taken.leastSquares(target).x
      rest = target - taken.matmul(found)
      factors = found.values
      remains.append(rest.norm().scalar)
    }
  }
}
