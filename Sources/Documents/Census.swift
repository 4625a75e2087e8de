import Basics
import Tokens

/// How many tokens a document has, of which kinds, kept exact while it is edited.
///
/// ```swift
/// var census = Census()
/// try census.adopt(text, tokenizer, options, ticket)             // follows an edit: about a millisecond at any size
/// while !census.isComplete { try census.advance(by: 1 << 20, tokenizer, options, ticket) }
/// let selected = try census.count(in: 5000..<90_000_000, tokenizer, options, ticket)    // O(log n)
/// ```
///
/// The document is divided into stretches that end where the tokenizer promises a cut (`Tokenizer.safeCut`), so that
/// the tokens of the parts are the tokens of the whole. The stretches stand in a tree with sums. After an edit only those that it
/// touches are counted again. A tokenizer that promises no cut within reach is cut after a line end, and `isExact` says no while
/// such a cut is there.
package struct Census: Sendable {
  /// The version of the text that has been counted so far.
  package internal(set) var text = Rope()
  /// The stretches counted so far, from the start of the text.
  package internal(set) var stretches = StretchTree()
  /// How often each id occurs.
  package internal(set) var histogram = TokenHistogram()

  package init() {}

  package var tokenCount: Int { stretches.sums.tokens }
  package var counts: TextCounts { stretches.sums.text }
  /// Bytes counted so far, from the start of the text.
  package var coveredBytes: Int { stretches.sums.bytes }
  /// Whether every stretch ends at a proven cut.
  package var isExact: Bool { stretches.sums.unproven == 0 }
  /// Whether the whole text has been counted.
  package var isComplete: Bool { coveredBytes == text.count }

  /// The size of stretches. Small texts have small ones, so that their map has details; with large ones a file of 200 MB has
  /// 25,000.
  var stretchSize: Int { min(1 << 13, max(64, text.count / 1024)) }

  /// Counts on for at most `byteBudget` bytes: the plain way, part after part.
  package mutating func advance(
    by byteBudget: Int, _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    let goal = min(text.count, coveredBytes + byteBudget)
    var parts = parts(tokenizer)
    while coveredBytes < goal, let part = parts.next() {
      try ticket.step(Double(coveredBytes) / Double(max(1, text.count)))
      add(try part.counted(tokenizer, options, ticket))
    }
  }

  /// The parts that come next.
  package func parts(_ tokenizer: any Tokenizer) -> CensusParts { CensusParts(self, tokenizer) }

  /// Takes in what was counted in the part that begins where the counting stood.
  package mutating func add(_ counted: CensusPart.Counted) {
    precondition(counted.start == coveredBytes, "parts are added in the order of the text")
    for ids in counted.ids { histogram.add(ids) }
    stretches.append(counted.stretches)
  }

  /// The number of times an id occurs in what has been counted.
  package func occurrences(of id: TokenID) -> Int { histogram[id] }

  /// How many different ids occur, and the `limit` most frequent ones (ties: lower id first).
  package func leaders(_ limit: Int) -> (distinct: Int, top: [(id: TokenID, count: Int)]) {
    histogram.leaders(limit)
  }

  /// How dense tokens are from one end of the text to the other: tokens for each byte in each of `rows` equal parts; nil where the text
  /// has not been counted.
  package func densities(_ rows: Int) -> [Double?] {
    let size = text.count
    var last = 0.0
    return (1...max(1, rows)).map { row in
      let (low, high) = ((row - 1) * size / rows, row * size / rows)
      guard high > low, high <= coveredBytes else { return nil }
      let tokens = stretches.roughTokens(before: high)
      defer { last = tokens }
      return (tokens - last) / Double(high - low)
    }
  }
}

extension Census: Equatable {
  /// Same text, same cuts, same totals.
  package static func == (a: Census, b: Census) -> Bool {
    a.text.isSameVersion(as: b.text) && a.stretches == b.stretches
  }
}
