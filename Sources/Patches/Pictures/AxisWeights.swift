/// Along one axis, of which old pixels each new one is made, and with what weights (their sum is 1).
struct AxisWeights {
  /// By new pixel, the first old one and how many.
  private(set) var ranges: [(start: Int, count: Int)] = []
  /// By new pixel `taps` weights, unused ones 0.
  private(set) var weights: [Double] = []
  /// The most old pixels that a new one is made of.
  let taps: Int

  /// How many old and new pixels there are.
  let (old, new): (Int, Int)

  /// With the filter widened when the picture becomes smaller, so that every old pixel counts: as Pillow does, and PyTorch with `antialias`.
  init(old: Int, new: Int, _ filter: ResizingFilter) {
    (self.old, self.new) = (old, new)
    let scale = Double(old) / Double(new)
    let widening = max(1, scale)
    let reach = filter.reach * widening
    taps = Int(reach.rounded(.up)) * 2 + 1
    weights.reserveCapacity(new * taps)
    for index in 0..<new {
      let center = (Double(index) + 0.5) * scale
      let start = max(0, Int(center - reach + 0.5))
      let count = min(old, Int(center + reach + 0.5)) - start
      let values = (0..<count).map { filter.weight((Double($0 + start) - center + 0.5) * (1 / widening)) }
      add(start, values)
    }
  }

  /// Between the neighbours of the place, however much smaller the picture becomes: PyTorch without `antialias`. Only bilinear and
  /// bicubic (a = −3/4) are defined; pixels beyond the edge are those at the edge.
  init(between old: Int, new: Int, isCubic: Bool) {
    (self.old, self.new) = (old, new)
    taps = isCubic ? 4 : 2
    let scale = Double(old) / Double(new)
    for index in 0..<new {
      let place = (Double(index) + 0.5) * scale - 0.5
      let first = Int((isCubic ? place : max(0, place)).rounded(.down)) - (isCubic ? 1 : 0)
      let start = min(max(0, first), old - 1)
      var values = [Double](repeating: 0, count: min(max(first + taps, start + 1), old) - start)
      for tap in first..<first + taps {
        let distance = Double(tap) - (isCubic ? place : max(0, place))
        let weight = isCubic ? ResizingFilter.cubic(distance, a: -0.75) : max(0, 1 - abs(distance))
        values[min(max(tap, start), start + values.count - 1) - start] += weight
      }
      add(start, values)
    }
  }

  private mutating func add(_ start: Int, _ values: [Double]) {
    let sum = values.reduce(0, +)
    ranges.append((start, values.count))
    for tap in 0..<taps {
      let value = tap < values.count ? values[tap] : 0
      weights.append(sum == 0 ? value : value / sum)
    }
  }
}
