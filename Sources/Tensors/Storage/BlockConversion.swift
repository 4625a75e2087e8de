/// The blocks of ggml as Float32, quickly. Layouts: `ggml-common.h` and the `dequantize_row` functions of ggml; what each byte
/// means is written out in `PlainConversion`.
///
/// Sixteen or thirty-two elements at a time as vectors, each with the same roundings as the plain version.
enum BlockConversion {
  private typealias Bytes = SIMD32<UInt8>

  /// Scale (f16), 32 signed bytes.
  static func q80(_ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, _ blocks: Int) {
    for block in 0..<blocks {
      let at = unsafe source + block &* 34
      let scale = unsafe half(at)
      let numbers = unsafe (at + 2).loadUnaligned(as: SIMD32<Int8>.self)
      unsafe store(SIMD32<Float>(numbers) * scale, target + block &* 32)
    }
  }

  /// Scale (f16), 16 bytes: low halves are the first 16 elements, high halves the others, each less 8.
  static func q40(_ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, _ blocks: Int) {
    for block in 0..<blocks {
      let at = unsafe source + block &* 18
      let scale = unsafe half(at)
      let pairs = unsafe (at + 2).loadUnaligned(as: SIMD16<UInt8>.self)
      let out = unsafe target + block &* 32
      unsafe store((SIMD16<Float>(pairs & 15) - 8) * scale, out)
      unsafe store((SIMD16<Float>(pairs &>> 4) - 8) * scale, out + 16)
    }
  }

  /// Scale and scale of minima (f16), 12 bytes with eight pairs of six bits, 128 bytes of halves: 32 bytes hold two groups of 32.
  static func q4K(_ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, _ blocks: Int) {
    for block in 0..<blocks {
      let at = unsafe source + block &* 144
      let scale = unsafe half(at)
      let minimum = unsafe half(at + 2)
      for pair in 0..<4 {
        let halves = unsafe (at + 16 + pair &* 32).loadUnaligned(as: Bytes.self)
        let (low, high) = unsafe (sixBits(at + 4, pair &* 2), sixBits(at + 4, pair &* 2 &+ 1))
        let out = unsafe target + block &* 256 + pair &* 64
        unsafe store(
          SIMD32<Float>(halves & 15) * (scale * low.scale) - SIMD32(repeating: minimum * low.minimum), out)
        unsafe store(
          SIMD32<Float>(halves &>> 4) * (scale * high.scale) - SIMD32(repeating: minimum * high.minimum),
          out + 32)
      }
    }
  }

  /// 128 bytes with low halves, 64 with upper pairs of bits, 16 signed scales, one scale of scales (f16).
  static func q6K(_ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, _ blocks: Int) {
    for block in 0..<blocks {
      let at = unsafe source + block &* 210
      let scale = unsafe half(at + 208)
      for part in 0..<2 {
        let first = unsafe (at + part &* 64).loadUnaligned(as: Bytes.self)
        let second = unsafe (at + part &* 64 + 32).loadUnaligned(as: Bytes.self)
        let upper = unsafe (at + 128 + part &* 32).loadUnaligned(as: Bytes.self)
        let out = unsafe target + block &* 256 + part &* 128
        let scales = unsafe at + 192 + part &* 8
        unsafe sixBits(first & 15 | (upper & 3) &<< 4, scales, scale, out)
        unsafe sixBits(second & 15 | (upper &>> 2 & 3) &<< 4, scales + 2, scale, out + 32)
        unsafe sixBits(first &>> 4 | (upper &>> 4 & 3) &<< 4, scales + 4, scale, out + 64)
        unsafe sixBits(second &>> 4 | (upper &>> 6) &<< 4, scales + 6, scale, out + 96)
      }
    }
  }

  /// Two groups of 16 elements of Q6_K, each less 32 and with a scale of its own.
  @inline(__always)
  private static func sixBits(
    _ bits: Bytes, _ scales: UnsafeRawPointer, _ scale: Float, _ out: UnsafeMutablePointer<Float>
  ) {
    let numbers = SIMD32<Float>(bits) - 32
    let low = unsafe scale * Float(scales.load(as: Int8.self))
    let high = unsafe scale * Float(scales.load(fromByteOffset: 1, as: Int8.self))
    unsafe store(numbers.lowHalf * low, out)
    unsafe store(numbers.highHalf * high, out + 16)
  }

  /// The scale and the minimum of a group of Q4_K.
  @inline(__always)
  private static func sixBits(_ packed: UnsafeRawPointer, _ group: Int) -> (scale: Float, minimum: Float) {
    func byte(_ index: Int) -> UInt8 { unsafe packed.load(fromByteOffset: index, as: UInt8.self) }
    if group < 4 { return (Float(byte(group) & 63), Float(byte(group &+ 4) & 63)) }
    let scale = byte(group &+ 4) & 15 | (byte(group &- 4) &>> 6) &<< 4
    let minimum = byte(group &+ 4) &>> 4 | (byte(group) &>> 6) &<< 4
    return (Float(scale), Float(minimum))
  }

  @inline(__always)
  private static func half(_ at: UnsafeRawPointer) -> Float {
    Conversion.half(UInt16(littleEndian: unsafe at.loadUnaligned(as: UInt16.self)))
  }

  @inline(__always)
  private static func store<V>(_ vector: V, _ target: UnsafeMutablePointer<Float>)
  where V: SIMD, V.Scalar == Float {
    unsafe UnsafeMutableRawPointer(target).storeBytes(of: vector, as: V.self)
  }
}
