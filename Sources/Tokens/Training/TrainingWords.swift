/// The distinct pieces as symbols while merges are applied to them, with the count of every pair and where it
/// occurs.
struct TrainingWords {
  private var words: [[TokenID]]
  private let frequencies: [Int]
  private var counts: [Merge: Int] = [:]
  /// The words that hold or once held the pair.
  private var places: [Merge: [Int32]] = [:]

  init(_ pieces: PieceCounts, firstByte: TokenID) {
    var ids = [TokenID](repeating: 0, count: 256)
    for (index, byte) in TrainedBytePairs.byteOrder.enumerated() {
      ids[Int(byte)] = firstByte + TokenID(index)
    }
    words = pieces.pieces.map { $0.bytes.map { ids[Int($0)] } }
    frequencies = pieces.pieces.map(\.count)
    for (index, word) in words.enumerated() {
      for (left, right) in zip(word, word.dropFirst()) {
        counts[Merge(left, right), default: 0] += frequencies[index]
        places[Merge(left, right), default: []].append(Int32(index))
      }
    }
  }

  /// Every pair with its count.
  var candidates: [Candidate] { counts.map { Candidate(count: $1, merge: $0) } }

  /// How often the pair occurs now.
  func count(_ merge: Merge) -> Int { counts[merge] ?? 0 }

  /// Replaces the pair everywhere; the pairs that occur more often than before, with their counts.
  mutating func apply(_ merge: Merge, _ made: TokenID) -> [Candidate] {
    var grown: Set<Merge> = []
    for place in places.removeValue(forKey: merge) ?? [] {
      replace(merge, made, Int(place), &grown)
    }
    counts[merge] = nil
    return grown.compactMap { pair in counts[pair].map { Candidate(count: $0, merge: pair) } }
  }

  /// Replaces from left to right in one word and changes the counts of the neighbours.
  private mutating func replace(_ merge: Merge, _ made: TokenID, _ place: Int, _ grown: inout Set<Merge>) {
    let word = words[place]
    var new: [TokenID] = []
    new.reserveCapacity(word.count)
    var index = 0
    while index < word.count {
      if index + 1 < word.count && word[index] == merge.left && word[index + 1] == merge.right {
        new.append(made)
        index += 2
      } else {
        new.append(word[index])
        index += 1
      }
    }
    if new.count == word.count { return }
    let frequency = frequencies[place]
    for (left, right) in zip(word, word.dropFirst()) { counts[Merge(left, right), default: 0] -= frequency }
    for (left, right) in zip(new, new.dropFirst()) {
      let pair = Merge(left, right)
      counts[pair, default: 0] += frequency
      if left == made || right == made {
        grown.insert(pair)
        places[pair, default: []].append(Int32(place))
      }
    }
    words[place] = new
  }
}
