import Tensors

/// Contextual merging: a few tokens, evenly spread over those that were not kept, take up the others.
///
/// Of n tokens in raster order, C targets are those at 0, s, 2s … with s = max(1, n div C). Every other one goes to the target of highest cosine m of their
/// metric rows, and target c becomes x_c + (Σ of its members) / max(1, their number): the target is added to the mean of its members, not
/// averaged with it.
///
/// Example: two targets [1, 0] and [1, 1]; the first takes up [2, 1] and [2, 2], the second [0, 2]. They become [3, 1.5] and [1, 3].
/// Source: VisionDrop, arXiv 2506.22283, whose merging is that of "VisionZip: Longer is Better but Not Necessary in Vision Language Models",
/// arXiv 2412.04467.
enum Merge {
  /// Where among `count` tokens the targets are.
  static func targets(_ contextual: Int, of count: Int) -> [Int] {
    if contextual <= 0 { return [] }
    let step = max(1, count / contextual)
    return Array(stride(from: 0, to: count, by: step).prefix(contextual))
  }

  /// By target the others that it takes up, as `plain`, by one product: `metric` has a row for each token, and `targets` name some of the rows.
  ///
  /// A row of noughts is like no target and goes to the first.
  static func members(_ metric: Tensor, targets: [Int]) -> [[Int]] {
    let others = Self.others(metric.size(0), targets)
    if targets.isEmpty || others.isEmpty { return targets.map { _ in [] } }
    let unit = metric.unit()
    let best = unit.gathered(others).matmul(unit.gathered(targets).transposed()).largest()
    return grouped(others, best, targets.count)
  }

  /// The same pair by pair, in double precision.
  static func plain(_ metric: Tensor, targets: [Int]) -> [[Int]] {
    let rows = metric.rowLists.map { $0.map(Double.init) }
    let others = Self.others(rows.count, targets)
    let best = others.map { other in
      var (place, highest) = (0, -Double.infinity)
      for (index, target) in targets.enumerated() where cosine(rows[other], rows[target]) > highest {
        (place, highest) = (index, cosine(rows[other], rows[target]))
      }
      return place
    }
    return grouped(others, best, targets.count)
  }

  /// [targets, width]: each target plus the mean of what it takes up.
  static func merged(_ tokens: Tensor, targets: [Int], members: [[Int]]) -> Tensor {
    if targets.isEmpty { return .zeros([0, tokens.size(1)]) }
    return .concatenated(
      zip(targets, members).map { target, members in
        let own = tokens.sliced(0, target..<target + 1)
        return members.isEmpty ? own : own + tokens.gathered(members).mean(over: [0], keeping: true)
      })
  }

  private static func others(_ count: Int, _ targets: [Int]) -> [Int] {
    let targets = Set(targets)
    return (0..<count).filter { !targets.contains($0) }
  }

  private static func grouped(_ others: [Int], _ best: [Int], _ count: Int) -> [[Int]] {
    var members = [[Int]](repeating: [], count: count)
    for (other, target) in zip(others, best) where target < count { members[target].append(other) }
    return members
  }

  private static func cosine(_ a: [Double], _ b: [Double]) -> Double {
    var (dot, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) { (dot, aa, bb) = (dot + x * y, aa + x * x, bb + y * y) }
    return aa * bb == 0 ? 0 : dot / (aa * bb).squareRoot()
  }
}
