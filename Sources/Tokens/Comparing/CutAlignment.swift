import Basics

/// The segmentations of one text by several tokenizers, laid over each other by bytes of the text.
///
/// ```
/// // text "abcd": the first cuts ab|cd, the second a|bc|d
/// CutAlignment(count: 4, [[ab, cd], [a, bc, d]])        // one region 0..<4, not shared
/// ```
/// A cut is a place between two bytes that no token holds together. The regions lie between the cuts that all rows have,
/// so they tile the text; one is shared when every row has the same tokens in it, byte for byte (their ids are those of
/// different vocabularies and do not count). Swapping rows swaps `tokens` and nothing else. O(bytes of tokens, rows).
package struct CutAlignment: Sendable, Equatable {
  /// What lies between two cuts that all rows have.
  package struct Region: Sendable, Equatable {
    /// Bytes of the text.
    package var range: Range<Int>
    /// Whether every row cuts it in the same way.
    package var isShared: Bool
    /// By row, the indexes of its tokens.
    package var tokens: [Range<Int>]
  }

  /// By region, where it ends.
  private let ends: [UInt32]
  /// By region, whether all rows agree.
  private var shared: [Bool]
  /// By row and region, how many tokens of the row end there or before.
  private let tokenEnds: [[UInt32]]
  /// How many cuts inside the text all rows have.
  package let commonCuts: Int
  /// By row, how many cuts inside the text it has which not all rows have.
  package let otherCuts: [Int]

  /// Of a text of `count` bytes (less than 4 GiB): by row its tokens, in order.
  package init(count: Int, _ rows: [[Token]]) {
    if rows.count == 2, let tiled = Tiled(count: count, rows[0], rows[1]) {
      ends = tiled.ends
      shared = tiled.shared
      tokenEnds = [tiled.firstEnds, tiled.secondEnds]
      commonCuts = Swift.max(0, ends.count - 1)
      otherCuts = rows.map { $0.count - tiled.ends.count }
      return
    }
    let cuts = rows.map { count == 0 ? [] : Self.cuts($0, UInt32(count)) }
    let common = cuts.dropFirst().reduce(cuts.first ?? []) { Self.common($0, $1) }
    ends = common
    commonCuts = Swift.max(0, common.count - 1)
    otherCuts = cuts.map { $0.count - common.count }
    tokenEnds = rows.map { Self.tokenEnds($0, at: common) }
    shared = Array(repeating: true, count: common.count)
    for row in rows.indices.dropFirst() { compare(rows[0], tokenEnds[0], rows[row], tokenEnds[row]) }
  }

  /// Two rows whose tokens tile the text, which is what byte-level tokenizers make: every end is a cut, and a region is shared
  /// when each has one token in it. One walk gives what the general way needs several for.
  private struct Tiled {
    var ends: [UInt32] = []
    var shared: [Bool] = []
    var firstEnds: [UInt32] = []
    var secondEnds: [UInt32] = []

    /// Nil when the tokens of a row leave bytes out, share some, or stand for none.
    init?(count: Int, _ a: [Token], _ b: [Token]) {
      guard count > 0, Self.tiles(a, UInt32(count)), Self.tiles(b, UInt32(count)) else { return nil }
      let room = Swift.min(a.count, b.count)
      ends.reserveCapacity(room)
      shared.reserveCapacity(room)
      firstEnds.reserveCapacity(room)
      secondEnds.reserveCapacity(room)
      walk(a, b)
    }

    private static func tiles(_ tokens: [Token], _ count: UInt32) -> Bool {
      var end: UInt32 = 0
      for token in tokens {
        if token.start != end || token.end <= end { return false }
        end = token.end
      }
      return end == count
    }

    private mutating func walk(_ a: [Token], _ b: [Token]) {
      var (i, j) = (0, 0)
      var (iBefore, jBefore) = (0, 0)
      while i < a.count, j < b.count {
        let (x, y) = (a[i].end, b[j].end)
        if x <= y { i += 1 }
        if y <= x { j += 1 }
        if x != y { continue }
        ends.append(x)
        shared.append(i - iBefore == 1 && j - jBefore == 1)
        firstEnds.append(UInt32(i))
        secondEnds.append(UInt32(j))
        (iBefore, jBefore) = (i, j)
      }
    }
  }

  /// What two rising lists have in common.
  private static func common(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(Swift.min(a.count, b.count))
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] { result.append(a[i]) }
      let (x, y) = (a[i], b[j])
      if x <= y { i += 1 }
      if y <= x { j += 1 }
    }
    return result
  }

  /// By place, how many tokens end there or before.
  private static func tokenEnds(_ tokens: [Token], at places: [UInt32]) -> [UInt32] {
    var next = 0
    return places.map { place in
      while next < tokens.count, tokens[next].end <= place { next += 1 }
      return UInt32(next)
    }
  }

  /// The places between bytes that no token of the row holds together and where one begins or ends; the end always.
  private static func cuts(_ tokens: [Token], _ count: UInt32) -> [UInt32] {
    var cuts: [UInt32] = []
    cuts.reserveCapacity(tokens.count + 1)
    var end: UInt32 = 0
    for token in tokens where token.end > token.start {
      while let last = cuts.last, last > token.start { cuts.removeLast() }
      if token.start >= end {
        if end > cuts.last ?? 0 { cuts.append(end) }
        if token.start > cuts.last ?? 0 { cuts.append(token.start) }
      }
      end = Swift.max(end, token.end)
    }
    if end > cuts.last ?? 0, end < count { cuts.append(end) }
    while let last = cuts.last, last >= count { cuts.removeLast() }
    cuts.append(count)
    return cuts
  }

  /// Notes the regions in which two rows have other tokens; those that stand for no bytes do not count.
  private mutating func compare(_ a: [Token], _ aEnds: [UInt32], _ b: [Token], _ bEnds: [UInt32]) {
    var (i, j) = (0, 0)
    for region in ends.indices {
      let (iEnd, jEnd) = (Int(aEnds[region]), Int(bEnds[region]))
      while true {
        while i < iEnd, a[i].start == a[i].end { i += 1 }
        while j < jEnd, b[j].start == b[j].end { j += 1 }
        guard i < iEnd, j < jEnd, a[i].start == b[j].start, a[i].end == b[j].end else { break }
        (i, j) = (i + 1, j + 1)
      }
      if i < iEnd || j < jEnd { shared[region] = false }
      (i, j) = (iEnd, jEnd)
    }
  }
}

extension CutAlignment: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { ends.count }

  package subscript(index: Int) -> Region {
    let tokens = tokenEnds.map { ends in (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index]) }
    return Region(range: range(of: index), isShared: shared[index], tokens: tokens)
  }

  /// The bytes of a region.
  package func range(of index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  /// How many tokens of a row lie in a region.
  package func tokenCount(of index: Int, in row: Int) -> Int {
    Int(tokenEnds[row][index]) - (index == 0 ? 0 : Int(tokenEnds[row][index - 1]))
  }

  /// Whether all rows cut a region in the same way.
  package func isShared(_ index: Int) -> Bool { shared[index] }

  /// The index of the region that holds the byte at `offset`; the last one for the end of the text, nil when there is none.
  package func region(at offset: Int) -> Int? {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(ends[middle]) <= offset { low = middle + 1 } else { high = middle }
    }
    return isEmpty ? nil : Swift.min(low, ends.count - 1)
  }
}

extension [Token] {
  /// The tokens with white space at their ends left out of their ranges, and those of nothing else left out: so that a
  /// tokenizer that drops spaces can be compared with one that keeps them.
  package func withoutSpaces(in text: [UInt8]) -> [Token] {
    compactMap { token in
      var (start, end) = (Int(token.start), Int(token.end))
      while start < end, Self.isSpace(text[start]) { start += 1 }
      while end > start, Self.isSpace(text[end - 1]) { end -= 1 }
      return start < end ? Token(id: token.id, start: start, end: end) : nil
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
