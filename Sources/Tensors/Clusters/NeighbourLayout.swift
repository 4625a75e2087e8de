import Basics
import Glibc

/// Places in the plane in which rows that are near each other stay near: t-SNE, exact.
///
/// Every row gives its neighbours chances that fall with their squared distance as a normal distribution whose width is chosen so that
/// the entropy is that of `perplexity` equally likely neighbours. Places are moved down the gradient until chances by a Student distribution in the plane are
/// as like them as can be (Kullback–Leibler). Distances between far groups and the sizes of groups mean nothing.
///
/// Source: van der Maaten and Hinton, "Visualizing Data using t-SNE" (2008), JMLR 9, 2579–2605, with its early exaggeration, momentum and gains.
/// O(n²) a step in time and memory; meant for up to 2,000 rows.
package struct NeighbourLayout: Sendable {
  /// What can be chosen.
  package struct Settings: Sendable, Equatable {
    /// How many neighbours count, about; held below a third of the rows.
    package var perplexity: Double = 30
    /// How many times all places are moved.
    package var steps = 750
    /// The size of a step; n / 12 but at least 50 when nil. Belkina et al. (2019), DOI 10.1038/s41467-019-13055-y.
    package var rate: Float?
    /// Of the places at the start.
    package var seed: UInt64 = 1

    package init() {}
  }

  /// [n, 2], their mean nought.
  package private(set) var places: Tensor
  /// The divergence that is left, in nats.
  package private(set) var divergence: Double

  /// Lays out `rows` [n, width] by their distances; `watch` gets the number of each step and the places before it.
  package init(
    of rows: Tensor, _ settings: Settings = Settings(), _ ticket: Ticket = .open,
    watch: (Int, LayoutDescent) -> Void = { _, _ in }
  ) throws(Trouble) {
    precondition(rows.rank == 2, "rows are laid out")
    try rows.refuseInfinite()
    try self.init(
      squaredDistances: Similarity.squaredDistances(rows, rows), settings, ticket, watch: watch)
  }

  /// Lays out things by the squares of their distances, [n, n]; `watch` gets the number of each step and the places before it.
  package init(
    squaredDistances: Tensor, _ settings: Settings = Settings(), _ ticket: Ticket = .open,
    watch: (Int, LayoutDescent) -> Void = { _, _ in }
  ) throws(Trouble) {
    let count = squaredDistances.size(0)
    precondition(squaredDistances.shape == Shape([count, count]), "distances are a square")
    try squaredDistances.refuseInfinite()
    guard count > 1 else {
      (places, divergence) = (.zeros([count, 2]), 0)
      return
    }
    let perplexity = max(1.01, min(settings.perplexity, Double(count - 1) / 3))
    let chances = try Self.chances(squaredDistances, perplexity, ticket)
    var random = SeededRandom(seed: settings.seed)
    var descent = LayoutDescent(
      chances: chances.values, start: Tensor.normal([2, count], deviation: 1e-2, &random).values)
    let rate = settings.rate ?? max(50, Float(count) / 12)
    for step in 0..<settings.steps {
      try ticket.step(0.1 + 0.9 * Double(step) / Double(settings.steps))
      watch(step, descent)
      let isEarly = step < min(250, settings.steps / 3)
      descent.step(rate: rate, momentum: isEarly ? 0.5 : 0.8, exaggeration: isEarly ? 12 : 1)
    }
    places = Tensor(descent.places, [2, count]).transposed()
    divergence = descent.divergence()
  }

  /// The chance of each pair, both directions together, [n, n]; all sum to one.
  package static func chances(
    _ squares: Tensor, _ perplexity: Double, _ ticket: Ticket
  ) throws(Trouble) -> Tensor {
    let count = squares.size(0)
    let all = squares.values
    var result: [Float] = []
    result.reserveCapacity(count * count)
    for row in 0..<count {
      try ticket.step(0.1 * Double(row) / Double(count))
      var gaps = Array(all[row * count..<(row + 1) * count])
      gaps[row] = .infinity
      result += rowChances(gaps, log(perplexity))
    }
    let one = Tensor(result, [count, count])
    return (one + one.transposed()) / Float(2 * count)
  }

  /// Halves the width until the entropy is `wanted`, in nats; `gaps` are squared distances, infinite for the row itself.
  private static func rowChances(_ gaps: [Float], _ wanted: Double) -> [Float] {
    let least = gaps.min() ?? 0
    var (low, high, sharpness) = (0.0, Double.infinity, 1.0)
    var weights = [Float](repeating: 0, count: gaps.count)
    for _ in 0..<64 {
      let (sum, mean) = weigh(gaps.span, less: least, Float(sharpness), into: &weights)
      let excess = log(sum) + sharpness * mean / sum - wanted
      for index in weights.indices { weights[index] /= Float(sum) }
      if abs(excess) < 1e-5 { break }
      if excess > 0 {
        low = sharpness
        sharpness = high == .infinity ? sharpness * 2 : (low + high) / 2
      } else {
        high = sharpness
        sharpness = (low + high) / 2
      }
    }
    return weights
  }

  /// e to the power of -(gap - least) · sharpness; the sum of these, and of each times its gap less the least.
  private static func weigh(
    _ gaps: Span<Float>, less least: Float, _ sharpness: Float, into weights: inout [Float]
  ) -> (sum: Double, mean: Double) {
    var target = weights.mutableSpan
    Lanes.map(gaps, into: &target) { Lanes.exp(($0 - least) * -sharpness) }
    let sum = Reduction.sum(target.span, from: 0, count: gaps.count)
    var mean = 0.0
    for index in gaps.indices where target[index] > 0 {
      mean += Double(gaps[index] - least) * Double(target[index])
    }
    return (sum, mean)
  }
}
