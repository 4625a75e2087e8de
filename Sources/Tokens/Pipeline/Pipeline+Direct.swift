import Basics

/// The short way: pieces of the raw bytes straight into a byte-level model.
///
/// Open when nothing changes the text, or only form C or the repair of what is not UTF-8, which most text needs not, and
/// splitters make the pieces.
struct DirectRoute: Sendable {
  let model: BytePairModel
  /// Nil when each stretch is one piece.
  let splitter: (any Splitter)?
  /// The splitter when it gives pieces that follow one another by the hundred.
  let scanner: PatternScanner?
  /// What lies between matches is encoded too.
  let keepsGaps: Bool
  private let condition: Condition
  /// Whether characters that are newer than the splitter's Unicode need a change.
  private let isOlder: Bool

  /// When a text needs no change.
  private enum Condition { case always, isComposed, isValid }

  init?(_ parts: PipelineParts) {
    guard parts.isByteLevel, let model = parts.model as? BytePairModel else { return nil }
    guard let condition = Self.condition(parts.normalizers) else { return nil }
    guard let stage = Self.onlyStage(parts.preTokenizers, parts.library) else { return nil }
    self.model = model
    self.condition = condition
    (splitter, keepsGaps) = stage
    let edition = splitter as? EditionSplitter
    isOlder = edition != nil
    let scanner = (edition?.splitter ?? splitter) as? PatternScanner
    self.scanner = scanner?.coversEverything == true ? scanner : nil
  }

  /// Whether splitting costs so much that units with their tokens are better remembered than pieces.
  var splitsSlowly: Bool { (splitter as? SplitterChain)?.count ?? 1 > 3 }

  private static func condition(_ normalizers: [any Normalizer]) -> Condition? {
    if normalizers.isEmpty { return .always }
    guard normalizers.count == 1 else { return nil }
    return normalizers[0] is NFC ? .isComposed : normalizers[0] is RepairedText ? .isValid : nil
  }

  /// The splitter that makes all the pieces, when the parts come to no more than that.
  private static func onlyStage(
    _ stages: [any PreTokenizer], _ library: PipelineParts.Library
  ) -> (splitter: (any Splitter)?, keepsGaps: Bool)? {
    guard library == .tiktoken || (stages.last as? ByteLevel)?.isPlain == true else { return nil }
    var chain: [SplitterChain.Stage] = []
    for stage in stages {
      if let bytes = stage as? ByteLevel, bytes.isPlain, bytes.splitter == nil { continue }
      guard let next = stage.stage else { return nil }
      chain.append(next)
    }
    guard let first = chain.first else { return (nil, true) }
    if chain.count == 1 && first.keepsMatches { return (first.splitter, first.keepsGaps) }
    return (SplitterChain(chain), false)
  }

  /// The pieces of a stretch that needs no change.
  func forEachPiece(
    _ text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) throws(Trouble) -> Void
  ) throws(Trouble) {
    guard let splitter else { return try body(range) }
    var done = range.lowerBound
    try splitter.forEachMatch(in: text, range) { start, end throws(Trouble) in
      if keepsGaps && done < start { try body(done..<start) }
      if start < end { try body(start..<end) }
      done = end
    }
    if keepsGaps && done < range.upperBound { try body(done..<range.upperBound) }
  }

  /// Whether the text of this stretch needs no change.
  func serves(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool { firstChange(text, range) == nil }

  /// Where a character stands that is changed, or that changes the one before it; nil when there is none in this stretch.
  func firstChange(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var search = ChangeSearch(self, end: range.upperBound)
    return search.next(text, from: range.lowerBound)
  }

  /// Looks for changes from left to right, at each byte twice at the most.
  struct ChangeSearch {
    private let route: DirectRoute
    private let end: Int
    /// Where the next character is that is newer than the splitter's Unicode, or the end; behind it nothing is known.
    private var newer = -1

    init(_ route: DirectRoute, end: Int) {
      self.route = route
      self.end = end
    }

    mutating func next(_ text: Span<UInt8>, from start: Int) -> Int? {
      if !route.isOlder { return route.firstNormalized(text, start..<end) }
      if newer < start { newer = NewerCharacters.first(in: text, start..<end) ?? end }
      return route.firstNormalized(text, start..<newer) ?? (newer < end ? newer : nil)
    }
  }

  private func firstNormalized(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    switch condition {
    case .always: return nil
    case .isComposed:
      let place = ComposedCheck(.shared).firstChange(text.extracting(range))
      return place.map { range.lowerBound + $0 }
    case .isValid:
      let end = UTF8Text.validEnd(text, range)
      return end < range.upperBound ? end : nil
    }
  }
}

extension Pipeline {
  /// Puts the tokens of a stretch: straight from its bytes, but for the parts between safe cuts in which something changes.
  func encodeDirectly<Sink: PieceSink & ~Copyable>(
    _ route: DirectRoute, _ text: Span<UInt8>, _ range: Range<Int>, _ options: EncodeOptions,
    _ ticket: Ticket, into sink: inout Sink
  ) throws(Trouble) {
    var start = range.lowerBound
    var search = DirectRoute.ChangeSearch(route, end: range.upperBound)
    while let change = search.next(text, from: start) {
      let changed = part(text, around: change, in: start..<range.upperBound)
      try encodeUnchanged(route, text, start..<changed.lowerBound, options, ticket, into: &sink)
      try encodeChanged(text, changed, options, ticket, into: &sink)
      start = changed.upperBound
      try ticket.step(Double(start) / Double(text.count))
    }
    try encodeUnchanged(route, text, start..<range.upperBound, options, ticket, into: &sink)
  }

  /// A part of the range around a place: the unit, or what lies between two safe cuts, of which the first is looked for nearby and
  /// then further away.
  private func part(_ text: Span<UInt8>, around place: Int, in range: Range<Int>) -> Range<Int> {
    if let plan = units.plan(parts) {
      return unsafe UnitWalk.with(plan, text, end: range.upperBound) { walk in
        let start = unsafe walk.unitStart(place, after: range.lowerBound)
        return unsafe start..<walk.cut(max(start, place))
      }
    }
    let stretch = text.extracting(range)
    let inner = place - range.lowerBound
    var start = 0
    for distance in [64, 1024] where start == 0 && distance < inner {
      if let cut = safeCut(in: stretch, from: inner - distance), cut < inner { start = cut }
    }
    let end = safeCut(in: stretch, from: inner) ?? stretch.count
    return range.lowerBound + start..<range.lowerBound + end
  }

  private func encodeUnchanged<Sink: PieceSink & ~Copyable>(
    _ route: DirectRoute, _ text: Span<UInt8>, _ range: Range<Int>, _ options: EncodeOptions,
    _ ticket: Ticket, into sink: inout Sink
  ) throws(Trouble) {
    if range.isEmpty { return }
    if isOdd(text, range, options), let splitter = route.splitter {
      var tokens: [Token] = []
      try TiktokenPieces.encode(text, range, splitter, route.model, into: &tokens)
      sink.put(tokens.span)
    } else if route.splitsSlowly, !parts.added.hasNormalized, let plan = units.plan(parts) {
      try encodeUnits(plan, text, range, options, ticket, into: &sink)
    } else {
      try encodeBetweenAdded(route, text, range, options.special, ticket, into: &sink)
    }
  }

  private func encodeBetweenAdded<Sink: PieceSink & ~Copyable>(
    _ route: DirectRoute, _ text: Span<UInt8>, _ range: Range<Int>, _ special: SpecialPolicy,
    _ ticket: Ticket, into sink: inout Sink
  ) throws(Trouble) {
    try pool.lend { scratch throws(Trouble) in
      guard parts.added.hasNormalized, resolved(special) != .text else {
        return try encodePieces(route, text, range, ticket, scratch, into: &sink)
      }
      for cut in parts.added.cutNormalized(text, range) {
        if let index = cut.token {
          try check(parts.added.all[index], at: cut.range, special)
          sink.put(parts.added.all[index].id, cut.range)
        } else {
          try encodePieces(route, text, cut.range, ticket, scratch, into: &sink)
        }
      }
    }
  }

  func encodePieces<Sink: PieceSink & ~Copyable>(
    _ route: DirectRoute, _ text: Span<UInt8>, _ range: Range<Int>, _ ticket: Ticket, _ scratch: Scratch,
    into sink: inout Sink
  ) throws(Trouble) {
    scratch.clear()
    if let scanner = route.scanner {
      return try encodeByBatch(route, scanner, text, range, ticket, scratch, into: &sink)
    }
    var nextStep = range.lowerBound + 1 << 16
    try route.forEachPiece(text, range) { piece throws(Trouble) in
      if !scratch.takes(piece.lowerBound) { scratch.encode(text, route.model, into: &sink) }
      scratch.add(piece)
      if piece.upperBound >= nextStep {
        nextStep = piece.upperBound + 1 << 16
        try ticket.step(Double(piece.upperBound) / Double(text.count))
      }
    }
    scratch.encode(text, route.model, into: &sink)
  }

  /// As `encodePieces` with a splitter that gives pieces by the hundred.
  private func encodeByBatch<Sink: PieceSink & ~Copyable>(
    _ route: DirectRoute, _ scanner: PatternScanner, _ text: Span<UInt8>, _ range: Range<Int>,
    _ ticket: Ticket, _ scratch: Scratch, into sink: inout Sink
  ) throws(Trouble) {
    var position = range.lowerBound
    while position < range.upperBound {
      let end = scratch.cut(text, position..<range.upperBound, scanner)
      scratch.encode(text, route.model, into: &sink)
      position = end
      try ticket.step(Double(end) / Double(text.count))
    }
  }
}
