import Basics
import Glibc

/// Paths as random events: a path has the probability exp(α · score) / Z, with Z the sum over all paths.
///
/// α is the inverse temperature: 1 gives the model's own distribution, 0 makes all paths equally likely, large values the
/// best path almost certain. Sums run over logarithms in 64 bits.
extension UnigramLattice {
  /// The probabilities of a lattice at one inverse temperature.
  package struct Chances: Sendable {
    /// By node, the probability that a path goes through it: forward and backward sums (Baum and others, 1970).
    package let marginals: [Double]
    /// The logarithm of Z, in nats.
    package let logTotal: Double
    /// The entropy of the distribution over paths, in nats.
    package let entropy: Double
    let alpha: Double
    let forward: [Double]
    let byEnd: [Range<Int>]
  }

  /// The probabilities at inverse temperature `alpha`.
  package func chances(alpha: Double = 1) -> Chances {
    let byEnd = nodesByEnd()
    var forward = [Double](repeating: -.infinity, count: length + 1)
    forward[0] = 0
    for end in stride(from: 1, through: length, by: 1) {
      forward[end] = Self.logSum(
        byEnd[end].map { forward[nodes[$0].range.lowerBound] + alpha * nodes[$0].score })
    }
    var backward = [Double](repeating: -.infinity, count: length + 1)
    backward[length] = 0
    for index in nodes.indices.reversed() {
      let node = nodes[index]
      backward[node.range.lowerBound] = Self.logSum([
        backward[node.range.lowerBound], backward[node.range.upperBound] + alpha * node.score,
      ])
    }
    let total = forward[length]
    let marginals = nodes.map { node in
      exp(forward[node.range.lowerBound] + alpha * node.score + backward[node.range.upperBound] - total)
    }
    let expected = zip(nodes, marginals).reduce(0) { $0 + ($1.1 > 0 ? $1.1 * alpha * $1.0.score : 0) }
    return Chances(
      marginals: marginals, logTotal: total, entropy: max(0, total - expected), alpha: alpha,
      forward: forward, byEnd: byEnd)
  }

  /// The probability of a path.
  package func probability(of path: Path, _ chances: Chances) -> Double {
    exp(chances.alpha * path.nodes.reduce(0) { $0 + nodes[$1].score } - chances.logTotal)
  }

  /// A path drawn with its probability: forward filtering, backward sampling.
  /// Source: Scott, "Bayesian methods for hidden Markov models", Journal of the American Statistical Association 97 (2002).
  package func sample(_ chances: Chances, _ random: inout SeededRandom) -> Path {
    var path: [Int] = []
    var end = length
    while end > 0, !chances.byEnd[end].isEmpty {
      var rest = random.unit()
      var chosen = chances.byEnd[end].lowerBound
      for index in chances.byEnd[end] {
        chosen = index
        let node = nodes[index]
        rest -= exp(
          chances.forward[node.range.lowerBound] + chances.alpha * node.score - chances.forward[end])
        if rest < 0 { break }
      }
      path.append(chosen)
      end = nodes[chosen].range.lowerBound
    }
    path.reverse()
    return Path(nodes: path, score: path.reduce(0) { rounded($0 + nodes[$1].score) })
  }

  private static func logSum(_ terms: [Double]) -> Double {
    guard let most = terms.max(), most > -.infinity else { return -.infinity }
    return most + log(terms.reduce(0) { $0 + exp($1 - most) })
  }
}
