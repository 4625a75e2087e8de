import Basics
import Tokens

/// The tokens of the part of a document that is on the screen, and of a little around it.
package struct Segmentation: Sendable, Equatable {
  /// The bytes of the document that were cut; both ends are token boundaries.
  package internal(set) var range: Range<Int>
  /// The tokens in order, with ranges counted from `range.lowerBound`.
  package internal(set) var tokens: [Token]
  /// Whether the ends are proven boundaries, so that the tokens are those of the whole text.
  package private(set) var isExact: Bool
  /// Whether an edit has come since: the tokens near it are missing until the answer to the edit arrives.
  package internal(set) var isStale = false

  /// How far a proven cut is looked for to the left of the screen before an unproven one is taken.
  private static let reach = 1 << 18
  /// How much is cut on both sides of what was asked for, so that small steps need no new answer.
  private static let margin = 4096

  /// Cuts the part of `text` that holds `visible`.
  package init(
    _ text: Rope, visible: Range<Int>, _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    (range, isExact) = Self.window(text, visible: visible, margin: Self.margin) {
      tokenizer.safeCut(in: $0, from: $1)
    }
    tokens = try tokenizer.encode(text[range], options.part(from: range.lowerBound), ticket)
  }

  /// The part of `text` that holds `visible` and `margin` bytes on both sides, out to the next promised cuts (or, when none is
  /// near, unproven ones). `safeCut` is as `Tokenizer.safeCut`.
  package static func window(
    _ text: Rope, visible: Range<Int>, margin: Int, _ safeCut: (Span<UInt8>, Int) -> Int?
  ) -> (range: Range<Int>, isExact: Bool) {
    let start = cutBefore(max(0, visible.lowerBound - margin), text, safeCut)
    let end = cutAfter(min(text.count, visible.upperBound + margin), text, safeCut)
    return (start.offset..<max(start.offset, end.offset), start.isProven && end.isProven)
  }

  /// Where the token is in the document.
  package func bytes(of token: Token) -> Range<Int> {
    range.lowerBound + Int(token.start)..<range.lowerBound + Int(token.end)
  }

  /// The index of the token that holds the byte at `offset`, or nil when none does.
  package func index(at offset: Int) -> Int? {
    guard range.contains(offset) else { return nil }
    let wanted = UInt32(offset - range.lowerBound)
    let i = firstIndex(endingAfter: wanted)
    return i < tokens.count && tokens[i].start <= wanted ? i : nil
  }

  /// The indexes of tokens that overlap `bytes` of the document.
  package func indexes(in bytes: Range<Int>) -> Range<Int> {
    let part = bytes.clamped(to: range)
    if part.isEmpty { return 0..<0 }
    let low = firstIndex(endingAfter: UInt32(part.lowerBound - range.lowerBound))
    var high = low
    let end = UInt32(part.upperBound - range.lowerBound)
    while high < tokens.count && tokens[high].start < end { high += 1 }
    return low..<high
  }

  /// Moves the tokens along with an edit until they are cut anew: those that it touches go, later ones shift.
  package mutating func follow(_ change: Change) {
    let shift = change.new.count - change.old.count
    if change.old.lowerBound >= range.upperBound { return }
    isStale = true
    if change.old.upperBound <= range.lowerBound {
      range = range.lowerBound + shift..<range.upperBound + shift
      return
    }
    let (oldLow, newLow) = (range.lowerBound, min(range.lowerBound, change.old.lowerBound))
    tokens = tokens.compactMap { token in
      let bytes = oldLow + Int(token.start)..<oldLow + Int(token.end)
      if bytes.upperBound > change.old.lowerBound && bytes.lowerBound < change.old.upperBound { return nil }
      let moved = bytes.upperBound <= change.old.lowerBound ? 0 : shift
      return Token(
        id: token.id, start: bytes.lowerBound + moved - newLow, end: bytes.upperBound + moved - newLow)
    }
    range = newLow..<max(change.new.upperBound, range.upperBound + shift)
  }

  private func firstIndex(endingAfter offset: UInt32) -> Int {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The last proven cut at or before `offset`, looked for in windows that grow fourfold.
  private static func cutBefore(
    _ offset: Int, _ text: Rope, _ safeCut: (Span<UInt8>, Int) -> Int?
  ) -> (offset: Int, isProven: Bool) {
    var window = margin
    while window <= reach {
      let low = max(0, offset - window)
      if low == 0 && offset < margin { return (0, true) }
      let bytes = text[low..<min(text.count, offset + 64)]
      var best: Int?
      var from = 1
      while let cut = safeCut(bytes.span, from), low + cut <= offset {
        best = cut
        from = cut + 1
      }
      if let best { return (low + best, true) }
      if low == 0 { return (0, true) }
      window *= 4
    }
    return (text.characterStart(at: offset), false)
  }

  /// The first proven cut at or after `offset`.
  private static func cutAfter(
    _ offset: Int, _ text: Rope, _ safeCut: (Span<UInt8>, Int) -> Int?
  ) -> (offset: Int, isProven: Bool) {
    var window = margin
    while window <= reach {
      let high = min(text.count, offset + window)
      let low = max(0, offset - 64)
      let bytes = text[low..<high]
      if let cut = safeCut(bytes.span, max(1, offset - low)), cut < bytes.count {
        return (low + cut, true)
      }
      if high == text.count { return (high, true) }
      window *= 4
    }
    return (text.characterStart(at: min(text.count, offset + margin)), false)
  }
}

extension Rope {
  /// The start of the UTF-8 character that holds the byte at `offset` (at most three bytes back).
  package func characterStart(at offset: Int) -> Int {
    var start = min(max(0, offset), count)
    for _ in 0..<3 {
      guard start > 0, start < count, let byte = self[start], byte & 0xC0 == 0x80 else { break }
      start -= 1
    }
    return start
  }
}
