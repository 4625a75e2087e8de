/// The entries of a vocabulary in the order of their bytes: finds the longest one that a text begins with.
///
/// All entries with a common beginning stand side by side, so each byte of the text narrows a range of them, by bisection:
/// O(longest entry · log entries) a look-up. Takes four bytes an entry, whatever the entries are.
struct EntryOrder: Sendable {
  /// Entries with a common beginning, bucketed by the byte that follows it.
  struct Shelf: Sendable {
    /// The length of the common beginning.
    fileprivate let depth: Int
    /// By next byte, where its entries begin in the order; 257 numbers.
    fileprivate let starts: [Int]
  }

  private let vocabulary: VocabularyTable
  private let order: [TokenID]

  /// Entries that the model may produce, the empty one left out.
  init(_ vocabulary: VocabularyTable) {
    self.vocabulary = vocabulary
    let ids = (0..<TokenID(vocabulary.idLimit)).filter {
      vocabulary.length(of: $0) > 0 && vocabulary.kind(of: $0) != .hole && !vocabulary.isOutside($0)
    }
    let keyed = ids.map { (key: vocabulary.word(of: $0), id: $0) }.sorted {
      $0.key != $1.key ? $0.key < $1.key : vocabulary.precedes($0.id, $1.id)
    }
    order = keyed.map(\.id)
  }

  /// The entries that begin with `prefix`.
  func shelf(_ prefix: [UInt8]) -> Shelf {
    var range = 0..<order.count
    for (depth, byte) in prefix.enumerated() { range = narrowed(range, depth, byte) }
    var starts: [Int] = []
    for byte in UInt8.min...255 { starts.append(first(range, prefix.count) { $0 >= Int(byte) }) }
    return Shelf(depth: prefix.count, starts: starts + [range.upperBound])
  }

  /// The longest entry of the shelf whose rest `text[start..<end]` begins with, and where it ends there.
  func longest(_ shelf: Shelf, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> (id: TokenID, end: Int)? {
    guard start < end else { return nil }
    var range = shelf.starts[Int(text[start])]..<shelf.starts[Int(text[start]) + 1]
    var depth = shelf.depth + 1
    var position = start + 1
    var best: (id: TokenID, end: Int)?
    while !range.isEmpty {
      if vocabulary.length(of: order[range.lowerBound]) == depth {
        best = (order[range.lowerBound], position)
      }
      guard position < end else { break }
      range = narrowed(range, depth, text[position])
      position += 1
      depth += 1
    }
    return best
  }

  /// Of entries that share `depth` bytes those that go on with `byte`.
  private func narrowed(_ range: Range<Int>, _ depth: Int, _ byte: UInt8) -> Range<Int> {
    let start = first(range, depth) { $0 >= Int(byte) }
    return start..<first(start..<range.upperBound, depth) { $0 > Int(byte) }
  }

  /// The first place in the range whose entry's byte at `depth` fits; one that has ended counts as −1.
  private func first(_ range: Range<Int>, _ depth: Int, _ fits: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if fits(vocabulary.byte(depth, of: order[middle])) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
