import Basics
import CScan

/// Pieces by the hundred, for the loop that encodes them.
///
/// A window of up to 4 KiB begins where a piece begins, so nothing is carried into it. Bit masks say where pieces begin in it
/// (`starts.h`); where they do not know, the plain scanner walks until it meets a start that they know. What depends on bytes behind the
/// window is left to the next, which begins at the last start that is sure.
///
/// Safety: `text` is legible up to `end` and `ends` has room for `room` numbers; the reader is asked for positions below `end` only.
extension PatternScanner {
  /// Whether the pieces follow one another without gaps.
  var coversEverything: Bool { rules.takesLoneSpace }

  /// So many bytes are worth looking for by masks.
  private static let leastBatch = 256

  package func cut(
    _ range: Range<Int>, of text: Span<UInt8>, keepsMatches: Bool, keepsGaps: Bool,
    into pieces: inout [Range<Int>]
  ) throws(Trouble) {
    guard coversEverything, keepsMatches, range.count >= Self.leastBatch else {
      return try forEachMatch(in: text, range) { start, end throws(Trouble) in
        if keepsMatches { pieces.append(start..<end) }
      }
    }
    unsafe forEachBatch(in: text, range, min(4096, range.count)) { start, ends in
      var start = start
      for index in ends.indices {
        let end = unsafe start + Int(ends[index] &- UInt32(truncatingIfNeeded: start))
        pieces.append(start..<end)
        start = end
      }
    }
  }

  /// Writes where the pieces that follow one another from `start`, which is where a piece begins, end: at most `room` of
  /// them, and fewer only when the last ends at `end`, which look-ahead does not see beyond. Returns how many. The pattern must cover everything.
  /// With room for less than a few thousand more of the work is done twice.
  @unsafe
  func cut(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int,
    into ends: UnsafeMutablePointer<UInt32>, room: Int
  ) -> Int {
    var count = 0
    unsafe ClassReader.with(text.span, end: end, table) { reader in
      var output = unsafe PieceEnds(ends: ends, room: room, position: start)
      if unsafe end - start < PieceWindow.least || !isMasked {
        unsafe walk(reader, &output, to: end)
      } else {
        unsafe PieceWindow.with { window in
          unsafe cut(reader, window, &output)
        }
      }
      count = unsafe output.count
    }
    return count
  }

  /// Where the pieces of `range`, which begins where a piece begins, end; found `room` at a time.
  package func ends(in text: Span<UInt8>, _ range: Range<Int>, room: Int = 4096) -> [Int] {
    var all: [Int] = []
    unsafe forEachBatch(in: text, range, room) { start, ends in
      var position = start
      for index in ends.indices {
        unsafe position += Int(ends[index] &- UInt32(truncatingIfNeeded: position))
        all.append(position)
      }
    }
    return all
  }

  /// How many pieces there are in `range`, which begins where a piece begins.
  package func pieceCount(in text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    unsafe forEachBatch(in: text, range, 4096) { _, ends in count += ends.count }
    return count
  }

  /// Calls `body` with where some pieces begin and the ends of them all.
  private func forEachBatch(
    in text: Span<UInt8>, _ range: Range<Int>, _ room: Int, _ body: (Int, UnsafeBufferPointer<UInt32>) -> Void
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range lies inside the text")
    unsafe text.withUnsafeBufferPointer { text in
      unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: room) { ends in
        guard let base = ends.baseAddress else { return }
        var position = range.lowerBound
        while position < range.upperBound {
          let count = unsafe cut(text, from: position, to: range.upperBound, into: base, room: room)
          unsafe body(position, UnsafeBufferPointer(start: base, count: count))
          unsafe position += Int(base[count - 1] &- UInt32(truncatingIfNeeded: position))
        }
      }
    }
  }

  /// Whether the masks know these rules; those that no known pattern has are left to the plain scanner.
  var isMasked: Bool {
    switch rules.family {
    case .gpt2: !rules.marksAreLetters && rules.takesLoneSpace
    case .cl100k: isGrouped
    case .o200k: isGrouped && !rules.marksAreLetters
    }
  }

  private var isGrouped: Bool {
    rules.takesLoneSpace && (1...3 ~= rules.digits || rules.digits == .max)
      && (!rules.takesSlashes || rules.takesNewlines) && (!rules.separatesHan || rules.family == .o200k)
  }

  /// The rules as masks.
  var maskRules: cs_rules {
    let family =
      switch rules.family {
      case .gpt2: CS_GPT2
      case .cl100k: CS_CL100K
      case .o200k: CS_O200K
      }
    return cs_rules(
      family: Int32(family.rawValue), digits: Int32(min(rules.digits, 4)), tails: rules.takesNewlines ? 1 : 0,
      slashes: rules.takesSlashes ? .max : 0,
      marks: rules.family == .o200k || rules.marksAreLetters ? .max : 0, han: rules.separatesHan ? .max : 0)
  }

  @unsafe
  private func cut(_ reader: ClassReader, _ window: PieceWindow, _ output: inout PieceEnds) {
    while unsafe output.position < reader.end && output.count < output.room {
      let left = unsafe reader.end - output.position
      if unsafe left < PieceWindow.least { return unsafe walk(reader, &output, to: reader.end) }
      let limit = unsafe window.fill(self, reader, output.position, room: output.room - output.count)
      let before = unsafe output.position
      if limit > 0 { unsafe window.write(self, reader, upTo: limit, &output) }
      if unsafe output.position == before { unsafe output.append(end(reader, before)) }
    }
  }

  /// One piece after the other.
  @unsafe
  private func walk(_ reader: ClassReader, _ output: inout PieceEnds, to end: Int) {
    while unsafe output.position < end && output.count < output.room {
      unsafe output.append(self.end(reader, output.position))
    }
  }
}

/// The ends that have been found, and the room for more.
///
/// Safety: `ends` has room for `room` numbers; `append` is called while `count` is below it.
@unsafe struct PieceEnds {
  let ends: UnsafeMutablePointer<UInt32>
  let room: Int
  /// Where the last piece ends.
  var position: Int
  var count = 0

  init(ends: UnsafeMutablePointer<UInt32>, room: Int, position: Int) {
    unsafe self.ends = unsafe ends
    unsafe self.room = room
    unsafe self.position = position
  }

  @inline(__always)
  mutating func append(_ end: Int) {
    unsafe ends[count] = UInt32(truncatingIfNeeded: end)
    unsafe count += 1
    unsafe position = end
  }
}
