/// A text on its way through a pipeline, every byte with the place in the original text that it came from.
///
/// Two alignments are kept. `starts` and `ends` are exact: what was composed of three bytes ends after the third.
/// What the Hugging Face library would say is kept beside (it forgets the second half of a composed character).
/// All places are bytes of the original; the range of a byte is that of the whole character it belongs to.
package struct AlignedText: Sendable {
  /// The text as it has become.
  package private(set) var bytes: [UInt8] = []
  private(set) var starts: [UInt32] = []
  private(set) var ends: [UInt32] = []
  private(set) var reportedEnds: [UInt32] = []
  /// Empty while the library would say the same as `starts`.
  private var reportedStarts: [UInt32] = []
  /// Where the stretch begins in the original; characters inserted before everything else belong there.
  let origin: Int

  /// An unchanged stretch of the original.
  package init(_ original: Span<UInt8>, _ range: Range<Int>) {
    origin = range.lowerBound
    bytes.reserveCapacity(range.count)
    starts.reserveCapacity(range.count)
    ends.reserveCapacity(range.count)
    var position = range.lowerBound
    while position < range.upperBound {
      let length = Unit.at(position, in: original, end: range.upperBound).length
      for offset in 0..<length {
        bytes.append(original[position + offset])
        starts.append(UInt32(truncatingIfNeeded: position))
        ends.append(UInt32(truncatingIfNeeded: position + length))
      }
      position += length
    }
    reportedEnds = ends
  }

  /// Nothing yet, to be filled with `copy` and `append`.
  init(origin: Int, capacity: Int = 0) {
    self.origin = origin
    bytes.reserveCapacity(capacity)
    starts.reserveCapacity(capacity)
    ends.reserveCapacity(capacity)
    reportedEnds.reserveCapacity(capacity)
  }

  /// Whether nothing is left.
  package var isEmpty: Bool { bytes.isEmpty }
  /// How many bytes it has.
  package var count: Int { bytes.count }

  /// Adds bytes of another text with their places.
  mutating func copy(_ range: Range<Int>, of other: AlignedText) {
    if !reportedStarts.isEmpty || !other.reportedStarts.isEmpty {
      tellReportedStarts()
      reportedStarts += (other.reportedStarts.isEmpty ? other.starts : other.reportedStarts)[range]
    }
    bytes += other.bytes[range]
    starts += other.starts[range]
    ends += other.ends[range]
    reportedEnds += other.reportedEnds[range]
  }

  /// Adds a unit that comes from the same place as byte `index` of `other`; −1 stands for the very beginning.
  mutating func append(_ unit: UInt32, as index: Int, of other: AlignedText) {
    let old = bytes.count
    Unit.append(unit, to: &bytes)
    place(bytes.count - old, as: index, of: other)
  }

  /// Adds bytes that come from the same place as byte `index` of `other`.
  mutating func append(_ more: [UInt8], as index: Int, of other: AlignedText) {
    bytes += more
    place(more.count, as: index, of: other)
  }

  /// Adds bytes that come from nowhere: they are reported with byte `index` of `other`, but stand for no byte.
  mutating func insert(_ more: [UInt8], at index: Int, of other: AlignedText) {
    append(more, as: index, of: other)
    for position in bytes.count - more.count..<bytes.count { ends[position] = starts[position] }
  }

  /// Lets the last `count` bytes end, exactly, where byte `index` of `other` ends.
  mutating func extendLast(_ count: Int, to index: Int, of other: AlignedText) {
    guard index >= 0, index < other.count else { return }
    for position in bytes.count - count..<bytes.count {
      ends[position] = max(ends[position], other.ends[index])
    }
  }

  /// Drops all bytes from `count` on; gives the place where the first of them came from, nil when there is none.
  mutating func cut(to count: Int) -> UInt32? {
    guard count < bytes.count else { return nil }
    let place = starts[count]
    bytes.removeSubrange(count...)
    starts.removeSubrange(count...)
    ends.removeSubrange(count...)
    reportedEnds.removeSubrange(count...)
    return place
  }

  /// Adds bytes that come from nowhere, at a place.
  mutating func insert(_ more: [UInt8], place: UInt32) {
    bytes += more
    starts += repeatElement(place, count: more.count)
    ends += repeatElement(place, count: more.count)
    reportedEnds += repeatElement(place, count: more.count)
  }

  /// Where the last byte ends.
  var lastEnd: UInt32 { ends.last ?? UInt32(origin) }

  /// Reports as SentencePiece does: every byte ends where the next one begins, the last one at `last`.
  mutating func reportEndsAtNextStart(last: UInt32) {
    guard !bytes.isEmpty else { return }
    reportedEnds = Array(starts.dropFirst())
    reportedEnds.append(last)
  }

  /// The place of a range of bytes as the Hugging Face library reports it.
  func reported(_ range: Range<Int>) -> Range<Int> {
    let start = Int((reportedStarts.isEmpty ? starts : reportedStarts)[range.lowerBound])
    return start..<max(start, Int(reportedEnds[range.upperBound - 1]))
  }

  /// From now on the library says something else of starts than is exact.
  private mutating func tellReportedStarts() {
    if reportedStarts.isEmpty { reportedStarts = starts }
  }

  /// Lets the library say of each byte what it says of a byte of `other`; −1 stands for the very beginning.
  mutating func report(_ indexes: [Int], of other: AlignedText) {
    let otherStarts = other.reportedStarts.isEmpty ? other.starts : other.reportedStarts
    reportedStarts = indexes.map { $0 < 0 ? UInt32(other.origin) : otherStarts[$0] }
    reportedEnds = indexes.map { $0 < 0 ? UInt32(other.origin) : other.reportedEnds[$0] }
  }

  private mutating func place(_ count: Int, as index: Int, of other: AlignedText) {
    let inside = index >= 0 && index < other.count
    let start = inside ? other.starts[index] : UInt32(other.origin)
    if !reportedStarts.isEmpty || !other.reportedStarts.isEmpty {
      tellReportedStarts()
      let reported = inside && !other.reportedStarts.isEmpty ? other.reportedStarts[index] : start
      reportedStarts += repeatElement(reported, count: count)
    }
    for _ in 0..<count {
      starts.append(start)
      ends.append(inside ? other.ends[index] : start)
      reportedEnds.append(inside ? other.reportedEnds[index] : start)
    }
  }
}

extension AlignedText {
  /// The exact place of a range of bytes.
  ///
  /// Where a character was not changed its bytes are told apart; where it was changed, all its bytes stand for the
  /// whole original character.
  func exact(_ range: Range<Int>, in original: Span<UInt8>) -> Range<Int> {
    let start = exactStart(range.lowerBound, original)
    var end = Int(ends[range.upperBound - 1])
    if range.upperBound < count, isContinued(range.upperBound),
      starts[range.upperBound] == starts[range.upperBound - 1]
    {
      let inner = exactStart(range.upperBound, original)
      if inner > Int(starts[range.upperBound]) { end = inner }
    }
    return start..<max(start, end)
  }

  private func isContinued(_ index: Int) -> Bool { bytes[index] & 0xC0 == 0x80 }

  private func exactStart(_ index: Int, _ original: Span<UInt8>) -> Int {
    let start = Int(starts[index])
    guard isContinued(index) else { return start }
    var lead = index
    while lead > 0, index - lead < 3, bytes[lead] & 0xC0 == 0x80 { lead -= 1 }
    let length = Int(ends[index]) - start
    guard starts[lead] == starts[index], index - lead < length, lead + length <= count else { return start }
    for offset in 0..<length where original[start + offset] != bytes[lead + offset] { return start }
    return start + index - lead
  }
}
