import Basics
import Tokens

/// How a census follows edits.
extension Census {
  /// A change of more than this is not followed; the counting starts again.
  static let largeChange = 1 << 22

  /// Takes over a newer version of the text: what the edit touches is forgotten and counted again, the rest stays counted.
  package mutating func adopt(
    _ newer: Rope, _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    guard let change = newer.difference(from: text) else { return text = newer }
    if change.old.lowerBound >= coveredBytes + TextCutter.surroundings { return text = newer }
    let touched = touchedStretches(by: change)
    if change.new.count + change.old.count > Self.largeChange || touched.count == stretches.count {
      self = Census()
      return text = newer
    }
    let start = stretches.part(0..<touched.lowerBound).sums.bytes
    let end = try forget(touched, from: start, tokenizer, options, ticket)
    let lastIsProven = stretches.stretches(touched).last?.isProven ?? true
    let kept = stretches.part(touched.upperBound..<stretches.count)
    stretches = stretches.part(0..<touched.lowerBound)
    let old = text
    text = newer
    let shift = change.new.count - change.old.count
    let resume = Resume(old: old, shift: shift, offset: end + shift, isProven: lastIsProven, kept: kept)
    try recount(upTo: resume, tokenizer, options, ticket)
  }

  /// The numbers of the stretches whose bytes, or whose cuts' surroundings, the change touches.
  private func touchedStretches(by change: Change) -> Range<Int> {
    let low = max(0, change.old.lowerBound - TextCutter.surroundings - 1)
    let high = change.old.upperBound + TextCutter.surroundings
    let first = stretches.place(of: low)?.index ?? stretches.count
    let last = stretches.place(of: high).map { $0.index + 1 } ?? stretches.count
    return min(first, last)..<last
  }

  /// Takes the tokens of some stretches out of the histogram; gives the end of the last one.
  private mutating func forget(
    _ numbers: Range<Int>, from start: Int, _ tokenizer: any Tokenizer, _ options: EncodeOptions,
    _ ticket: Ticket
  ) throws(Trouble) -> Int {
    var start = start
    for stretch in stretches.stretches(numbers) {
      let part = text[start..<start + stretch.byteCount]
      histogram.remove(try tokenizer.ids(part, options.part(from: start), ticket))
      start += stretch.byteCount
    }
    return start
  }

  /// Where counted stretches can follow again: in the new text at `offset`, when a cut falls there.
  private struct Resume {
    var old: Rope
    var shift: Int
    var offset: Int
    var isProven: Bool
    var kept: StretchTree
  }

  /// Counts until a cut falls on the place where the kept stretches can follow; when a part passes over some of them, those are
  /// forgotten one by one.
  private mutating func recount(
    upTo resume: Resume, _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    var resume = resume
    var parts = parts(tokenizer)
    while resume.kept.count > 0 {
      if coveredBytes == resume.offset { return stretches.append(resume.kept) }
      if coveredBytes < resume.offset {
        guard let part = parts.next(before: (resume.offset, resume.isProven)) else { return }
        add(try part.counted(tokenizer, options, ticket))
        continue
      }
      guard let stretch = resume.kept.place(of: 0)?.stretch else { return }
      let low = resume.offset - resume.shift
      let ids = try tokenizer.ids(
        resume.old[low..<low + stretch.byteCount], options.part(from: low), ticket)
      histogram.remove(ids)
      resume.offset += stretch.byteCount
      resume.isProven = stretch.isProven
      resume.kept = resume.kept.part(1..<resume.kept.count)
    }
  }
}
