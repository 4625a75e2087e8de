import Synchronization

/// Remembers which entries merging their own symbols gives back, each found out when first asked.
///
/// Two bits an entry: 0 unknown, 1 yes, 2 no. Threads that find out the same at once write the same bits, so
/// relaxed order is enough. Finding out for all 128,000 entries at load would cost as much as the rest of
/// loading.
final class WholePieces: Sendable {
  /// The bits of 131,072 entries.
  private final class Block: Sendable {
    let words = InlineArray<4096, Atomic<UInt64>> { _ in Atomic(0) }
  }

  private let blocks: [Block]

  init(idLimit: Int) { blocks = (0..<(idLimit >> 17) + 1).map { _ in Block() } }

  /// Whether the entry is whole; `findOut` is called when that is not known yet.
  @inline(__always)
  func isWhole(_ id: TokenID, _ findOut: () -> Bool) -> Bool {
    let block = blocks[Int(id >> 17)]
    let word = Int(id & 0x1FFFF) >> 5
    let shift = UInt64(id & 31) &* 2
    let known = block.words[word].load(ordering: .relaxed) &>> shift & 3
    if known != 0 { return known == 1 }
    let answer = findOut()
    block.words[word].bitwiseOr((answer ? 1 : 2) &<< shift, ordering: .relaxed)
    return answer
  }
}
