/// How many bits a stream of symbols takes when it is coded by the dictionary of Lempel and Ziv, 1978.
///
/// The dictionary begins with the empty phrase. The longest known phrase is read, and one symbol more: that costs
/// ⌈log₂ phrases⌉ bits for the phrase and ⌈log₂ alphabet⌉ for the symbol, and both together are a new phrase. What is left at
/// the end is a known phrase, for ⌈log₂ phrases⌉ bits. `0 1 2 0 1 3` over 8 symbols is `0|1|2|01|3`.
/// Source: Ziv and Lempel, "Compression of individual sequences via variable-rate coding", IEEE Transactions on Information
/// Theory 24(5), 1978.
package struct LZ78Length: Sendable {
  /// The most phrases that are kept, 270 MB; with more there is no length.
  package static let standardLimit = 1 << 23

  private var phrases = NumberedPairs()
  /// The phrase that has been read, 0 for the empty one.
  private var current = 0
  private var closedBits = 0
  private let symbolBits: Int
  private let limit: Int

  /// Symbols are below `alphabet`, which is at least 1.
  package init(alphabet: Int, limit: Int = Self.standardLimit) {
    symbolBits = Self.bits(max(1, alphabet))
    self.limit = min(max(1, limit), NumberedPairs.limit)
  }

  /// Goes on with the stream.
  package mutating func add(_ symbol: TokenID) {
    guard phrases.count <= limit else { return }
    let before = phrases.count
    let (number, isNew) = phrases.add(current, symbol)
    current = isNew ? 0 : number + 1
    if isNew { closedBits += Self.bits(before + 1) + symbolBits }
  }

  /// Bits so far; nil when there are too many phrases.
  package var bits: Int? {
    phrases.count > limit ? nil : closedBits + (current == 0 ? 0 : Self.bits(phrases.count + 1))
  }

  /// Phrases so far, with the one that is left over; nil when there are too many.
  package var phraseCount: Int? { phrases.count > limit ? nil : phrases.count + (current == 0 ? 0 : 1) }

  /// ⌈log₂ n⌉.
  static func bits(_ n: Int) -> Int { n <= 1 ? 0 : Int.bitWidth - (n - 1).leadingZeroBitCount }
}
