/// Functions of eight numbers at once, each within a few units in the last place of the C library's.
///
/// Polynomials were fitted here by reweighted least squares to the smallest largest relative error; ranges are reduced as in
/// S. L. Moshier, "Methods and Programs for Mathematical Functions" (1989). Numbers that are not finite come out as the C library has them.
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

  /// The natural logarithm: the exponent times ln 2, and of the mantissa in √½…√2 by a polynomial.
  @inline(__always)
  static func log(_ x: Lane) -> Lane {
    let isSmall = x .< .leastNormalMagnitude
    let normal = x.unless(isSmall, x * 0x1p24)
    let bits = unsafe unsafeBitCast(normal, to: SIMD8<Int32>.self)
    let shifted = bits &- 0x3F35_04F3
    let exponent = shifted &>> 23
    let mantissa = unsafe unsafeBitCast(bits &- (exponent &<< 23), to: Lane.self)
    let n = floats(exponent) - Lane(repeating: 0).unless(isSmall, Lane(repeating: 24))
    let r = mantissa - 1
    var p = r * -0.077_778_47 + 0.127_772_39
    p = p * r - 0.131_140_65
    p = p * r + 0.141_961_6
    p = p * r - 0.166_270_93
    p = p * r + 0.200_016_35
    p = p * r - 0.250_007_78
    p = p * r + 0.333_333_25
    p = p * r - 0.499_999_97
    let result = (p * r * r + n * -2.121_944_4e-4) + r + n * 0.693_359_375
    return result.unless(x .== 0, Lane(repeating: -.infinity)).unless(x .< 0, Lane(repeating: .nan))
      .unless(x .== .infinity, x).unless(x .!= x, x)
  }

  /// Whole numbers below 2²² in size as numbers of single precision.
  @inline(__always)
  private static func floats(_ whole: SIMD8<Int32>) -> Lane {
    unsafe unsafeBitCast(whole &+ 0x4B40_0000, to: Lane.self) - 12_582_912
  }

  /// The hyperbolic tangent: a polynomial near nought, else from e to the power of 2x.
  @inline(__always)
  static func tanh(_ x: Lane) -> Lane {
    let z = x * x
    var p = z * -0.005_659_981 + 0.020_590_981
    p = p * z - 0.053_721_067
    p = p * z + 0.133_311_27
    p = p * z - 0.333_332_6
    let near = p * z * x + x
    let size = magnitude(x)
    let far = 1 - 2 / (exp(2 * size) + 1)
    return near.unless(size .> 0.625, far.unless(x .< 0, -far)).unless(x .!= x, x)
  }

  /// 1 / (1 + e⁻ˣ).
  @inline(__always)
  static func sigmoid(_ x: Lane) -> Lane { 1 / (1 + exp(-x)) }

  /// The error function: a polynomial up to one, above it through the scaled complement.
  @inline(__always)
  static func erf(_ x: Lane) -> Lane {
    let z = x * x
    var p = z * 7.853_854_9e-5 - 0.000_801_019_14
    p = p * z + 0.005_188_327_3
    p = p * z - 0.026_853_811
    p = p * z + 0.112_835_854
    p = p * z - 0.376_126_26
    p = p * z + 1.128_379_1
    let size = magnitude(x)
    let far = 1 - scaledComplement(size) * exp(-z)
    return (p * x).unless(size .> 1, far.unless(x .< 0, -far)).unless(x .!= x, x)
  }

  /// e to the power of x² times 1 - erf(x), for x from one on.
  @inline(__always)
  private static func scaledComplement(_ x: Lane) -> Lane {
    let t = 1 / (1 + 0.5 * x)
    var p = t * 0.080_891_44 - 0.185_041_44
    p = p * t + 0.025_061_335
    p = p * t + 0.105_341_88
    p = p * t + 0.158_041_72
    p = p * t + 0.252_967_23
    p = p * t + 0.280_990_78
    p = p * t + 0.282_199_41
    return p * t - 4.103_322e-6
  }

  /// Without its sign.
  @inline(__always)
  static func magnitude(_ x: Lane) -> Lane {
    unsafe unsafeBitCast(unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: Lane.self)
  }
}
