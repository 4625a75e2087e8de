/// The upper half of a Float32: eight bits of exponent, seven of fraction.
///
/// `BFloat16.rounded(1.0039)` is 1, `BFloat16.rounded(1.004)` is 1.0078125: a stored weight of 1 moves only by more than half of its last place, 1/256.
/// Source: Kalamkar et al., "A Study of BFLOAT16 for Deep Learning Training" (2019), arXiv 1905.12322.
enum BFloat16 {
  /// The bits after rounding to the nearest, of two the even one; what is no number stays none.
  static func bits(_ value: Float) -> UInt16 {
    let whole = value.bitPattern
    if value.isNaN { return UInt16(whole >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (UInt64(whole) + 0x7FFF + UInt64(whole >> 16 & 1)) >> 16)
  }

  /// The number that is stored.
  static func rounded(_ value: Float) -> Float { Float(bitPattern: UInt32(bits(value)) << 16) }

  /// Half of the last place of a number: 2^(⌊log2 |w|⌋ - 8); of nought and what is below the normal numbers, that of the least of these.
  static func halfUnit(_ value: Float) -> Float {
    let exponent = value.isNormal ? Int(value.exponent) : Int(Float.leastNormalMagnitude.exponent)
    return Float(sign: .plus, exponent: exponent - 8, significand: 1)
  }
}
