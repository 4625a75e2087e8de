import Basics

/// Makes words out of texts: normalizers change the text, then pre-tokenizers or a plain splitter cut it.
///
/// Text between the matches of a splitter is a word too, as in Hugging Face's `Split` with `isolated`. Without any
/// splitter a text is one word.
package struct WordSource: Sendable {
  /// What a text is before it is cut.
  package enum Unit: Sendable {
    case whole
    /// Each line, with its end, is a text of its own: nothing crosses a newline.
    case lines
  }

  private var unit = Unit.whole
  private var normalizers: [any Normalizer] = []
  private var preTokenizers: [any PreTokenizer] = []
  private var splitter: (any Splitter)?

  /// Words between and in the matches of a splitter; nil leaves texts whole.
  package init(_ splitter: (any Splitter)?, unit: Unit = .whole) {
    self.splitter = splitter
    self.unit = unit
  }

  /// Words as a pipeline with these parts would hand them to its model.
  package init(normalizers: [any Normalizer], preTokenizers: [any PreTokenizer]) {
    self.normalizers = normalizers
    self.preTokenizers = preTokenizers
  }

  /// Adds the words of a text.
  package func count(_ text: Span<UInt8>, into counts: inout WordCounts, _ ticket: Ticket) throws(Trouble) {
    var start = 0
    while start < text.count {
      let end = unit == .whole ? text.count : lineEnd(text, start)
      try ticket.step(Double(start) / Double(text.count))
      try count(text, start..<end, into: &counts, ticket)
      start = end
    }
  }

  private func lineEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
    var end = start
    while end < text.count && text[end] != 10 { end += 1 }
    return min(end + 1, text.count)
  }

  private func count(
    _ text: Span<UInt8>, _ range: Range<Int>, into counts: inout WordCounts, _ ticket: Ticket
  ) throws(Trouble) {
    guard normalizers.isEmpty && preTokenizers.isEmpty else {
      return try countPieces(text, range, into: &counts)
    }
    guard let splitter else { return counts.add(text, range) }
    var last = range.lowerBound
    var (seen, found) = (0, counts)
    counts = WordCounts()
    try splitter.forEachMatch(in: text, range) { (start, end) throws(Trouble) in
      seen &+= 1
      if seen & 0xFFF == 0 { try ticket.step(Double(start) / Double(text.count)) }
      if last < start { found.add(text, last..<start) }
      found.add(text, start..<end)
      last = end
    }
    found.add(text, last..<range.upperBound)
    counts = found
  }

  private func countPieces(
    _ text: Span<UInt8>, _ range: Range<Int>, into counts: inout WordCounts
  ) throws(Trouble) {
    var aligned = AlignedText(text, range)
    for normalizer in normalizers { aligned = try normalizer.normalize(aligned) }
    var pieces = Pieces(aligned)
    for preTokenizer in preTokenizers { try preTokenizer.cut(&pieces) }
    for piece in pieces.ranges { counts.add(pieces.text.bytes.span, piece) }
  }
}

extension WordCounts {
  /// The words of texts together.
  package init(_ texts: [[UInt8]], _ source: WordSource, _ ticket: Ticket) throws(Trouble) {
    self.init()
    for text in texts { try source.count(text.span, into: &self, ticket) }
  }
}
