import Glibc

/// Functions of two numbers, by name. Comparisons give 1 or 0.
package enum Binary: String, Sendable, CaseIterable {
  case add, subtract, multiply, divide, power, maximum, minimum, greater, equal

  /// One pair; the larger or smaller of a number and one that is none (NaN) is none.
  package func plain(_ a: Float, _ b: Float) -> Float {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: powf(a, b)
    case .maximum: a.isNaN || b.isNaN ? .nan : Swift.max(a, b)
    case .minimum: a.isNaN || b.isNaN ? .nan : Swift.min(a, b)
    case .greater: a > b ? 1 : 0
    case .equal: a == b ? 1 : 0
    }
  }

  /// A row of `count` numbers from the places where `row` stands; steps are 0 or 1.
  func fast(
    _ a: Span<Float>, _ b: Span<Float>, into target: inout MutableSpan<Float>, _ row: Walk.Row,
    _ steps: (Int, Int), count: Int
  ) {
    switch self {
    case .add: zip(a, b, &target, row, steps, count) { $0 + $1 }
    case .subtract: zip(a, b, &target, row, steps, count) { $0 - $1 }
    case .multiply: zip(a, b, &target, row, steps, count) { $0 * $1 }
    case .divide: zip(a, b, &target, row, steps, count) { $0 / $1 }
    case .maximum:
      zip(a, b, &target, row, steps, count) { $0.unless(($1 .> $0) .| ($1 .!= $1), $1) }
    case .minimum:
      zip(a, b, &target, row, steps, count) { $0.unless(($1 .< $0) .| ($1 .!= $1), $1) }
    case .greater:
      zip(a, b, &target, row, steps, count) { Lane(repeating: 0).unless($0 .> $1, Lane(repeating: 1)) }
    case .equal:
      zip(a, b, &target, row, steps, count) { Lane(repeating: 0).unless($0 .== $1, Lane(repeating: 1)) }
    case .power: plainRow(a, b, into: &target, row, steps, count: count)
    }
  }

  /// As `fast`, one pair after the other, with any steps.
  func plainRow(
    _ a: Span<Float>, _ b: Span<Float>, into target: inout MutableSpan<Float>, _ row: Walk.Row,
    _ steps: (Int, Int), count: Int
  ) {
    for index in 0..<count {
      target[row.index + index] = plain(a[row.a + index * steps.0], b[row.b + index * steps.1])
    }
  }

  @inline(__always)
  private func zip(
    _ a: Span<Float>, _ b: Span<Float>, _ target: inout MutableSpan<Float>, _ row: Walk.Row,
    _ steps: (Int, Int), _ count: Int, _ f: (Lane, Lane) -> Lane
  ) {
    // The choice of steps stands outside the loop, so that each loop is straight.
    switch steps {
    case (0, 0): Lanes.zip(a, row.a, 0, b, row.b, 0, into: &target, row.index, count: count, f)
    case (0, _): Lanes.zip(a, row.a, 0, b, row.b, 1, into: &target, row.index, count: count, f)
    case (_, 0): Lanes.zip(a, row.a, 1, b, row.b, 0, into: &target, row.index, count: count, f)
    default: Lanes.zip(a, row.a, 1, b, row.b, 1, into: &target, row.index, count: count, f)
    }
  }
}
