/// The search of llama.cpp for special tokens.
extension AddedTokens {
  /// A place where a token stands in the text.
  private struct Match {
    var token: Int
    var range: Range<Int>
  }

  /// The text cut by tokens of which longer ones take their places first. Spaces that a token swallows are lost to the others.
  func cutLongest(_ text: Span<UInt8>, _ range: Range<Int>, _ trie: ContentTrie, _ indexes: [Int]) -> [Cut] {
    let matches = matches(text, range, trie, indexes)
    if matches.isEmpty { return range.isEmpty ? [] : [Cut(token: nil, range: range)] }
    var isTaken = [Bool](repeating: false, count: range.count)
    var found: [Match] = []
    for match in matches where !match.range.contains(where: { isTaken[$0 - range.lowerBound] }) {
      var match = match
      match.range = widened(match, text, range) { isTaken[$0 - range.lowerBound] }
      for position in match.range { isTaken[position - range.lowerBound] = true }
      found.append(match)
    }
    var cuts: [Cut] = []
    var done = range.lowerBound
    for match in found.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      if done < match.range.lowerBound { cuts.append(Cut(token: nil, range: done..<match.range.lowerBound)) }
      cuts.append(Cut(token: match.token, range: match.range))
      done = match.range.upperBound
    }
    if done < range.upperBound { cuts.append(Cut(token: nil, range: done..<range.upperBound)) }
    return cuts
  }

  /// Every place of every token, longest tokens first, then lower ids, then from left to right.
  private func matches(
    _ text: Span<UInt8>, _ range: Range<Int>, _ trie: ContentTrie, _ indexes: [Int]
  ) -> [Match] {
    var matches: [Match] = []
    var position = range.lowerBound
    while true {
      position = trie.candidate(in: text, from: position, end: range.upperBound)
      if position >= range.upperBound { break }
      trie.forEach(in: text, at: position, end: range.upperBound) { number, end in
        matches.append(Match(token: indexes[number], range: position..<end))
      }
      position += 1
    }
    return matches.sorted { left, right in
      (right.range.count, all[left.token].id, left.range.lowerBound)
        < (left.range.count, all[right.token].id, right.range.lowerBound)
    }
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
