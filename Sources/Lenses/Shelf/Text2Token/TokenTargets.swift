import Basics
import Glibc
import Tensors

/// How often tokens stand in texts, and the targets that follow from it.
///
/// Of [0 1 2 0 3], [0 4 5 0 3], [0 1 5] and [0 4 2] with six tokens the idf of 0 is nought and that of the others .510826; the target of the first
/// is (0, 1/3, 1/3, 1/3, 0, 0).
package struct TokenTargets: Sendable {
  /// ln((D + 1) / (df + 1)) by token, nats.
  package let idf: [Double]
  /// Tokens that are no targets, such as special ones.
  package let left: Set<Int>
  /// What an idf must be above.
  package let cut: Double

  /// `size` is the number of tokens of the vocabulary.
  package init(_ texts: [[Int]], size: Int, cut: Double = 0, leaving left: Set<Int> = []) {
    var counts = [Int](repeating: 0, count: size)
    for text in texts { for token in Set(text) { counts[token] += 1 } }
    idf = counts.map { log(Double(texts.count + 1) / Double($0 + 1)) }
    (self.cut, self.left) = (cut, left)
  }

  /// By token of the text, its share of the target, summing to one; nil when no token of it has a weight.
  package func target(of text: [Int]) -> [Int: Float]? {
    var weights: [Int: Double] = [:]
    for token in text where idf[token] > max(0, cut) && !left.contains(token) {
      weights[token, default: 0] += idf[token]
    }
    return Self.normalised(weights)
  }

  /// A target made of logits: the `most` largest, of those that `admits` names, by softmax at a temperature.
  package static func derived(
    from logits: [Float], most: Int, temperature: Double, where admits: (Int) -> Bool
  ) -> [Int: Float]? {
    let first = Tensor(logits.indices.map { admits($0) ? logits[$0] : -.infinity }, [1, logits.count]).top(
      most)
    let kept = first[0].filter { $0.value.isFinite }
    guard let largest = kept.first?.value else { return nil }
    let weights = kept.map { ($0.index, exp(Double($0.value - largest) / temperature)) }
    return normalised(Dictionary(weights) { first, _ in first })
  }

  /// `share` of one target and the rest of another; one alone where the other is missing.
  package static func mixed(_ a: [Int: Float]?, _ share: Double, _ b: [Int: Float]?) -> [Int: Float]? {
    guard let a, share > 0 else { return b ?? a }
    guard let b, share < 1 else { return a }
    return a.mapValues { $0 * Float(share) }.merging(b.mapValues { $0 * Float(1 - share) }) { $0 + $1 }
  }

  private static func normalised(_ weights: [Int: Double]) -> [Int: Float]? {
    // Summed in one order, so that the same words give the same numbers.
    let sum = weights.keys.sorted().reduce(0) { $0 + (weights[$1] ?? 0) }
    return sum > 0 ? weights.mapValues { Float($0 / sum) } : nil
  }
}

/// KL(t || p) = Σ t ln(t / p), where p is the softmax of logits.
package struct TargetLoss: Sendable {
  /// -Σ t ln p, nats.
  package let crossEntropy: Double
  /// -Σ t ln t, nats.
  package let entropy: Double
  /// Their difference, never below nought.
  package var divergence: Double { max(0, crossEntropy - entropy) }

  package init(_ target: [Int: Float], logits: Tensor) {
    let logs = logits.reshaped([1, logits.count]).logSoftmax().values
    var (cross, own) = (0.0, 0.0)
    for token in target.keys.sorted() {
      let share = Double(target[token] ?? 0)
      guard share > 0 else { continue }
      cross -= share * Double(logs[token])
      own -= share * log(share)
    }
    (crossEntropy, entropy) = (cross, own)
  }
}
