import Basics
import Documents
import Figures
import Tokens

/// Comparing tokenizers, or an earlier text with the present one.
extension Runner {
  /// How much is cut on both sides of the caret: what fits a large screen.
  private static let margin = 4096
  /// How much is compared at a time, and how far a common cut is looked for.
  private static let windowSize = 1 << 19
  private static let reach = 1 << 22

  /// Around the caret.
  nonisolated func compare(_ request: CompareRequest, _ ticket: Ticket) throws(Trouble) {
    if let before = request.before {
      answer(.compared(try compareTexts(before, request, ticket)))
    } else {
      answer(.compared(try compareCuts(request, ticket)))
    }
  }

  private nonisolated func compareCuts(_ request: CompareRequest, _ ticket: Ticket) throws(Trouble)
    -> Compared
  {
    let tokenizers = request.tokenizers.map(\.tokenizer)
    let shared = SharedCuts(tokenizers)
    let place = max(0, min(request.caret, request.text.count))
    let window = Segmentation.window(request.text, visible: place..<place, margin: Self.margin) {
      shared.first(in: $0, from: $1)
    }
    let text = request.text[window.range]
    let rows = try request.rows(text, at: window.range.lowerBound, tokenizers, ticket)
    let cuts = CutAlignment(count: text.count, rows)
    let report = DiffReport(tokenizers.map(\.card.name))
    var result = Compared(
      request: request, alignment: report.alignment(text, rows, cuts, title: ""),
      start: window.range.lowerBound,
      region: cuts.region(at: place - window.range.lowerBound), reason: nil, isExact: window.isExact)
    if let index = result.region, !cuts.isShared(index) {
      let region = cuts[index]
      let inner = rows.indices.map { row in
        rows[row][region.tokens[row]].map {
          Token(
            id: $0.id, start: Int($0.start) - region.range.lowerBound,
            end: Int($0.end) - region.range.lowerBound)
        }
      }
      let reason = try CutReason.find(
        inner, offset: window.range.lowerBound + region.range.lowerBound, of: request.text.count,
        reading: { request.text[$0] }, tokenizers, request.options, ticket)
      result.reason = reason.map(report.sentence) ?? "the surroundings do not tell why"
    }
    return result
  }

  /// The part that changed, and what stands around it.
  private nonisolated func compareTexts(
    _ before: Rope, _ request: CompareRequest, _ ticket: Ticket
  ) throws(Trouble) -> Compared {
    let tokenizer = request.tokenizers[0].tokenizer
    let change = request.text.difference(from: before) ?? Change(old: 0..<0, new: 0..<0)
    func window(_ text: Rope, _ visible: Range<Int>) -> (range: Range<Int>, isExact: Bool) {
      let part = visible.lowerBound..<min(visible.upperBound, visible.lowerBound + (1 << 16))
      return Segmentation.window(text, visible: part, margin: Self.margin / 4) {
        tokenizer.safeCut(in: $0, from: $1)
      }
    }
    let (old, new) = (window(before, change.old), window(request.text, change.new))
    let report = try TextsDiffReport(
      before[old.range], request.text[new.range], tokenizer, request.options, ticket)
    let alignment = report.alignment(["before", "now"])
    let place = request.caret - new.range.lowerBound
    return Compared(
      request: request, alignment: alignment, start: new.range.lowerBound,
      region: alignment.regions.firstIndex { $0.ranges[1].contains(place) } ?? alignment.regions.indices.last,
      reason: report.summary(["before", "now"]).lines.joined(separator: " "),
      isExact: old.isExact && new.isExact)
  }

  /// The whole text, stretch by stretch; tells about ten times a second how far it has come.
  nonisolated func compareAll(_ request: CompareRequest, _ ticket: Ticket) throws(Trouble) {
    let tokenizers = request.tokenizers.map(\.tokenizer)
    let shared = SharedCuts(tokenizers)
    var result = ComparedAll(
      request: request, totals: CutTotals(rows: tokenizers.count), isComplete: false, isExact: true)
    let clock = ContinuousClock()
    var reported = clock.now
    while result.totals.byteCount < request.text.count {
      let start = result.totals.byteCount
      try ticket.step(Double(start) / Double(request.text.count))
      let end = stretchEnd(request.text, start, shared, &result.isExact)
      let part = request.text[start..<end]
      let rows = try request.rows(part, at: start, tokenizers, ticket)
      result.totals.add(CutAlignment(count: part.count, rows), tokens: rows.map(\.count))
      if clock.now - reported > .milliseconds(100) {
        answer(.comparedAll(result))
        reported = clock.now
      }
    }
    result.isComplete = true
    answer(.comparedAll(result))
  }

  /// Files and folders, in the background; what is known is told about ten times a second.
  nonisolated func compareCorpus(_ request: CorpusRequest, _ ticket: Ticket) async {
    if request.paths.isEmpty { return await compareCatalogues(request, ticket) }
    let tokenizers = request.tokenizers.map(\.tokenizer)
    var troubles: [Trouble] = []
    let files = FolderWalk.files(request.paths) { troubles.append($0) }
    let total = files.reduce(0) { $0 + $1.byteCount }
    let clock = ContinuousClock()
    var reported = clock.now
    let names = tokenizers.map(\.card.name)
    func report(_ comparison: Comparison) {
      let figures = CorpusReport(comparison, names: names, request.prices).figures(limit: Self.corpusLimit)
      answer(.corpusCompared(figures, isComplete: comparison.isComplete, number: request.number))
    }
    let comparison = await Comparing(tokenizers, request.options).run(files, ticket) { trouble in
      troubles.append(trouble)
    } progress: { comparison, done in
      try? ticket.step(Double(done) / Double(max(1, total)))
      guard clock.now - reported > .milliseconds(250) else { return }
      report(copy comparison)
      reported = clock.now
    }
    report(comparison)
    if let first = troubles.first { answer(.failed(.corpus, first)) }
  }

  /// The message catalogues of this system.
  private nonisolated func compareCatalogues(_ request: CorpusRequest, _ ticket: Ticket) async {
    let tokenizers = request.tokenizers.map(\.tokenizer)
    let found = FolderWalk.files(CatalogueComparing.systemFolders, respectingIgnoreFiles: false) { _ in }
    let files = CatalogueComparing.catalogues(found)
    guard !files.isEmpty else {
      return answer(
        .failed(
          .corpus,
          Trouble(
            .input, "this system has no message catalogues", remedy: "Name a folder with .mo or .po files")))
    }
    let total = files.reduce(0) { $0 + $1.byteCount }
    let clock = ContinuousClock()
    var reported = clock.now
    func report(_ languages: [LanguagePremium], isComplete: Bool) {
      let table = CorpusReport.premiums(
        languages, names: tokenizers.map(\.card.name), limit: 0, isPartial: !isComplete)
      answer(.corpusCompared([.table(table)], isComplete: isComplete, number: request.number))
    }
    // A damaged catalogue of the system is nothing a person could mend here.
    let (languages, isComplete) = await CatalogueComparing(tokenizers, request.options).run(files, ticket) {
      _ in
    } progress: { languages, done in
      try? ticket.step(Double(done) / Double(max(1, total)))
      guard clock.now - reported > .milliseconds(250) else { return }
      report(languages, isComplete: false)
      reported = clock.now
    }
    report(languages, isComplete: isComplete)
  }

  /// Rows of a table of files or stretches.
  private static let corpusLimit = 50

  /// The entries that match; the comparison itself is made once.
  func compareVocabularies(_ request: VocabulariesRequest, _ ticket: Ticket) async throws(Trouble) {
    if vocabularies?.first != request.first || vocabularies?.second != request.second {
      let report = try await Self.compared(request, ticket)
      vocabularies = (request.first, request.second, report)
    }
    guard let report = vocabularies?.report else { return }
    let indexes = try await Self.found(report, request, ticket)
    answer(.vocabulariesCompared(VocabulariesFound(request: request, report: report, indexes: indexes)))
  }

  @concurrent
  private static func compared(
    _ request: VocabulariesRequest, _ ticket: Ticket
  ) async throws(Trouble) -> VocabularyDiffReport {
    try VocabularyDiffReport(request.first.tokenizer, request.second.tokenizer, ticket)
  }

  @concurrent
  private static func found(
    _ report: VocabularyDiffReport, _ request: VocabulariesRequest, _ ticket: Ticket
  ) async throws(Trouble) -> [Int] {
    try report.indexes(of: request.kind, holding: Array(request.query.utf8), ticket)
  }

  private nonisolated func stretchEnd(
    _ text: Rope, _ start: Int, _ shared: SharedCuts, _ isExact: inout Bool
  ) -> Int {
    var window = Self.windowSize
    while true {
      let bytes = text[start..<min(text.count, start + 2 * window)]
      if start + bytes.count == text.count && bytes.count <= window { return text.count }
      if let cut = shared.first(in: bytes.span, from: min(window, bytes.count)),
        cut < bytes.count || start + cut == text.count
      {
        return start + cut
      }
      if start + bytes.count == text.count { return text.count }
      if window >= Self.reach {
        isExact = false
        let line = text.start(ofLine: text.line(at: start + window))
        return line > start ? line : text.characterStart(at: start + window)
      }
      window *= 2
    }
  }
}

extension CompareRequest {
  /// The tokens of a part of the text that begins at `start`, by tokenizer.
  fileprivate func rows(
    _ part: [UInt8], at start: Int, _ tokenizers: [any Tokenizer], _ ticket: Ticket
  ) throws(Trouble) -> [[Token]] {
    var options = options
    options.startsInside = start > 0
    var rows: [[Token]] = []
    for tokenizer in tokenizers {
      let tokens = try tokenizer.encode(part, options, ticket)
      rows.append(ignoresSpaces ? tokens.withoutSpaces(in: part) : tokens)
    }
    return rows
  }
}
