import HeapModule

/// The best sums of one number out of each of several lists, which are sorted, best first.
///
/// With the lists 3, 1 and 2, 0 the sums are 5 (3 + 2), 3 (3 + 0), 3 (1 + 2), 1. Of equal sums the one with the better beginning
/// comes first. A list costs O(limit · log limit).
struct RankedSums {
  private let limit: Int
  /// Best first.
  private(set) var scores = [0.0]
  /// By list and rank, the rank among the sums without this list and the choice in it.
  private var levels: [[(sum: Int32, choice: Int32)]] = []

  init(_ limit: Int) { self.limit = limit }

  /// A sum with a number of the new list.
  private struct Candidate: Comparable {
    var total: Double
    var sum: Int
    var choice: Int

    static func < (left: Candidate, right: Candidate) -> Bool {
      left.total != right.total ? left.total < right.total : left.sum > right.sum
    }
  }

  /// Adds a list, which must not be empty: the best sums of what there was and one number out of it.
  mutating func add(_ list: [Double]) {
    precondition(!list.isEmpty, "there is a way to cut each piece")
    var heap = Heap([Candidate(total: scores[0] + list[0], sum: 0, choice: 0)])
    var totals: [Double] = []
    var level: [(sum: Int32, choice: Int32)] = []
    while totals.count < limit, let best = heap.popMax() {
      totals.append(best.total)
      level.append((Int32(best.sum), Int32(best.choice)))
      if best.choice + 1 < list.count {
        let total = scores[best.sum] + list[best.choice + 1]
        heap.insert(Candidate(total: total, sum: best.sum, choice: best.choice + 1))
      }
      if best.choice == 0, best.sum + 1 < scores.count {
        heap.insert(Candidate(total: scores[best.sum + 1] + list[0], sum: best.sum + 1, choice: 0))
      }
    }
    scores = totals
    levels.append(level)
  }

  /// Which number of each list makes the sum of this rank.
  func choices(_ rank: Int) -> [Int] {
    var rank = rank
    var choices: [Int] = []
    for level in levels.reversed() {
      choices.append(Int(level[rank].choice))
      rank = Int(level[rank].sum)
    }
    return choices.reversed()
  }
}
