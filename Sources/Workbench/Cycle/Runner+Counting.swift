import Basics
import CMalloc
import Documents
import Tokens

/// How far a count has come, for the next request of the same tokenizer: a key during the first pass loses none of it.
struct CountedSoFar: Sendable {
  var tokenizer: LoadedTokenizer
  var options: EncodeOptions
  var census: Census
}

/// The tokens of what is on the screen, of the whole text, and of a selection.
extension Runner {
  nonisolated func segment(_ request: SegmentRequest, _ ticket: Ticket) throws(Trouble) {
    let segmentation = try Segmentation(
      request.text, visible: request.visible, request.tokenizer.tokenizer, request.options, ticket)
    answer(.segmented(segmentation, version: request.version, tokenizer: request.tokenizer.number))
  }

  /// Follows the edits, then counts what has not been counted on all processors, and reports ten times a second.
  @concurrent
  nonisolated func count(_ request: CountRequest, _ ticket: Ticket) async throws(Trouble) {
    var census = await furthest(request)
    try census.adopt(request.text, request.tokenizer.tokenizer, request.options, ticket)
    await keep(census, request)
    if request.goesOn && !census.isComplete {
      do throws(Trouble) {
        try await countOn(&census, request, ticket)
      } catch {
        await keep(census, request)
        throw error
      }
      await keep(census, request)
      if request.text.count > 1 << 24 { Self.giveBack(request.tokenizer.tokenizer) }
    }
    report(census, request)
  }

  /// Parts are encoded side by side and taken in in the order of the text.
  private nonisolated func countOn(
    _ census: inout Census, _ request: CountRequest, _ ticket: Ticket
  ) async throws(Trouble) {
    let tokenizer = request.tokenizer.tokenizer
    let clock = ContinuousClock()
    var reported = clock.now
    var parts = census.parts(tokenizer)
    var counted = census
    defer { census = counted }
    try await inOrder { _ in
      parts.next().map { .job($0) } ?? .end
    } work: { part in
      Result<CensusPart.Counted, Trouble> { () throws(Trouble) in
        try part.counted(tokenizer, request.options, ticket)
      }
    } deliver: { (result: Result<CensusPart.Counted, Trouble>) throws(Trouble) in
      counted.add(try result.get())
      try ticket.step(Double(counted.coveredBytes) / Double(max(1, request.text.count)))
      if clock.now - reported > .milliseconds(100) && !counted.isComplete {
        report(counted, request)
        reported = clock.now
      }
    }
  }

  /// What the threads of a long pass remember and have freed goes back to the system: tens of megabytes that would stay until the
  /// end, and that edits, which encode little, do not need.
  private nonisolated static func giveBack(_ tokenizer: any Tokenizer) {
    (tokenizer as? Pipeline)?.forget()
    malloc_trim(0)
  }

  private nonisolated func report(_ census: Census, _ request: CountRequest) {
    let measures = Measures(census, contextWindow: 0)
    answer(.counted(census, measures, version: request.version, tokenizer: request.tokenizer.number))
  }

  /// What was counted last, when it goes further than what the request knows.
  private func furthest(_ request: CountRequest) -> Census {
    guard let counted, counted.tokenizer == request.tokenizer, counted.options == request.options,
      counted.census.coveredBytes > request.previous.coveredBytes
    else { return request.previous }
    return counted.census
  }

  private func keep(_ census: Census, _ request: CountRequest) {
    // A complete one comes back with the next request.
    counted =
      census.isComplete
      ? nil : CountedSoFar(tokenizer: request.tokenizer, options: request.options, census: census)
  }

  /// The tokens of a selection: from the sums of the census, or cut on the spot where that has not come yet and the selection is short.
  nonisolated func countSelection(_ request: SelectionRequest, _ ticket: Ticket) throws(Trouble) {
    let tokenizer = request.tokenizer.tokenizer
    let census = request.census
    var count: RangeCount
    if request.range.upperBound > census.coveredBytes && request.range.count <= Self.shortSelection {
      let part = try Segmentation(
        census.text, visible: request.range, tokenizer, request.options, ticket)
      count = part.count(in: request.range, of: census.text)
    } else {
      count = try census.count(in: request.range, tokenizer, request.options, ticket)
    }
    answer(.selectionCounted(SelectionCount(request: request, count: count)))
  }

  /// A selection of at most this many bytes is cut on the spot.
  private static let shortSelection = 1 << 18
}
