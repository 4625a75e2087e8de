import Tensors

/// A toy decoder: from points to a mask by growing regions over the features of the tokens.
///
/// From each seed the region takes up neighbours, side by side or one below the other, whose cosine with the seed's own features is `least` or more; it
/// does not enter walls. The mask is all regions together. It stands where READ has a trained mask decoder (SAM), which it is not: it knows nothing of objects,
/// and two alike ones that touch become one.
/// Source: R. Adams and L. Bischof, "Seeded Region Growing" (1994), DOI 10.1109/34.295913, simplified to a fixed threshold.
package struct RegionGrowing: Sendable {
  private let units: Tensor
  private let side: Int
  private let least: Float

  /// `tokens` [side · side, width].
  package init(_ tokens: Tensor, side: Int, least: Float) {
    precondition(tokens.size(0) == side * side, "tokens of a square grid")
    (units, self.side, self.least) = (tokens.unit(), side, least)
  }

  /// By token, whether it was taken up. A seed on a wall grows nothing.
  package func mask(from seeds: [Int], walls: Set<Int>) -> [Bool] {
    var mask = [Bool](repeating: false, count: side * side)
    for seed in seeds where !walls.contains(seed) {
      let alike = units.matmul(units.sliced(0, seed..<seed + 1).transposed()).values
      var reached: Set<Int> = [seed]
      var edge = [seed]
      while let token = edge.popLast() {
        mask[token] = true
        for next in neighbours(of: token) where alike[next] >= least && !walls.contains(next) {
          if reached.insert(next).inserted { edge.append(next) }
        }
      }
    }
    return mask
  }

  private func neighbours(of token: Int) -> [Int] {
    let (row, column) = (token / side, token % side)
    return [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
      .filter { (0..<side).contains($0.0) && (0..<side).contains($0.1) }.map { $0.0 * side + $0.1 }
  }
}
