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

  private let rowCount: Int
  /// By region, where it ends.
  private var ends: [UInt32] = []
  /// By region, whether all rows agree.
  private var shared: [Bool] = []
  /// By region and row, how many tokens of the row end there or before.
  private var tokenEnds: [UInt32] = []
  /// How many cuts inside the text all rows have.
  package private(set) var commonCuts = 0
  /// By row, how many cuts inside the text it has which not all rows have.
  package private(set) var otherCuts: [Int]

  /// Of a text of `count` bytes (less than 4 GiB): by row its tokens, in order.
  package init(count: Int, _ rows: [[Token]]) {
    rowCount = rows.count
    otherCuts = rows.map { _ in 0 }
    if rows.isEmpty || count == 0 { return }
    let cuts = rows.map { Self.cuts($0, UInt32(count)) }
    var places = rows.map { _ in 0 }
    var next = rows.map { _ in 0 }
    while ends.last != UInt32(count) {
      let end = nextCommon(cuts, &places)
      let first = next
      for row in rows.indices {
        while next[row] < rows[row].count, rows[row][next[row]].end <= end { next[row] += 1 }
        tokenEnds.append(UInt32(next[row]))
      }
      ends.append(end)
      shared.append(Self.isShared(rows, from: first, to: next))
    }
    commonCuts = ends.count - 1
  }

  /// The next cut that all rows have; `places` are the next cuts to look at, and step behind it.
  private mutating func nextCommon(_ cuts: [[UInt32]], _ places: inout [Int]) -> UInt32 {
    var end: UInt32 = 0
    var agreeing = 0
    var row = 0
    while agreeing < rowCount {
      while cuts[row][places[row]] < end {
        otherCuts[row] += 1
        places[row] += 1
      }
      let cut = cuts[row][places[row]]
      agreeing = cut == end && agreeing > 0 ? agreeing + 1 : 1
      end = cut
      row = row + 1 == rowCount ? 0 : row + 1
    }
    for row in places.indices { places[row] += 1 }
    return end
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

  private static func isShared(_ rows: [[Token]], from first: [Int], to end: [Int]) -> Bool {
    for row in rows.indices.dropFirst() {
      var (i, j) = (first[0], first[row])
      while true {
        while i < end[0], rows[0][i].start == rows[0][i].end { i += 1 }
        while j < end[row], rows[row][j].start == rows[row][j].end { j += 1 }
        if i == end[0] || j == end[row] { break }
        if rows[0][i].start != rows[row][j].start || rows[0][i].end != rows[row][j].end { return false }
        (i, j) = (i + 1, j + 1)
      }
      if i < end[0] || j < end[row] { return false }
    }
    return true
  }
}

extension CutAlignment: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { ends.count }

  package subscript(index: Int) -> Region {
    let tokens = (0..<rowCount).map { row in
      let first = index == 0 ? 0 : tokenEnds[(index - 1) * rowCount + row]
      return Int(first)..<Int(tokenEnds[index * rowCount + row])
    }
    return Region(range: range(of: index), isShared: shared[index], tokens: tokens)
  }

  /// The bytes of a region.
  package func range(of index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
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
