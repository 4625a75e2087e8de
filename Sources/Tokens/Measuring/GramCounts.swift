/// How often every run of one to five neighbouring tokens occurs in a stream.
///
/// ```
/// var grams = GramCounts()
/// grams.add([0, 1, 2, 0, 1, 3])
/// grams.entropy(2)  // bits of doubt about a token when the one before it is known
/// ```
/// All n − k + 1 windows of k tokens are counted. A k-gram is a (k − 1)-gram and an id, so every order is a table of pairs
/// and nothing is hashed away. Counts of neighbouring parts can be merged.
///
/// Memory: about 32 bytes for each distinct gram. When those of all orders together are more than `limit`, the highest
/// order is given up, then the next; what is left is exact. Whether an order is kept does not depend on how a stream was
/// divided.
package struct GramCounts: Sendable {
  /// The highest order that is counted.
  package static let highestOrder = 5
  /// As many distinct grams as about ten megabytes of English give; at most 270 MB.
  package static let standardLimit = 1 << 23

  /// By order, from 1; a pair holds the number of the gram without its last token (0 for order 1) and that token.
  private(set) var levels: [NumberedPairs]
  /// How many tokens there are.
  package private(set) var tokenCount = 0
  /// The most distinct grams of all orders together.
  package let limit: Int
  private var distinct = 0
  /// By order, the gram that ends with the last token.
  private var last: [Int]
  /// The first and the last tokens, `highestOrder - 1` of each.
  private var head: [TokenID] = []
  private var tail: [TokenID] = []

  package init(orders: Int = Self.highestOrder, limit: Int = Self.standardLimit) {
    let orders = min(max(1, orders), Self.highestOrder)
    self.limit = min(max(1, limit), NumberedPairs.limit)
    levels = Array(repeating: NumberedPairs(), count: orders)
    last = Array(repeating: 0, count: orders)
  }

  /// The highest order that is still counted.
  package var order: Int { levels.count }

  /// How many different ids occur.
  package var distinctIDs: Int { levels[0].count }

  /// How many different k-grams occur, nil when this order was given up.
  package func distinctGrams(_ k: Int) -> Int? { k <= order ? levels[k - 1].count : nil }

  /// Every id that occurs and how often, in the order of first occurrence.
  package var histogram: [(id: TokenID, count: Int)] {
    levels[0].counts.indices.map { (levels[0].id(of: $0), levels[0].counts[$0]) }
  }

  /// Goes on with the stream.
  package mutating func add(_ ids: some Sequence<TokenID>) { for id in ids { add(id) } }

  /// The next token of the stream.
  package mutating func add(_ id: TokenID) {
    for k in stride(from: min(order, tokenCount + 1), through: 1, by: -1) {
      last[k - 1] = count(k == 1 ? 0 : last[k - 2], id, k)
    }
    if head.count < Self.highestOrder - 1 { head.append(id) }
    remember(id)
    tokenCount += 1
    giveUp()
  }

  /// Adds the counts of the part that follows this one, and the windows that lie across.
  package mutating func merge(_ next: GramCounts) {
    while order > next.order { dropHighest() }
    var numbers = [0]
    for k in 1...order { numbers = addLevel(k, of: next, numbers) }
    let seam = tail + next.head
    for start in tail.indices {
      var gram = 0
      for end in start..<min(seam.count, start + order) {
        gram = count(gram, seam[end], end - start + 1, times: end < tail.count ? 0 : 1)
      }
    }
    head = Array((tokenCount < Self.highestOrder - 1 ? seam : head).prefix(Self.highestOrder - 1))
    tokenCount += next.tokenCount
    for id in next.tail { remember(id) }
    findLast()
    giveUp()
  }

  /// Adds one order of another part. `numbers` are the own numbers of its grams without their last token; those of the
  /// grams come back.
  private mutating func addLevel(_ k: Int, of next: GramCounts, _ numbers: [Int]) -> [Int] {
    let level = next.levels[k - 1]
    return (0..<level.count).map { pair in
      count(numbers[level.parent(of: pair)], level.id(of: pair), k, times: level.counts[pair])
    }
  }

  private mutating func count(_ parent: Int, _ id: TokenID, _ k: Int, times: Int = 1) -> Int {
    let (number, isNew) = levels[k - 1].add(parent, id, times: times)
    if isNew { distinct += 1 }
    return number
  }

  private mutating func remember(_ id: TokenID) {
    tail.append(id)
    if tail.count >= Self.highestOrder { tail.removeFirst() }
  }

  /// Walks to the grams that end with the last token.
  private mutating func findLast() {
    for k in 1..<max(2, order) where k <= tail.count {
      var gram = 0
      for (depth, id) in tail.suffix(k).enumerated() { gram = count(gram, id, depth + 1, times: 0) }
      last[k - 1] = gram
    }
  }

  private mutating func giveUp() { while distinct > limit, order > 1 { dropHighest() } }

  private mutating func dropHighest() {
    distinct -= levels.removeLast().count
    last.removeLast()
  }
}
