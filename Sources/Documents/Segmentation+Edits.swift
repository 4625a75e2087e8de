import Basics
import Tokens

/// How the tokens on the screen follow an edit at once.
extension Segmentation {
  /// How far from an edit a cut is looked for; further off, everything is cut anew in the background.
  private static let nearness = 1024
  /// An edit of more than this is left to the background.
  private static let smallEdit = 1 << 14

  /// Cuts again what an edit can have changed, and nothing else; says whether that was possible, or else leaves all as it was.
  ///
  /// Two promises make the result equal to a whole encode: a cut that is promised by bytes before the edit alone is one in the old and
  /// in the new text, and so is one that is promised by bytes behind it alone. What lies between the two is encoded: about a hundred
  /// bytes where there are words.
  package mutating func recut(
    _ change: Change, in text: Rope, _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) -> Bool {
    guard isExact, !isStale, change.new.count + change.old.count <= Self.smallEdit,
      range.lowerBound <= change.old.lowerBound, change.old.upperBound <= range.upperBound
    else { return false }
    let shift = change.new.count - change.old.count
    guard let low = cutBefore(change, in: text, tokenizer),
      let high = cutAfter(change, in: text, end: range.upperBound + shift, tokenizer),
      let new = try? tokenizer.encode(text[low..<high], options.part(from: low), ticket)
    else { return false }
    splice(new, low..<high, shift)
    return true
  }

  /// The last cut before the edit that only bytes before it promise; the start of what was cut, which stands on promises of its own, when
  /// the edit does not reach their surroundings.
  private func cutBefore(_ change: Change, in text: Rope, _ tokenizer: any Tokenizer) -> Int? {
    let low = max(range.lowerBound, change.old.lowerBound - Self.nearness)
    let bytes = text[low..<change.new.lowerBound]
    var best: Int?
    for reach in [128, Self.nearness] where best == nil {
      var from = max(1, bytes.count - reach)
      while let cut = tokenizer.safeCut(in: bytes.span, from: from), cut < bytes.count {
        best = low + cut
        from = cut + 1
      }
    }
    if let best { return best }
    guard low == range.lowerBound else { return nil }
    return low == 0 || change.old.lowerBound - low >= TextCutter.surroundings ? low : nil
  }

  /// The first cut behind the edit that only bytes behind it promise, or the end of what was cut.
  private func cutAfter(
    _ change: Change, in text: Rope, end: Int, _ tokenizer: any Tokenizer
  ) -> Int? {
    let start = change.new.upperBound
    for reach in [192, Self.nearness] {
      let bytes = text[start..<min(end, start + reach)]
      if let cut = tokenizer.safeCut(in: bytes.span, from: 1), cut < bytes.count { return start + cut }
      if start + bytes.count == end {
        return end == text.count || bytes.count >= TextCutter.surroundings ? end : nil
      }
    }
    return nil
  }

  /// Puts new tokens in the place of those in `part` of the new text, and moves the later ones.
  private mutating func splice(_ new: [Token], _ part: Range<Int>, _ shift: Int) {
    let origin = range.lowerBound
    let (low, oldHigh) = (UInt32(part.lowerBound - origin), UInt32(part.upperBound - shift - origin))
    var result: [Token] = []
    result.reserveCapacity(tokens.count + new.count)
    for token in tokens where token.end <= low && token.start < low { result.append(token) }
    for token in new {
      result.append(Token(id: token.id, start: Int(token.start + low), end: Int(token.end + low)))
    }
    for token in tokens where token.start >= oldHigh {
      result.append(Token(id: token.id, start: Int(token.start) + shift, end: Int(token.end) + shift))
    }
    tokens = result
    range = origin..<range.upperBound + shift
  }
}

extension Segmentation {
  /// What is in a range, from the tokens of the part that was cut, which holds it.
  package func count(in range: Range<Int>, of text: Rope) -> RangeCount {
    var count = RangeCount(range: range)
    count.text = TextCounts(text[range].span)
    count.isExact = isExact
    for token in tokens {
      let bytes = bytes(of: token)
      let isInside = bytes.lowerBound >= range.lowerBound && bytes.upperBound <= range.upperBound
      if isInside { count.tokens += 1 } else if bytes.overlaps(range) { count.cutTokens += 1 }
    }
    return count
  }
}
