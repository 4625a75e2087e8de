import Basics

/// Finds the matches of a pattern with a table of transitions: one look-up for each character.
///
/// Made for any pattern that is a regular expression in the strict sense (`PatternTree`), which nearly all split patterns
/// are. Finds what backtracking would find: of the matches that begin first, the one that the pattern tries first. Bytes that
/// are not UTF-8 are matched as U+FFFD, one each, as `PatternSplitter` does.
///
/// Safety: rows of `transitions` are read at classes of the table of classes, which has none above their number, and at `end`.
package final class PatternMachine: PatternedSplitter {
  package let pattern: String
  private let place: Trouble.Place
  private let classes: CodePointClasses
  private let transitions: PatternTransitions
  private let partings: [Bool]
  /// By class: whether its characters always belong to a match.
  private let covered: [Bool]

  /// Nil when the pattern is no such expression, or its table would be too large. Code points of `hidden` count as unassigned
  /// ones. Trouble is reported at `place`.
  package init?(
    _ pattern: String, _ dialect: PatternDialect, hiding hidden: CodePointSet = CodePointSet(),
    place: Trouble.Place = .nowhere
  ) {
    guard let tree = PatternTree(pattern, dialect), let program = PatternProgram(tree),
      let classes = CodePointClasses(program.sets, hiding: hidden),
      let transitions = PatternTransitions(program, classes)
    else { return nil }
    self.pattern = pattern
    self.place = place
    self.classes = classes
    self.transitions = transitions
    partings = transitions.partings()
    covered = transitions.covered()
  }

  package var summary: String { "pattern by table" }

  package func forEachMatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void
  ) throws(Trouble) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range lies inside the text")
    try unsafe ClassReader.with(text, end: range.upperBound, classes.table) { (reader) throws(Trouble) in
      try unsafe transitions.entries.withUnsafeBufferPointer { (entries) throws(Trouble) in
        guard let entries = entries.baseAddress else { return }
        var run = unsafe Run(reader, entries, transitions, range)
        while let match = try run.next(overrun) { try body(match.lowerBound, match.upperBound) }
      }
    }
  }

  private var overrun: Trouble { PatternSplitter.overrun(pattern, at: place) }
}

/// One pass over a text.
@safe private struct Run {
  private let reader: ClassReader
  private let entries: UnsafePointer<UInt32>
  private let start: Int
  private let end: Int
  private var position: Int
  /// How many more steps may lead to nothing.
  private var budget: Int

  init(
    _ reader: ClassReader, _ entries: UnsafePointer<UInt32>, _ transitions: PatternTransitions,
    _ range: Range<Int>
  ) {
    unsafe self.reader = unsafe reader
    unsafe self.entries = unsafe entries
    start = transitions.start
    end = transitions.end
    position = range.lowerBound
    budget = max(range.count, 64) * PatternSplitter.stepsPerByte
  }

  /// The next match; nil when there is none. Throws `overrun` when looking takes far too long.
  @inline(__always)
  mutating func next(_ overrun: @autoclosure () -> Trouble) throws(Trouble) -> Range<Int>? {
    while unsafe position < reader.end {
      let first = position
      let (value, length) = unsafe reader.read(first)
      if unsafe entries[start &+ Int(value)] &>> 1 == UInt32(PatternTransitions.dead) {
        position = first &+ length
        continue
      }
      let (last, seen) = attempt(first)
      let isMatch = last > first
      position = isMatch ? last : failedEnd(first, seen)
      budget &-= seen &- (isMatch ? last : first)
      if budget < 0 { throw overrun() }
      if isMatch { return first..<last }
    }
    return nil
  }

  /// Where the match that begins at `first` ends, `first` for none, and how far was looked.
  @inline(__always)
  private func attempt(_ first: Int) -> (last: Int, seen: Int) {
    var (last, position, state) = (first, first, start)
    while unsafe position < reader.end {
      let (value, length) = unsafe reader.read(position)
      let entry = unsafe entries[state &+ Int(value)]
      if entry & 1 != 0 { last = position }
      state = Int(truncatingIfNeeded: entry &>> 1)
      if state == PatternTransitions.dead { return (last, position) }
      position &+= length
    }
    if unsafe entries[state &+ end] & 1 != 0 { last = position }
    return (last, position)
  }

  /// Where to look on when nothing begins at `first` though all was read up to `seen`. Where a character leaves the same state behind
  /// the one before as it does at the start, an attempt from it would do the same as the one that failed.
  private func failedEnd(_ first: Int, _ seen: Int) -> Int {
    var (value, length) = unsafe reader.read(first)
    var position = first &+ length
    while position < seen {
      let state = Int(truncatingIfNeeded: unsafe entries[start &+ Int(value)] &>> 1)
      (value, length) = unsafe reader.read(position)
      if unsafe entries[state &+ Int(value)] &>> 1 != entries[start &+ Int(value)] &>> 1 { break }
      position &+= length
    }
    return position
  }
}

/// Where a text may be cut.
extension PatternMachine {
  package func seam(_ left: Neighbour, _ right: UInt32) -> Seam {
    let right = Int(classes.table.value(right))
    switch left {
    case .scalar(let left): return seam(Int(classes.table.value(left)), right)
    case .others:
      let seams = classes.others.map { seam($0, right) }
      return seams.contains(.unknown) ? .unknown : seams.contains(.gap) ? .gap : .cut
    }
  }

  /// Whether no match ever holds this character, and matches before it are as at the end of the text.
  func endsBefore(_ scalar: UInt32) -> Bool { transitions.ends(before: Int(classes.table.value(scalar))) }

  private func seam(_ left: Int, _ right: Int) -> Seam {
    if !partings[left * classes.count + right] { return .unknown }
    return covered[left] || covered[right] ? .cut : .gap
  }

  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    partings.contains(true) ? place(in: bytes, from: from) { seam(.scalar($0), $1) == .cut } : nil
  }
}
