/// The search of llama.cpp for special tokens.
extension AddedTokens {
  /// A place where a token stands in the text.
  private struct Match {
    var token: Int
    var range: Range<Int>
  }

  /// The text cut by tokens of which longer ones take their places first, of equal ones those with the lower id, from left to
  /// right. Spaces that a token swallows are lost to the others.
  ///
  /// Each place waits with the longest token that stands there, and with the next shorter one when that is in the way of one that
  /// has been found, so no more is kept than one match a place.
  func cutLongest(_ text: Span<UInt8>, _ range: Range<Int>, _ trie: ContentTrie, _ indexes: [Int]) -> [Cut] {
    var waiting = longestMatches(text, range, trie, indexes)
    if waiting.isEmpty { return range.isEmpty ? [] : [Cut(token: nil, range: range)] }
    var isTaken = [Bool](repeating: false, count: range.count)
    var found: [Match] = []
    for length in waiting.indices.reversed() where !waiting[length].isEmpty {
      for var match in inOrder(waiting[length]) where !isTaken[match.range.lowerBound - range.lowerBound] {
        if match.range.contains(where: { isTaken[$0 - range.lowerBound] }) {
          let start = match.range.lowerBound
          if let next = trie.longest(in: text, at: start, end: match.range.upperBound - 1) {
            waiting[next.end - start].append(Match(token: indexes[next.number], range: start..<next.end))
          }
          continue
        }
        match.range = widened(match, text, range) { isTaken[$0 - range.lowerBound] }
        for position in match.range { isTaken[position - range.lowerBound] = true }
        found.append(match)
      }
    }
    return cuts(range, found.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  private func cuts(_ range: Range<Int>, _ found: [Match]) -> [Cut] {
    var cuts: [Cut] = []
    var done = range.lowerBound
    for match in found {
      if done < match.range.lowerBound { cuts.append(Cut(token: nil, range: done..<match.range.lowerBound)) }
      cuts.append(Cut(token: match.token, range: match.range))
      done = match.range.upperBound
    }
    if done < range.upperBound { cuts.append(Cut(token: nil, range: done..<range.upperBound)) }
    return cuts
  }

  /// By length: the longest token at each place.
  private func longestMatches(
    _ text: Span<UInt8>, _ range: Range<Int>, _ trie: ContentTrie, _ indexes: [Int]
  ) -> [[Match]] {
    var matches: [[Match]] = []
    var position = range.lowerBound
    while true {
      position = trie.candidate(in: text, from: position, end: range.upperBound)
      if position >= range.upperBound { return matches }
      if let match = trie.longest(in: text, at: position, end: range.upperBound) {
        let length = match.end - position
        while matches.count <= length { matches.append([]) }
        matches[length].append(Match(token: indexes[match.number], range: position..<match.end))
      }
      position += 1
    }
  }

  /// Lower ids first, then from left to right.
  private func inOrder(_ matches: [Match]) -> [Match] {
    func precedes(_ left: Match, _ right: Match) -> Bool {
      (all[left.token].id, left.range.lowerBound) < (all[right.token].id, right.range.lowerBound)
    }
    let isSorted = zip(matches, matches.dropFirst()).allSatisfy { !precedes($1, $0) }
    return isSorted ? matches : matches.sorted(by: precedes)
  }

  /// With the white space of ASCII at its sides that the token swallows and nobody has taken.
  private func widened(
    _ match: Match, _ text: Span<UInt8>, _ range: Range<Int>, _ isTaken: (Int) -> Bool
  ) -> Range<Int> {
    var (start, end) = (match.range.lowerBound, match.range.upperBound)
    func isSpace(_ position: Int) -> Bool {
      let byte = text[position]
      return (byte == 0x20 || (byte >= 9 && byte <= 13)) && !isTaken(position)
    }
    while all[match.token].stripsLeft, start > range.lowerBound, isSpace(start - 1) { start -= 1 }
    while all[match.token].stripsRight, end < range.upperBound, isSpace(end) { end += 1 }
    return start..<end
  }
}
