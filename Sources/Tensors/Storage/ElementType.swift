/// How one element of a stored tensor is written, or a block of them where a block shares its scales.
///
/// `ElementType.bf16.bytes(for: 4096)` is 8192; `ElementType.q4K.bytes(for: 4096)` is 2304.
package enum ElementType: String, Sendable, CaseIterable {
  case f64, f32, f16, bf16
  case i64, i32, i16, i8
  case u64, u32, u16, u8
  /// One byte; zero is false.
  case bool
  /// Blocks of ggml. Q8_0 and Q4_0 are 32 elements with one scale, Q4_K and Q6_K 256 elements with scales of scales.
  case q80 = "Q8_0"
  case q40 = "Q4_0"
  case q4K = "Q4_K"
  case q6K = "Q6_K"

  /// How many elements stand in one block; 1 for plain numbers.
  package var blockElements: Int {
    switch self {
    case .q80, .q40: 32
    case .q4K, .q6K: 256
    default: 1
    }
  }

  /// How many bytes one block takes, and so one element of plain numbers.
  package var blockBytes: Int {
    switch self {
    case .f64, .i64, .u64: 8
    case .f32, .i32, .u32: 4
    case .f16, .bf16, .i16, .u16: 2
    case .i8, .u8, .bool: 1
    case .q80: 34
    case .q40: 18
    case .q4K: 144
    case .q6K: 210
    }
  }

  /// Whether elements share scales, so that none can be read alone.
  package var isBlocked: Bool { blockElements > 1 }

  /// How many bytes so many elements take; nil when they do not fill whole blocks, or the number does not fit an Int.
  package func bytes(for count: Int) -> Int? {
    guard count >= 0, count % blockElements == 0 else { return nil }
    let (bytes, overflows) = (count / blockElements).multipliedReportingOverflow(by: blockBytes)
    return overflows ? nil : bytes
  }
}
