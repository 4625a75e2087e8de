/// The blocks of ggml as Float32, quickly. Layouts: `ggml-common.h` and the `dequantize_row` functions of ggml; what each
/// byte means is written out in `PlainConversion`.
///
/// Sixteen elements at a time as vectors, with the roundings of the plain version. (Vectors of thirty-two are converted
/// from bytes one element after another: 0.07 instead of 5.9 thousand million elements a second.)
enum BlockConversion {
  private typealias Bytes = SIMD16<UInt8>

  /// Scale (f16), 32 signed bytes.
  static func q80(_ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, _ blocks: Int) {
    for block in 0..<blocks {
      let at = unsafe source + block &* 34
      let scale = unsafe half(at)
      for part in 0..<2 {
        let numbers = unsafe (at + 2 + part &* 16).loadUnaligned(as: SIMD16<Int8>.self)
        unsafe store(SIMD16<Float>(numbers) * scale, target + block &* 32 + part &* 16)
      }
    }
  }

  /// Scale (f16), 16 bytes: low halves are the first 16 elements, high halves the others, each less 8.
  static func q40(_ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, _ blocks: Int) {
    for block in 0..<blocks {
      let at = unsafe source + block &* 18
      let scale = unsafe half(at)
      let pairs = unsafe (at + 2).loadUnaligned(as: Bytes.self)
      let out = unsafe target + block &* 32
      unsafe store((SIMD16<Float>(pairs & 15) - 8) * scale, out)
      unsafe store((SIMD16<Float>(pairs &>> 4) - 8) * scale, out + 16)
    }
  }

  /// Scale and scale of minima (f16), 12 bytes with eight pairs of six bits, 128 bytes of halves: 32 bytes hold two groups
  /// of 32.
  static func q4K(_ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, _ blocks: Int) {
    for block in 0..<blocks {
      let at = unsafe source + block &* 144
      let scale = unsafe half(at)
      let minimum = unsafe half(at + 2)
      for pair in 0..<4 {
        let (low, high) = unsafe (group(at + 4, pair &* 2), group(at + 4, pair &* 2 &+ 1))
        for part in 0..<2 {
          let halves = unsafe (at + 16 + pair &* 32 + part &* 16).loadUnaligned(as: Bytes.self)
          let out = unsafe target + block &* 256 + pair &* 64 + part &* 16
          unsafe store(SIMD16<Float>(halves & 15) * (scale * low.scale) - minimum * low.minimum, out)
          unsafe store(SIMD16<Float>(halves &>> 4) * (scale * high.scale) - minimum * high.minimum, out + 32)
        }
      }
    }
  }

  /// 128 bytes with low halves, 64 with upper pairs of bits, 16 signed scales, one scale of scales (f16).
  static func q6K(_ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, _ blocks: Int) {
    for block in 0..<blocks {
      let at = unsafe source + block &* 210
      let scale = unsafe half(at + 208)
      // Each 16 elements of a quarter of a half block, in the order of their bytes.
      for part in 0..<4 {
        let (side, column) = (part / 2, part % 2)
        let first = unsafe (at + side &* 64 + column &* 16).loadUnaligned(as: Bytes.self)
        let second = unsafe (at + side &* 64 + column &* 16 + 32).loadUnaligned(as: Bytes.self)
        let upper = unsafe (at + 128 + side &* 32 + column &* 16).loadUnaligned(as: Bytes.self)
        let out = unsafe target + block &* 256 + side &* 128 + column &* 16
        let scales = unsafe at + 192 + side &* 8 + column
        unsafe sixBits(first & 15 | (upper & 3) &<< 4, scales, scale, out)
        unsafe sixBits(second & 15 | (upper &>> 2 & 3) &<< 4, scales + 2, scale, out + 32)
        unsafe sixBits(first &>> 4 | (upper &>> 4 & 3) &<< 4, scales + 4, scale, out + 64)
        unsafe sixBits(second &>> 4 | (upper &>> 6) &<< 4, scales + 6, scale, out + 96)
      }
    }
  }

  /// A group of 16 elements of Q6_K, each less 32.
  @inline(__always)
  private static func sixBits(
    _ bits: Bytes, _ scales: UnsafeRawPointer, _ scale: Float, _ out: UnsafeMutablePointer<Float>
  ) {
    let factor = unsafe scale * Float(scales.load(as: Int8.self))
    unsafe store((SIMD16<Float>(bits) - 32) * factor, out)
  }

  /// The scale and the minimum of a group of Q4_K.
  @inline(__always)
  private static func group(_ packed: UnsafeRawPointer, _ index: Int) -> (scale: Float, minimum: Float) {
    func byte(_ index: Int) -> UInt8 { unsafe packed.load(fromByteOffset: index, as: UInt8.self) }
    if index < 4 { return (Float(byte(index) & 63), Float(byte(index &+ 4) & 63)) }
    let scale = byte(index &+ 4) & 15 | (byte(index &- 4) &>> 6) &<< 4
    let minimum = byte(index &+ 4) &>> 4 | (byte(index) &>> 6) &<< 4
    return (Float(scale), Float(minimum))
  }

  @inline(__always)
  private static func half(_ at: UnsafeRawPointer) -> Float {
    Conversion.half(UInt16(littleEndian: unsafe at.loadUnaligned(as: UInt16.self)))
  }

  @inline(__always)
  private static func store(_ vector: SIMD16<Float>, _ target: UnsafeMutablePointer<Float>) {
    unsafe UnsafeMutableRawPointer(target).storeBytes(of: vector, as: SIMD16<Float>.self)
  }
}
