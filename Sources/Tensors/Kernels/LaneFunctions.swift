/// Functions of eight numbers at once, where they stand inside other work; those of whole arrays are in `CLanes`, and so is their source.
extension Lanes {
  /// e to the power of x: n halvings of ln 2 taken off, the rest by a polynomial of degree seven, 2ⁿ put back into the exponent.
  @inline(__always)
  static func exp(_ x: Lane) -> Lane {
    let low: Float = -87.33654
    let high: Float = 88.72283
    let inside = x.clamped(lowerBound: Lane(repeating: low), upperBound: Lane(repeating: high))
    // Adding 1.5 · 2²³ rounds to a whole number and leaves it in the lowest bits.
    let rounded = inside * 1.442_695_040_889 + 12_582_912
    let n = rounded - 12_582_912
    let r = (inside - n * 0.693_359_375) + n * 2.121_944_4e-4
    var p = r * 0.000_198_577_94 + 0.001_393_360_4
    p = p * r + 0.008_333_361
    p = p * r + 0.041_666_467
    p = p * r + 0.166_666_67
    p = p * r + 0.5
    p = p * r * r + r + 1
    let power = unsafe unsafeBitCast(rounded, to: SIMD8<Int32>.self) &<< 23
    let result = unsafe unsafeBitCast(
      unsafeBitCast(p, to: SIMD8<Int32>.self) &+ power, to: Lane.self)
    return result.unless(x .< low, Lane(repeating: 0)).unless(x .> high, Lane(repeating: .infinity))
      .unless(x .!= x, x)
  }

  /// Without its sign.
  @inline(__always)
  static func magnitude(_ x: Lane) -> Lane {
    unsafe unsafeBitCast(unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: Lane.self)
  }
}
