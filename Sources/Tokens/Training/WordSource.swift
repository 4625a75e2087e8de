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
    /// The same without the line ends.
    case bareLines
  }

  private let unit: Unit
  private let normalizers: [any Normalizer]
  private let preTokenizers: [any PreTokenizer]
  private let splitter: (any Splitter)?

  /// Words between and in the matches of a splitter; nil leaves texts whole.
  package init(_ splitter: (any Splitter)?, unit: Unit = .whole) {
    self.init(normalizers: [], preTokenizers: [], splitter: splitter, unit: unit)
  }

  /// Words as a pipeline with these parts would hand them to its model; the splitter knows where texts may be cut.
  package init(
    normalizers: [any Normalizer], preTokenizers: [any PreTokenizer], splitter: (any Splitter)? = nil,
    unit: Unit = .whole
  ) {
    self.normalizers = normalizers
    self.preTokenizers = preTokenizers
    self.splitter = splitter
    self.unit = unit
  }

  /// Adds the words of a text, as if it occurred several times.
  package func count(
    _ text: Span<UInt8>, times: Int = 1, into counts: inout WordCounts, _ ticket: Ticket
  ) throws(Trouble) {
    var start = 0
    while start < text.count {
      let end = unit == .whole ? text.count : lineEnd(text, start)
      try ticket.step(ticket.fraction)
      try count(
        text, start..<(unit == .bareLines ? bareEnd(text, start, end) : end), times, into: &counts, ticket)
      start = end
    }
  }

  /// As `Tokenizer.safeCut`, for the words.
  package func safeCut(in bytes: Span<UInt8>, from: Int) -> Int? {
    if unit != .whole || splitter == nil && !preTokenizers.isEmpty {
      // Every pre-tokenizer without a splitter drops white space.
      let end = lineEnd(bytes, max(0, from - 1))
      return end > 0 && end >= from && bytes[end - 1] == 10 ? end : nil
    }
    var from = from
    while let place = splitter?.safeCut(in: bytes, from: from) {
      let isPlain = place > 0 && place < bytes.count && bytes[place - 1] < 0x80 && bytes[place] < 0x80
      if normalizers.isEmpty || isPlain { return place }
      from = place + 1
      if from > bytes.count { return nil }
    }
    return nil
  }

  private func lineEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
    var end = start
    while end < text.count && text[end] != 10 { end += 1 }
    return min(end + 1, text.count)
  }

  /// Where a line ends without its end.
  private func bareEnd(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    if text[end - 1] != 10 { return end }
    return end - start > 1 && text[end - 2] == 13 ? end - 2 : end - 1
  }

  private func count(
    _ text: Span<UInt8>, _ range: Range<Int>, _ times: Int, into counts: inout WordCounts, _ ticket: Ticket
  ) throws(Trouble) {
    guard normalizers.isEmpty && preTokenizers.isEmpty else {
      return try countPieces(text, range, times, into: &counts)
    }
    guard let splitter else { return counts.add(text, range, times: times) }
    var last = range.lowerBound
    var seen = 0
    // The closure may not change what is passed in, so the counts are moved out and back.
    var found = WordCounts.taken(from: &counts)
    defer { counts = found }
    try splitter.forEachMatch(in: text, range) { (start, end) throws(Trouble) in
      seen &+= 1
      if seen & 0xFFF == 0 { try ticket.step(ticket.fraction) }
      if last < start { found.add(text, last..<start, times: times) }
      found.add(text, start..<end, times: times)
      last = end
    }
    found.add(text, last..<range.upperBound, times: times)
  }

  private func countPieces(
    _ text: Span<UInt8>, _ range: Range<Int>, _ times: Int, into counts: inout WordCounts
  ) throws(Trouble) {
    if range.isEmpty { return }
    var aligned = AlignedText(text, range)
    for normalizer in normalizers { aligned = try normalizer.normalize(aligned) }
    var pieces = Pieces(aligned)
    for preTokenizer in preTokenizers { try preTokenizer.cut(&pieces) }
    for piece in pieces.ranges { counts.add(pieces.text.bytes.span, piece, times: times) }
  }
}

extension WordCounts {
  /// The words of texts together.
  package init(_ texts: [[UInt8]], _ source: WordSource, _ ticket: Ticket) throws(Trouble) {
    self.init()
    for text in texts { try source.count(text.span, into: &self, ticket) }
  }

  /// The words of the words: each counts as often as what it stands in.
  package func divided(_ source: WordSource, _ ticket: Ticket) throws(Trouble) -> WordCounts {
    var parts = WordCounts()
    for word in 0..<count {
      try source.count(bytes.span.extracting(range(word)), times: count(of: word), into: &parts, ticket)
    }
    return parts
  }
}
