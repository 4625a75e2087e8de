import Glibc

/// The places of a layout on their way down the gradient; x of all things first, then y.
package struct LayoutDescent {
  private let count: Int
  /// [n, n], summing to one, both halves alike.
  private let chances: [Float]
  /// [2, n].
  package private(set) var places: [Float]
  private var speed: [Float]
  private var gains: [Float]

  /// `chances` are [n, n], `start` [2, n].
  package init(chances: [Float], start: [Float]) {
    count = start.count / 2
    precondition(
      start.count == 2 * count && chances.count == count * count, "a place for each row of chances")
    self.chances = chances
    places = start
    speed = Array(repeating: 0, count: start.count)
    gains = Array(repeating: 1, count: start.count)
  }

  /// One step against the gradient. A gain grows where gradient and speed disagree in sign, that is, where the way goes on.
  mutating func step(rate: Float, momentum: Float, exaggeration: Float) {
    let slope = gradient(exaggeration: exaggeration)
    for index in places.indices {
      let goesOn = (slope[index] > 0) != (speed[index] > 0)
      gains[index] = max(0.01, goesOn ? gains[index] + 0.2 : gains[index] * 0.8)
      speed[index] = momentum * speed[index] - rate * gains[index] * slope[index]
      places[index] += speed[index]
    }
    for axis in [0, count] {
      let mean = places[axis..<axis + count].reduce(0, +) / Float(count)
      for index in axis..<axis + count { places[index] -= mean }
    }
  }

  /// 4 Σⱼ (pᵢⱼ - qᵢⱼ) wᵢⱼ (yᵢ - yⱼ) with wᵢⱼ = 1 / (1 + |yᵢ - yⱼ|²) and qᵢⱼ = wᵢⱼ / Σ w: equation 5 of the paper.
  ///
  /// What pulls and what pushes are summed apart, since Σ w is known only at the end.
  package func gradient(exaggeration: Float = 1) -> [Float] {
    var pull = [Float](repeating: 0, count: 2 * count)
    var push = pull
    var total = 0.0
    let (y, p) = (places.span, chances.span)
    for row in 0..<count {
      let sums = rowSums(y, p, row)
      (pull[row], pull[count + row]) = (sums.pullX, sums.pullY)
      (push[row], push[count + row]) = (sums.pushX, sums.pushY)
      // The row itself counted one.
      total += Double(sums.weight) - 1
    }
    let scale = Float(1 / max(total, .leastNormalMagnitude))
    return pull.indices.map { 4 * (exaggeration * pull[$0] - scale * push[$0]) }
  }

  private struct Sums {
    var pullX: Float
    var pullY: Float
    var pushX: Float
    var pushY: Float
    var weight: Float
  }

  private func rowSums(_ y: Span<Float>, _ p: Span<Float>, _ row: Int) -> Sums {
    let (x0, y0) = (y[row], y[count + row])
    var (pullX, pullY, pushX, pushY, weights) = (Lane(), Lane(), Lane(), Lane(), Lane())
    var at = 0
    while at < count {
      let rest = min(8, count - at)
      let isWhole = rest == 8
      // Places far away fill the last lane: their weight is nought.
      let xs = isWhole ? Lanes.load(y, at) : Lanes.loadRest(y, at, count: rest, fill: 1e18)
      let ys = isWhole ? Lanes.load(y, count + at) : Lanes.loadRest(y, count + at, count: rest, fill: 1e18)
      let start = row * count + at
      let chance = isWhole ? Lanes.load(p, start) : Lanes.loadRest(p, start, count: rest, fill: 0)
      let (dx, dy) = (x0 - xs, y0 - ys)
      let w = 1 / (1 + dx * dx + dy * dy)
      let (pulling, pushing) = (chance * w, w * w)
      pullX = pulling * dx + pullX
      pullY = pulling * dy + pullY
      pushX = pushing * dx + pushX
      pushY = pushing * dy + pushY
      weights += w
      at += 8
    }
    return Sums(
      pullX: pullX.sum(), pullY: pullY.sum(), pushX: pushX.sum(), pushY: pushY.sum(), weight: weights.sum())
  }

  /// Σ p log(p / q), in nats.
  package func divergence() -> Double {
    var weights = [Double](repeating: 0, count: chances.count)
    var total = 0.0
    for row in 0..<count {
      for column in 0..<count where column != row {
        let (dx, dy) = (
          Double(places[row] - places[column]), Double(places[count + row] - places[count + column])
        )
        weights[row * count + column] = 1 / (1 + dx * dx + dy * dy)
        total += weights[row * count + column]
      }
    }
    var result = 0.0
    for (chance, weight) in zip(chances, weights) where chance > 0 && weight > 0 {
      result += Double(chance) * log(Double(chance) * total / weight)
    }
    return result
  }
}
