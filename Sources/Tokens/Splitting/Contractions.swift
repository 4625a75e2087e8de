/// Cuts `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` and `'d` into starts block by block.
struct Contractions {
  private let scanner: PatternScanner
  /// Whether a contraction ends a word; else it is a piece of its own.
  private let isSuffix, isNone: Bool
  /// Where the last suffix ended, which is no word's end.
  private var lastEnd = -1
  /// What those of the last block change in the next one.
  private var cleared: UInt64 = 0
  private var begun: UInt64 = 0

  init(_ scanner: PatternScanner) {
    self.scanner = scanner
    isSuffix = scanner.rules.family == .o200k
    isNone = scanner.rules.contractions == .none
  }

  /// Changes the starts of the block at `origin`: none inside a contraction, and one behind it.
  @inline(__always)
  mutating func cut(_ result: inout PieceMasks.Result, _ reader: ClassReader, _ origin: Int) {
    if result.quotes | cleared | begun == 0 || isNone { return }
    unsafe cutFound(&result, reader, origin)
  }

  private mutating func cutFound(
    _ result: inout PieceMasks.Result, _ reader: ClassReader, _ origin: Int
  ) {
    result.starts = result.starts & ~cleared | begun
    (cleared, begun) = (0, 0)
    var left = result.quotes
    while left != 0 {
      let place = left.trailingZeroBitCount
      left &= left &- 1
      guard unsafe origin + place < reader.end && origin + place != lastEnd,
        let end = unsafe scanner.contraction(reader, origin + place)
      else { continue }
      if isSuffix { lastEnd = end }
      let length = end - origin - place
      let covered: UInt64 = (1 << length) - (isSuffix ? 1 : 2)
      // Shifts by more than 63 or less than nought leave nothing.
      result.starts = result.starts & ~(covered << place) | 1 << (place + length)
      cleared |= covered >> (64 - place)
      begun |= 1 << (place + length - 64)
    }
  }
}
