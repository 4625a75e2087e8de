/// Pieces by the hundred, for the loop that encodes them.
///
/// Safety: `text` is legible up to `end` and `ends` has room for `room` numbers; the reader is asked for positions below `end` only.
extension PatternScanner {
  /// Whether the pieces follow one another without gaps.
  var coversEverything: Bool { rules.takesLoneSpace }

  /// Writes where the pieces that follow one another from `start`, which is where a piece begins, end: at most `room` of
  /// them, and fewer only when the last ends at `end`, which look-ahead does not see beyond. Returns how many. The pattern must cover everything.
  @unsafe
  func cut(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int,
    into ends: UnsafeMutablePointer<UInt32>, room: Int
  ) -> Int {
    var (position, count) = (start, 0)
    unsafe ClassReader.with(text.span, end: end, table) { reader in
      while position < end && count < room {
        position =
          switch rules.family {
          case .gpt2: unsafe gpt2End(reader, position)
          case .cl100k: unsafe cl100kEnd(reader, position)
          case .o200k: unsafe o200kEnd(reader, position)
          }
        unsafe ends[count] = UInt32(truncatingIfNeeded: position)
        count += 1
      }
    }
    return count
  }
}
