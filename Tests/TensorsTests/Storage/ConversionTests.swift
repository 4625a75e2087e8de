import Basics
import Tensors
import Testing

/// Fast conversions mean what the plain ones say, bit by bit.
struct ConversionTests {
  /// Elements of random bytes, which meet every kind of number, infinities and NaNs among them.
  private func bytes(_ type: ElementType, elements: Int, seed: UInt64) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    return (0..<elements / type.blockElements * type.blockBytes).map { _ in
      UInt8(truncatingIfNeeded: random.next())
    }
  }

  private func fast(_ bytes: [UInt8], _ type: ElementType, _ count: Int) -> [Float] {
    var floats = [Float](repeating: -7, count: count)
    var span = floats.mutableSpan
    Conversion.convert(bytes.span, type, into: &span)
    return floats
  }

  private func isSame(_ left: Float, _ right: Float) -> Bool {
    left.bitPattern == right.bitPattern || left.isNaN && right.isNaN
  }

  @Test(arguments: ElementType.allCases, [UInt64(1), 2, 3, 4])
  func `fast equals plain for random bytes`(_ type: ElementType, _ seed: UInt64) {
    let count = 4096 / type.blockElements * type.blockElements + (type.isBlocked ? 0 : 7)
    let bytes = bytes(type, elements: count, seed: seed)
    let floats = fast(bytes, type, count)
    let wrong = floats.indices.first {
      !isSame(floats[$0], PlainConversion.value(at: $0, in: bytes, type))
    }
    #expect(wrong == nil)
  }

  @Test func `every half-precision number is the one that the processor means`() {
    let all = (UInt16.min...UInt16.max).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let floats = fast(all, .f16, 65536)
    let wrong = (UInt16.min...UInt16.max).first {
      let value = Float(Float16(bitPattern: $0))
      return !isSame(floats[Int($0)], value)
        || !isSame(PlainConversion.value(at: Int($0), in: all, .f16), value)
    }
    #expect(wrong == nil)
  }

  @Test func `every bfloat16 is the upper half of a float`() {
    let all = (UInt16.min...UInt16.max).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let floats = fast(all, .bf16, 65536)
    let wrong = (UInt16.min...UInt16.max).first {
      let value = Float(bitPattern: UInt32($0) << 16)
      return floats[Int($0)].bitPattern != value.bitPattern
        || !isSame(PlainConversion.value(at: Int($0), in: all, .bf16), value)
    }
    #expect(wrong == nil)
  }

  @Test func `a block of Q4_0 by hand`() {
    // Scale 2; the first byte has 0 below (−8) and 15 above (7).
    let block: [UInt8] = [0x00, 0x40, 0xF0] + Array(repeating: 0x88, count: 15)
    let floats = fast(block, .q40, 32)
    #expect(floats[0] == -16 && floats[16] == 14 && floats[1] == 0)
  }

  @Test func `elements fill bytes by blocks`() {
    #expect(ElementType.bf16.bytes(for: 4096) == 8192)
    #expect(ElementType.q4K.bytes(for: 4096) == 2304)
    #expect(ElementType.q80.bytes(for: 33) == nil)
    #expect(ElementType.f64.bytes(for: .max) == nil && ElementType.f64.bytes(for: -1) == nil)
  }
}
