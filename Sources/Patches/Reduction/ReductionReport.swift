/// What became of each token in a reduction. Tokens are counted from 0 in the order in which they came in.
package struct ReductionReport: Sendable, Equatable {
  /// One token's fate.
  package enum Fate: Sendable, Hashable {
    /// Kept unchanged.
    case kept
    /// Kept, and takes up others; which of these it is.
    case target(Int)
    /// Taken up by a target.
    case merged(into: Int)
    /// Dropped without a trace.
    case gone
  }

  /// How many tokens came in.
  package let count: Int
  /// Those kept unchanged, rising: the first rows of what comes out.
  package let kept: [Int]
  /// Those that take up others, rising: the rows behind.
  package let targets: [Int]
  /// By target, those that it takes up, rising.
  package let members: [[Int]]

  package init(count: Int, kept: [Int], targets: [Int] = [], members: [[Int]] = []) {
    precondition(targets.count == members.count, "every target has members or none")
    (self.count, self.kept, self.targets, self.members) = (count, kept, targets, members)
  }

  /// How many tokens come out.
  package var remaining: Int { kept.count + targets.count }

  /// By token, what became of it.
  package var fates: [Fate] {
    var fates = [Fate](repeating: .gone, count: count)
    for token in kept { fates[token] = .kept }
    for (index, target) in targets.enumerated() {
      fates[target] = .target(index)
      for member in members[index] { fates[member] = .merged(into: index) }
    }
    return fates
  }

  /// Those that left no trace, rising.
  package var gone: [Int] { fates.indices.filter { fates[$0] == .gone } }

  /// By token that comes out, the one that came in; nil for one that took up others.
  package var origins: [Int?] {
    kept.map { $0 } + zip(targets, members).map { $1.isEmpty ? $0 : nil }
  }
}

/// How many visual tokens each layer works on, and how many that makes on average.
package struct TokenBudget: Sendable, Equatable {
  /// By layer.
  package let tokens: [Int]

  /// `first` tokens from layer 0 on, and from each layer named in `changes` as many as it says.
  ///
  ///     TokenBudget(layers: 32, first: 48, changes: [8: 35, 16: 26, 24: 19]).average   // 32, as published for VisionDrop
  package init(layers: Int, first: Int, changes: [Int: Int]) {
    var (now, tokens) = (first, [Int]())
    for layer in 0..<layers {
      now = changes[layer] ?? now
      tokens.append(now)
    }
    self.tokens = tokens
  }

  /// The mean over layers.
  package var average: Double { Double(tokens.reduce(0, +)) / Double(max(1, tokens.count)) }
}
