import Basics
import Tokens

/// What is in a part of the text that somebody has selected.
package struct RangeCount: Sendable, Equatable {
  /// The bytes that were counted: those asked for, or the part of them that the first pass has reached.
  package var range: Range<Int>
  /// Tokens that lie in the range with all their bytes.
  package var tokens = 0
  /// Tokens that the ends of the range cut: some of their bytes are inside, some outside.
  package var cutTokens = 0
  /// The text in other units.
  package var text = TextCounts()
  /// Whether all cuts that matter are proven.
  package var isExact = true

  package init(range: Range<Int>) { self.range = range }
}

/// Counts of any range: the sums of the stretches in it, and at most two stretches that are looked into.
extension Census {
  /// Counts a range of the counted text in O(log n) and an encode of at most half a stretch at each end. What has not been counted
  /// yet is left out, as `range` of the answer says.
  package func count(
    in range: Range<Int>, _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) -> RangeCount {
    let range = range.clamped(to: 0..<coveredBytes)
    var result = RangeCount(range: range)
    if range.isEmpty { return result }
    let low = try position(range.lowerBound, tokenizer, options, ticket)
    let high = try position(range.upperBound, tokenizer, options, ticket)
    result.tokens = max(0, high.ended - low.started)
    result.cutTokens = max(0, high.started - low.ended - result.tokens)
    result.text = textCounts(in: range)
    result.isExact = unproven(in: range) == 0
    return result
  }

  /// How many tokens begin before an offset, and how many end before or at it.
  private struct Position {
    var started: Int
    var ended: Int
  }

  private func position(
    _ offset: Int, _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) -> Position {
    guard let place = stretches.place(of: offset) else {
      return Position(started: tokenCount, ended: tokenCount)
    }
    let before = place.before.tokens
    if place.range.lowerBound == offset { return Position(started: before, ended: before) }
    let bytes = text[place.range]
    let window = Self.window(around: offset - place.range.lowerBound, in: bytes, tokenizer)
    let tokens = try tokenizer.encode(
      Array(bytes[window]), options.part(from: place.range.lowerBound + window.lowerBound), ticket)
    // The smaller side is counted, the other one is what is left of the sum.
    var outside = before
    if window.lowerBound <= bytes.count - window.upperBound {
      outside += try count(bytes, 0..<window.lowerBound, at: place, tokenizer, options, ticket)
    } else {
      outside += place.stretch.tokenCount - tokens.count
      outside -= try count(bytes, window.upperBound..<bytes.count, at: place, tokenizer, options, ticket)
    }
    let local = UInt32(offset - place.range.lowerBound - window.lowerBound)
    return Position(
      started: outside + tokens.count { $0.start < local }, ended: outside + tokens.count { $0.end <= local })
  }

  private func count(
    _ bytes: [UInt8], _ part: Range<Int>, at place: StretchTree.Place, _ tokenizer: any Tokenizer,
    _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) -> Int {
    if part.isEmpty { return 0 }
    return try tokenizer.count(
      Array(bytes[part]), options.part(from: place.range.lowerBound + part.lowerBound), ticket)
  }

  /// The promised cuts next to a place in a stretch, or the ends of the stretch.
  static func window(around place: Int, in bytes: [UInt8], _ tokenizer: any Tokenizer) -> Range<Int> {
    var low = 0
    for reach in [256, 2048] where low == 0 {
      var from = max(1, place - reach)
      while let cut = tokenizer.safeCut(in: bytes.span, from: from), cut <= place {
        low = cut
        from = cut + 1
      }
    }
    let high = place < bytes.count ? tokenizer.safeCut(in: bytes.span, from: max(1, place)) : nil
    return low..<max(low, high ?? bytes.count)
  }

  /// The text of a range in other units: whole stretches are summed up, the ends counted.
  private func textCounts(in range: Range<Int>) -> TextCounts {
    guard let first = stretches.place(of: range.lowerBound) else { return TextCounts() }
    let last = stretches.place(of: range.upperBound)
    if last?.index == first.index { return TextCounts(text[range].span) }
    var sum = TextCounts(text[range.lowerBound..<first.range.upperBound].span)
    let inner = (last?.before ?? stretches.sums) - first.before - StretchSums(first.stretch)
    sum = sum + inner.text
    if let last, last.range.lowerBound < range.upperBound {
      let inside = text.isInsideWord(last.range.lowerBound)
      sum = sum + TextCounts(text[last.range.lowerBound..<range.upperBound].span, startsInsideWord: inside)
    }
    return sum
  }

  /// Unproven cuts that a range depends on: those inside, and the ends of the stretches that hold its ends.
  private func unproven(in range: Range<Int>) -> Int {
    guard let first = stretches.place(of: range.lowerBound) else { return 0 }
    let last = stretches.place(of: range.upperBound)
    let end = last.map { $0.before.unproven + ($0.stretch.isProven ? 0 : 1) } ?? stretches.sums.unproven
    let before =
      first.index > 0
      ? stretches.part(0..<first.index - 1).sums.unproven : 0
    return end - before
  }
}
