import Figures
import Glibc

/// From a quantity to a place along an axis, linear or logarithmic, with the numbers worth writing beside it.
///
/// `Scale(spanning: [0, 97], isLogarithmic: false)?.ticks(atMost: 5)` are 0, 20, 40, 60, 80.
package struct Scale: Sendable, Equatable {
  /// A number beside an axis.
  package struct Tick: Sendable, Equatable {
    package var value: Double
    package var label: String
  }

  /// The quantity at the beginning of the axis, less than `high`.
  package let low: Double
  /// The quantity at its end.
  package let high: Double
  package let isLogarithmic: Bool

  /// The axis that holds all values which can be drawn; nil when there is none.
  package init?(spanning values: some Sequence<Double>, isLogarithmic: Bool) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where Self.canDraw(value, isLogarithmic) {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return nil }
    self.isLogarithmic = isLogarithmic
    (self.low, self.high) = isLogarithmic ? Self.wideLogarithmic(low, high) : Self.wideLinear(low, high)
  }

  /// The axis from one end of a range to the other; nil when nothing lies between them that can be drawn.
  package init?(showing range: ClosedRange<Double>, isLogarithmic: Bool) {
    guard range.lowerBound < range.upperBound, Self.canDraw(range.lowerBound, isLogarithmic),
      Self.canDraw(range.upperBound, isLogarithmic)
    else { return nil }
    (low, high) = (range.lowerBound, range.upperBound)
    self.isLogarithmic = isLogarithmic
  }

  /// Whether a value has a place: finite, and positive on a logarithmic axis.
  package static func canDraw(_ value: Double, _ isLogarithmic: Bool) -> Bool {
    value.isFinite && value.magnitude < 1e300 && (!isLogarithmic || value > 1e-300)
  }

  /// Where a value stands, 0 at the beginning and 1 at the end of the axis; nil when it cannot be drawn.
  package func share(of value: Double) -> Double? {
    guard Self.canDraw(value, isLogarithmic) else { return nil }
    guard isLogarithmic else { return (value - low) / (high - low) }
    return (log10(value) - log10(low)) / (log10(high) - log10(low))
  }

  /// Round numbers inside the axis, in rising order; `count` is about how many there is room for.
  package func ticks(atMost count: Int) -> [Tick] {
    let count = min(50, max(1, count))
    guard isLogarithmic else { return linearTicks(count) }
    let decades = log10(high) - log10(low)
    let ticks = decades >= 1 ? powers(count, decades) : []
    return ticks.count >= 2 ? ticks : linearTicks(count)
  }

  private func linearTicks(_ count: Int) -> [Tick] {
    let (digit, exponent) = Self.niceStep((high - low) / Double(count))
    let step = Self.times(digit, exponent)
    let (first, last) = ((low / step).rounded(.up), (high / step).rounded(.down))
    guard first.magnitude < 0x1p50, last >= first, last - first <= 100 else { return [] }
    let largest = max(low.magnitude, high.magnitude)
    return stride(from: first, through: last, by: 1).compactMap { index in
      let value = Self.times(index * digit, exponent)
      guard value >= low, value <= high else { return nil }
      return Tick(value: value, label: Numerals.tick(value, step: step, largest: largest))
    }
  }

  /// Powers of ten, every n-th where there are many, with their twos and fives where there are few.
  private func powers(_ count: Int, _ decades: Double) -> [Tick] {
    let every = max(1, Int((decades / Double(count)).rounded(.up)))
    let digits: [Double] = Double(count) >= decades * 3 ? [1, 2, 5] : [1]
    let first = Int(log10(low).rounded(.down)) - 1
    let last = Int(log10(high).rounded(.up)) + 1
    var ticks: [Tick] = []
    for exponent in first...last where exponent % every == 0 {
      for digit in digits {
        let value = Self.times(digit, exponent)
        guard value >= low, value <= high else { continue }
        ticks.append(Tick(value: value, label: Numerals.tick(value, step: value, largest: value)))
      }
    }
    return ticks
  }

  /// The least of 1, 2 and 5 times a power of ten that is not much less than `step`.
  private static func niceStep(_ step: Double) -> (digit: Double, exponent: Int) {
    let exponent = Numerals.exponent(of: step)
    for digit in [1.0, 2, 5] where times(digit, exponent) >= step * 0.8 { return (digit, exponent) }
    return (1, exponent + 1)
  }

  /// Divided by a power rather than multiplied by its inverse, so that 0.3 is 0.3.
  private static func times(_ digit: Double, _ exponent: Int) -> Double {
    exponent < 0 ? digit / pow(10, Double(-exponent)) : digit * pow(10, Double(exponent))
  }

  private static func wideLinear(_ low: Double, _ high: Double) -> (Double, Double) {
    let span = high - low
    // Values that only differ in their last bits are drawn as equal ones.
    if span <= max(low.magnitude, high.magnitude) * 1e-12 {
      let room = low == 0 ? 1 : low.magnitude * 0.1
      return (low - room, high + room)
    }
    let room = span * 0.04
    // Zero is a natural beginning; a little room must not hide it.
    let isAboveZero = low >= 0 && low - room < 0
    return (isAboveZero ? (low < span * 0.1 ? 0 : low - room) : low - room, high + room)
  }

  private static func wideLogarithmic(_ low: Double, _ high: Double) -> (Double, Double) {
    let room = pow(10, max(0.02, (log10(high) - log10(low)) * 0.03))
    return (low / room, high * room)
  }
}

extension Chart {
  /// The scales of the two axes, over the parts that are shown or all points that both can hold; nil when there is no such point.
  package var scales: (x: Scale, y: Scale)? {
    let drawn = series.lazy.flatMap(\.points).filter {
      Scale.canDraw($0.x, x.isLogarithmic) && Scale.canDraw($0.y, y.isLogarithmic)
    }
    func scale(_ axis: Axis, _ values: some Sequence<Double>) -> Scale? {
      axis.range.flatMap { Scale(showing: $0, isLogarithmic: axis.isLogarithmic) }
        ?? Scale(spanning: values, isLogarithmic: axis.isLogarithmic)
    }
    guard let across = scale(x, drawn.lazy.map(\.x)), let up = scale(y, drawn.lazy.map(\.y)) else {
      return nil
    }
    return (across, up)
  }
}
