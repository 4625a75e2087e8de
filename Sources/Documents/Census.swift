import Basics
import Tokens

/// How many tokens a document has, of which kinds, kept exact while it is edited.
///
/// The document is divided into stretches of about 32 KiB that end where the tokenizer promises a cut
/// (`Tokenizer.safeCut`), so that the tokens of the parts are the tokens of the whole. Each stretch keeps its
/// counts. After an edit only the stretches it touches are counted again: about 1 ms, whatever the size of
/// the document. A tokenizer that promises no cut within `reach` is cut after a line end, and `isExact` says no.
package struct Census: Sendable {
  /// One part of the document, counted.
  package struct Stretch: Sendable, Equatable {
    package var byteCount: Int
    package var tokenCount: Int
    package var text: TextCounts
  }

  /// The version of the text that has been counted so far.
  package private(set) var text = Rope()
  package private(set) var stretches: [Stretch] = []
  /// How often each id occurs, by id; ids of 2²⁴ and more (hashes) are in `rest`.
  package private(set) var histogram: [UInt32] = []
  private var rest: [TokenID: UInt32] = [:]
  package private(set) var tokenCount = 0
  package private(set) var counts = TextCounts()
  /// Bytes counted so far, from the start of the text.
  package private(set) var coveredBytes = 0
  /// Whether every stretch ends at a proven cut.
  package private(set) var isExact = true

  /// Whether the whole text has been counted.
  package var isComplete: Bool { coveredBytes == text.count }

  static let stretchSize = 1 << 15
  static let reach = 1 << 20
  /// A change of more than this is not followed; the counting starts again.
  static let largeChange = 1 << 22
  /// A cut may depend on this many bytes around it.
  private static let surroundings = 64
  private static let denseLimit: TokenID = 1 << 24

  package init() {}

  /// Takes over a newer version of the text: what the edit touches is forgotten, the rest stays counted.
  package mutating func adopt(
    _ newer: Rope, _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    guard let change = newer.difference(from: text) else { return text = newer }
    if stretches.isEmpty || change.old.lowerBound >= coveredBytes + Self.surroundings { return text = newer }
    if change.new.count + change.old.count > Self.largeChange {
      self = Census()
      return text = newer
    }
    let touched = touchedStretches(by: change)
    var later = 0
    for stretch in stretches[touched.range] {
      let part = text[touched.start + later..<touched.start + later + stretch.byteCount]
      try forget(tokenizer.encode(part, options, ticket), stretch)
      later += stretch.byteCount
    }
    let shift = change.new.count - change.old.count
    let kept = stretches[touched.range.upperBound...]
    let resume = touched.start + later + shift
    stretches.removeSubrange(touched.range.lowerBound...)
    coveredBytes = stretches.reduce(0) { $0 + $1.byteCount }
    text = newer
    try recount(upTo: resume, then: kept, tokenizer, options, ticket)
  }

  /// Counts on for at most `byteBudget` bytes.
  package mutating func advance(
    by byteBudget: Int, _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) {
    let goal = min(text.count, coveredBytes + byteBudget)
    while coveredBytes < goal {
      try ticket.step(Double(coveredBytes) / Double(max(1, text.count)))
      try countNext(tokenizer, options, ticket)
    }
  }

  /// The number of times an id occurs in what has been counted.
  package func occurrences(of id: TokenID) -> Int {
    Int(id) < histogram.count ? Int(histogram[Int(id)]) : Int(rest[id] ?? 0)
  }

  /// How many different ids occur, and the `limit` most frequent ones (ties: lower id first).
  package func leaders(_ limit: Int) -> (distinct: Int, top: [(id: TokenID, count: Int)]) {
    var distinct = 0
    var top: [(id: TokenID, count: Int)] = []
    func consider(_ id: TokenID, _ count: UInt32) {
      if count == 0 { return }
      distinct += 1
      if top.count == limit, let last = top.last, last.count >= Int(count) { return }
      let place = top.firstIndex { $0.count < Int(count) } ?? top.count
      top.insert((id, Int(count)), at: place)
      if top.count > limit { top.removeLast() }
    }
    for id in histogram.indices { consider(TokenID(id), histogram[id]) }
    for id in rest.keys.sorted() { consider(id, rest[id] ?? 0) }
    return (distinct, top)
  }

  /// The first stretch whose bytes, or whose cuts' surroundings, the change touches, and those behind it.
  private func touchedStretches(by change: Change) -> (range: Range<Int>, start: Int) {
    var first = 0
    var start = 0
    let low = change.old.lowerBound - Self.surroundings
    while first < stretches.count && start + stretches[first].byteCount < low {
      start += stretches[first].byteCount
      first += 1
    }
    var last = first
    var end = start
    while last < stretches.count && end <= change.old.upperBound + Self.surroundings {
      end += stretches[last].byteCount
      last += 1
    }
    return (first..<last, start)
  }

  /// Counts from `coveredBytes` until a cut falls on `resume`, where the kept stretches can follow; when it
  /// passes over them instead, they are forgotten one by one.
  private mutating func recount(
    upTo resume: Int, then kept: ArraySlice<Stretch>, _ tokenizer: any Tokenizer, _ options: EncodeOptions,
    _ ticket: Ticket
  ) throws(Trouble) {
    var kept = kept
    var resume = resume
    while !kept.isEmpty {
      if coveredBytes == resume { return restore(kept) }
      if coveredBytes > resume, let stretch = kept.popFirst() {
        let part = text[resume..<resume + stretch.byteCount]
        try forget(tokenizer.encode(part, options, ticket), stretch)
        resume += stretch.byteCount
        continue
      }
      try countNext(tokenizer, options, ticket, stopAt: resume)
    }
  }

  private mutating func restore(_ kept: ArraySlice<Stretch>) {
    stretches.append(contentsOf: kept)
    coveredBytes += kept.reduce(0) { $0 + $1.byteCount }
  }

  /// Counts one stretch more. `stopAt` is where an old cut is: it is a cut still if its surroundings are.
  private mutating func countNext(
    _ tokenizer: any Tokenizer, _ options: EncodeOptions, _ ticket: Ticket, stopAt: Int? = nil
  ) throws(Trouble) {
    let end = stretchEnd(tokenizer, stopAt: stopAt)
    let part = text[coveredBytes..<end]
    let tokens = try tokenizer.encode(part, options, ticket)
    let stretch = Stretch(byteCount: part.count, tokenCount: tokens.count, text: counts(of: part))
    add(tokens, stretch)
  }

  /// The counts of the bytes that come next; a cut may stand inside a word.
  private func counts(of part: [UInt8]) -> TextCounts {
    let before = text[max(0, coveredBytes - 4)..<coveredBytes]
    var start = before.count - 1
    while start > 0, before[start] & 0xC0 == 0x80 { start -= 1 }
    guard start >= 0 else { return TextCounts(part.span) }
    let scalar = UTF8Scalar.read(before.span, start, before.count).value
    return TextCounts(part.span, startsInsideWord: !(scalar.map(CodePoint.isWhitespace) ?? false))
  }

  private mutating func stretchEnd(_ tokenizer: any Tokenizer, stopAt: Int?) -> Int {
    let start = coveredBytes
    if let stopAt, stopAt > start, stopAt - start <= 2 * Self.stretchSize { return stopAt }
    var window = 2 * Self.stretchSize
    while true {
      let bytes = text[start..<min(text.count, start + window)]
      if bytes.count <= Self.stretchSize { return start + bytes.count }
      if let cut = Self.cut(in: bytes, tokenizer) { return start + cut }
      if start + bytes.count == text.count { return text.count }
      if window >= Self.reach {
        isExact = false
        return forcedCut(start + window)
      }
      window *= 2
    }
  }

  /// The first place in the later half of `bytes` where both the tokens and the counts of the text may be cut.
  private static func cut(in bytes: [UInt8], _ tokenizer: any Tokenizer) -> Int? {
    var from = stretchSize
    while let cut = tokenizer.safeCut(in: bytes.span, from: from), cut < bytes.count {
      if TextCounts.mayCut(bytes.span, at: cut) { return cut }
      from = cut + 1
    }
    return nil
  }

  /// Behind a line end near `offset`, or else between two characters.
  private func forcedCut(_ offset: Int) -> Int {
    let line = text.start(ofLine: text.line(at: offset))
    return offset - line < Self.stretchSize ? line : text.characterStart(at: offset)
  }

  private mutating func add(_ tokens: [Token], _ stretch: Stretch) {
    let largest = tokens.lazy.map(\.id).filter { $0 < Self.denseLimit }.max().map(Int.init) ?? -1
    if largest >= histogram.count {
      histogram.append(contentsOf: repeatElement(0, count: largest + 1 - histogram.count))
    }
    for token in tokens {
      if token.id < Self.denseLimit { histogram[Int(token.id)] += 1 } else { rest[token.id, default: 0] += 1 }
    }
    stretches.append(stretch)
    tokenCount += stretch.tokenCount
    counts = counts + stretch.text
    coveredBytes += stretch.byteCount
  }

  private mutating func forget(_ tokens: [Token], _ stretch: Stretch) {
    for token in tokens {
      if token.id < Self.denseLimit { histogram[Int(token.id)] -= 1 } else { rest[token.id, default: 1] -= 1 }
    }
    tokenCount -= stretch.tokenCount
    counts = counts - stretch.text
  }
}

extension Census: Equatable {
  /// Same text, same cuts, same totals.
  package static func == (a: Census, b: Census) -> Bool {
    a.text.isSameVersion(as: b.text) && a.tokenCount == b.tokenCount && a.coveredBytes == b.coveredBytes
      && a.isExact == b.isExact
  }
}
