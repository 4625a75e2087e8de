/// How much the segmentations of a text differ, added up part by part.
package struct CutTotals: Sendable, Equatable {
  package private(set) var byteCount = 0
  /// By row.
  package private(set) var tokenCounts: [Int]
  /// How many regions are cut differently, and how many bytes they hold.
  package private(set) var differenceCount = 0
  package private(set) var differentBytes = 0
  /// How many cuts all rows have; the one between two parts counts.
  package private(set) var commonCuts = 0
  /// By row, how many of its cuts not all rows have.
  package private(set) var otherCuts: [Int]
  /// Where the first differences begin, in order, at most as many as were asked for.
  package private(set) var places: [Int] = []
  private let placeLimit: Int

  /// Nothing yet, for this many rows; the first `placeLimit` places are kept.
  package init(rows: Int, placeLimit: Int = 1 << 21) {
    self.placeLimit = placeLimit
    tokenCounts = Array(repeating: 0, count: rows)
    otherCuts = tokenCounts
  }

  /// Adds a part that begins where the parts so far end. `tokens` is the number of tokens by row.
  package mutating func add(_ part: CutAlignment, tokens: [Int]) {
    if part.isEmpty { return }
    for index in part.indices where !part.isShared(index) {
      let range = part.range(of: index)
      differenceCount += 1
      differentBytes += range.count
      if places.count < placeLimit { places.append(byteCount + range.lowerBound) }
    }
    commonCuts += part.commonCuts + (byteCount > 0 ? 1 : 0)
    for row in tokenCounts.indices {
      tokenCounts[row] += tokens[row]
      otherCuts[row] += part.otherCuts[row]
    }
    byteCount += part.range(of: part.count - 1).upperBound
  }

  /// Adds the totals of another text that follows this one.
  package mutating func add(_ other: CutTotals) {
    places += other.places.prefix(max(0, placeLimit - places.count)).map { $0 + byteCount }
    differenceCount += other.differenceCount
    differentBytes += other.differentBytes
    commonCuts += other.commonCuts + (byteCount > 0 && other.byteCount > 0 ? 1 : 0)
    byteCount += other.byteCount
    for row in tokenCounts.indices {
      tokenCounts[row] += other.tokenCounts[row]
      otherCuts[row] += other.otherCuts[row]
    }
  }

  /// Whether every row cuts the text in the same way.
  package var areSame: Bool { differenceCount == 0 }
}

/// The cuts that several tokenizers promise together.
package struct SharedCuts: Sendable {
  private let tokenizers: [any Tokenizer]

  package init(_ tokenizers: [any Tokenizer]) { self.tokenizers = tokenizers }

  /// The first place at or behind `from` where all of them may be cut, as `Tokenizer.safeCut`.
  package func first(in bytes: Span<UInt8>, from: Int) -> Int? {
    var place = from
    var agreeing = 0
    var row = 0
    while agreeing < tokenizers.count {
      guard let cut = Self.cut(of: tokenizers[row], in: bytes, from: place) else { return nil }
      agreeing = cut == place && agreeing > 0 ? agreeing + 1 : 1
      place = cut
      row = (row + 1) % tokenizers.count
    }
    return place
  }

  /// The first cut at or behind `place`. A scanner begins to look one byte behind where it is told to, so that it sees what
  /// stands before; asked from a byte earlier it finds a cut at `place` itself.
  private static func cut(of tokenizer: any Tokenizer, in bytes: Span<UInt8>, from place: Int) -> Int? {
    var from = max(0, place - 1)
    while let cut = tokenizer.safeCut(in: bytes, from: from) {
      if cut >= place { return cut }
      from = cut + 1
    }
    return nil
  }
}
