/// A number and where it stood along its axis.
package struct Ranked: Sendable, Equatable {
  /// The number.
  package var value: Float
  /// Its place along the axis.
  package var index: Int

  /// A number at a place.
  package init(value: Float, index: Int) { (self.value, self.index) = (value, index) }
}

/// Order along the last axis: sorting, the best few, running sums, quantiles, histograms.
extension Tensor {
  /// Row by row, the places in rising order of their numbers; equals stay in order, NaN comes last.
  package func argsort(descending: Bool = false) -> [[Int]] {
    let (all, width) = (values, size(-1))
    return (0..<rowCount).map { row in
      // Numbers whose bits are in order, with the place below them: sorting whole numbers is quick and keeps equals in order.
      var keys = (0..<width).map { place -> UInt64 in
        let value = all[row * width + place]
        let key = value.isNaN ? UInt32.max : descending ? ~SortKey.bits(value) : SortKey.bits(value)
        return UInt64(key) << 32 | UInt64(place)
      }
      keys.sort()
      return keys.map { Int($0 & 0xFFFF_FFFF) }
    }
  }

  /// Row by row, the `k` largest numbers, largest first; of equals the earlier, NaN never.
  package func top(_ k: Int) -> [[Ranked]] { (0..<rowCount).map { topRow($0, k) } }

  func topRow(_ row: Int, _ k: Int) -> [Ranked] {
    let (source, width) = (packed(), size(-1))
    var best = BestFew(k)
    best.offer(source.elements.span, from: source.offset + row * width, count: width, firstIndex: 0)
    return best.sorted
  }

  /// Running sums along an axis, kept in double precision.
  package func cumulativeSum(axis: Int = -1) -> Tensor {
    let axis = shape.axis(axis)
    if axis != rank - 1 { return transposed(axis, -1).cumulativeSum().transposed(axis, -1) }
    var result = values
    let width = max(1, size(-1))
    var target = result.mutableSpan
    for start in stride(from: 0, to: count, by: width) {
      var sum = 0.0
      for index in start..<start + width {
        sum += Double(target[index])
        target[index] = Float(sum)
      }
    }
    return Tensor(result, shape)
  }

  /// The places turned round along an axis.
  package func reversed(axis: Int = -1) -> Tensor { strided(axis, by: -1) }

  /// The numbers below which each share of all numbers lies, by straight lines between neighbours.
  ///
  /// Shares are 0…1. Source: R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages" (1996), definition 7,
  /// DOI 10.2307/2684934. NaN is left out; no numbers give NaN.
  package func quantiles(_ shares: [Double]) -> [Float] {
    let sorted = values.filter { !$0.isNaN }.sorted()
    return shares.map { share in
      precondition(share >= 0 && share <= 1, "a share lies in 0…1")
      if sorted.isEmpty { return .nan }
      let place = share * Double(sorted.count - 1)
      let low = Int(place)
      let high = min(low + 1, sorted.count - 1)
      return Float(Double(sorted[low]) + (Double(sorted[high]) - Double(sorted[low])) * (place - Double(low)))
    }
  }

  /// How many numbers fall into each of `bins` equal parts of a range (that of the numbers unless told).
  ///
  /// Each part has its lower edge, the last also its upper; numbers outside and NaN are not counted. `edges` has one more than `counts`.
  package func histogram(bins: Int, in range: ClosedRange<Float>? = nil) -> (counts: [Int], edges: [Double]) {
    precondition(bins > 0, "a histogram has bins")
    let all = values.filter { $0.isFinite }
    var (low, high) = (
      Double(range?.lowerBound ?? all.min() ?? 0), Double(range?.upperBound ?? all.max() ?? 1)
    )
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let width = (high - low) / Double(bins)
    let edges = (0...bins).map { $0 == bins ? high : low + Double($0) * width }
    var counts = [Int](repeating: 0, count: bins)
    for value in all where Double(value) >= low && Double(value) <= high {
      var bin = min(bins - 1, Int((Double(value) - low) / width))
      if Double(value) < edges[bin] {
        bin -= 1
      } else if bin < bins - 1 && Double(value) >= edges[bin + 1] {
        bin += 1
      }
      counts[bin] += 1
    }
    return (counts, edges)
  }
}
