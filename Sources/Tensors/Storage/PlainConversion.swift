/// What one stored element means, one at a time and by the words of its definition: the version that `Conversion` is checked
/// against.
package enum PlainConversion {
  /// The element at `index` of bytes that hold elements of this type one after another.
  package static func value(at index: Int, in bytes: [UInt8], _ type: ElementType) -> Float {
    let block = Array(
      bytes[index / type.blockElements * type.blockBytes..<(index / type.blockElements + 1) * type.blockBytes]
    )
    let place = index % type.blockElements
    return switch type {
    case .f64: Float(Double(bitPattern: unsigned(block, 0, 8)))
    case .f32: Float(bitPattern: UInt32(unsigned(block, 0, 4)))
    case .f16: half(block, 0)
    case .bf16: real(unsigned(block, 0, 2), exponentBits: 8, fractionBits: 7)
    case .i64: Float(Int64(bitPattern: unsigned(block, 0, 8)))
    case .i32: Float(Int32(bitPattern: UInt32(unsigned(block, 0, 4))))
    case .i16: Float(Int16(bitPattern: UInt16(unsigned(block, 0, 2))))
    case .i8: Float(Int8(bitPattern: block[0]))
    case .u64, .u32, .u16, .u8: Float(unsigned(block, 0, block.count))
    case .bool: block[0] == 0 ? 0 : 1
    case .q80: half(block, 0) * Float(Int8(bitPattern: block[2 + place]))
    case .q40: half(block, 0) * Float(Int(nibble(block, 2 + place % 16, isHigh: place >= 16)) - 8)
    case .q4K: q4K(block, place)
    case .q6K: q6K(block, place)
    }
  }

  /// d · scale · q − dmin · minimum, with one scale and one minimum for each of eight groups of 32.
  ///
  /// Twelve bytes hold eight scales and eight minima of six bits: of groups 0…3 the low six bits of bytes 0…3 (scales) and 4…7
  /// (minima); of groups 4…7 four bits in bytes 8…11 (low half scale, high half minimum), and two in the top of bytes 0…7.
  private static func q4K(_ block: [UInt8], _ place: Int) -> Float {
    let group = place / 32
    let packed = Array(block[4..<16])
    let (scale, minimum): (UInt8, UInt8)
    if group < 4 {
      (scale, minimum) = (packed[group] & 63, packed[group + 4] & 63)
    } else {
      scale = nibble(packed, group + 4, isHigh: false) | (packed[group - 4] >> 6) << 4
      minimum = nibble(packed, group + 4, isHigh: true) | (packed[group] >> 6) << 4
    }
    let number = nibble(block, 16 + group / 2 * 32 + place % 32, isHigh: group % 2 == 1)
    return half(block, 0) * Float(scale) * Float(number) - half(block, 2) * Float(minimum)
  }

  /// d · scale · (q − 32), with one scale for each of sixteen groups of 16.
  ///
  /// In each half of a block, of 128 elements, element e has its low four bits in the low (e < 64) or high half of byte e
  /// mod 64, and its upper two in byte e mod 32, from bit 2 · (e / 32) on.
  private static func q6K(_ block: [UInt8], _ place: Int) -> Float {
    let part = place / 128
    let element = place % 128
    let low = nibble(block, part * 64 + element % 64, isHigh: element >= 64)
    let upper = block[128 + part * 32 + element % 32] >> UInt8(element / 32 * 2) & 3
    let scale = Int8(bitPattern: block[192 + place / 16])
    return half(block, 208) * Float(scale) * Float(Int(low | upper << 4) - 32)
  }

  private static func nibble(_ bytes: [UInt8], _ index: Int, isHigh: Bool) -> UInt8 {
    isHigh ? bytes[index] >> 4 : bytes[index] & 15
  }

  private static func half(_ bytes: [UInt8], _ offset: Int) -> Float {
    real(unsigned(bytes, offset, 2), exponentBits: 5, fractionBits: 10)
  }

  /// A binary number of IEEE 754 with these widths, bias 2^(exponentBits − 1) − 1.
  private static func real(_ bits: UInt64, exponentBits: Int, fractionBits: Int) -> Float {
    let bias = 1 << (exponentBits - 1) - 1
    let fraction = Int(bits & (1 << fractionBits - 1))
    let exponent = Int(bits >> fractionBits & (1 << exponentBits - 1))
    let sign: Float = bits >> (exponentBits + fractionBits) & 1 == 1 ? -1 : 1
    if exponent == 1 << exponentBits - 1 { return fraction == 0 ? sign * .infinity : .nan }
    let whole = exponent == 0 ? fraction : fraction + 1 << fractionBits
    return sign
      * Float(sign: .plus, exponent: max(exponent, 1) - bias - fractionBits, significand: Float(whole))
  }

  private static func unsigned(_ bytes: [UInt8], _ offset: Int, _ size: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<size { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    return value
  }
}
