import Tensors

/// By id and picture, how many tokens have it as their nearest and the sum of their unit vectors: enough for all numbers of a discovery, because the mean
/// cosine between two groups is the dot product of their mean unit vectors.
struct IDSums {
  /// Of one id, or several, in one picture.
  private struct Sum {
    var count = 0
    var vector: [Double]

    mutating func add(_ other: Sum) {
      count += other.count
      for index in vector.indices { vector[index] += other.vector[index] }
    }

    /// The mean unit vector.
    var mean: [Double] { vector.map { $0 / Double(max(1, count)) } }
  }

  /// All ids, rising.
  let ids: [Int]
  private let width: Int
  /// By picture, how many tokens it has.
  private let tokens: [Int]
  /// By picture, by id.
  private let sums: [[Int: Sum]]

  init(_ pictures: [Discovery.Picture]) {
    let width = pictures.first?.tokens.size(1) ?? 0
    precondition(
      pictures.allSatisfy { $0.tokens.size(1) == width }, "the tokens of all pictures are equally wide")
    self.width = width
    tokens = pictures.map(\.nearest.count)
    sums = pictures.map { picture in
      let rows = picture.tokens.unit().rowLists
      return picture.nearest.enumerated().reduce(into: [:]) { sums, token in
        let own = Sum(count: 1, vector: rows[token.offset].map(Double.init))
        sums[token.element, default: Sum(vector: Array(repeating: 0, count: width))].add(own)
      }
    }
    ids = Set(sums.flatMap(\.keys)).sorted()
  }

  /// The numbers of some ids taken as one.
  func finding(_ ids: [Int]) -> Discovery.Finding {
    let found = sums.map { sums in total(ids.compactMap { sums[$0] }) }
    let present = found.filter { $0.count > 0 }
    let share = zip(found, tokens).reduce(0) { $0 + Double($1.0.count) / Double(max(1, $1.1)) }
    let pictures = Double(max(1, sums.count))
    return Discovery.Finding(
      ids: ids.sorted(), coverage: Double(present.count) / pictures, share: share / pictures,
      likeness: Self.likeness(present.map(\.mean)))
  }

  /// Ids in groups: those whose mean unit directions over all pictures have a cosine above `cut`, directly or through others.
  func merged(_ ids: [Int], above cut: Double) -> [[Int]] {
    let means = ids.map { id in total(sums.compactMap { $0[id] }).mean }
    var groups = DisjointSets(count: ids.count)
    for a in ids.indices {
      for b in ids.indices where b > a && Self.cosine(means[a], means[b]) > cut { groups.join(a, b) }
    }
    return groups.groups().map { $0.map { ids[$0] } }
  }

  private func total(_ parts: [Sum]) -> Sum {
    parts.reduce(into: Sum(vector: Array(repeating: 0, count: width))) { $0.add($1) }
  }

  /// The mean dot product of all pairs: (|Σ|² − Σ|·|²) / (m (m − 1)).
  private static func likeness(_ means: [[Double]]) -> Double? {
    guard means.count > 1 else { return nil }
    let sum = means.reduce(into: [Double](repeating: 0, count: means[0].count)) { sum, mean in
      for index in sum.indices { sum[index] += mean[index] }
    }
    let own = means.reduce(0) { $0 + dot($1, $1) }
    return (dot(sum, sum) - own) / Double(means.count * (means.count - 1))
  }

  private static func cosine(_ a: [Double], _ b: [Double]) -> Double {
    let lengths = (dot(a, a) * dot(b, b)).squareRoot()
    return lengths > 0 ? dot(a, b) / lengths : 0
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
