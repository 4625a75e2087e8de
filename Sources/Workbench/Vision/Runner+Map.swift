import Basics

/// Pictures, their tokens, and what these read as.
extension Runner {
  /// Opens what is asked for unless it is open, and looks the words of a layer up: first those of the picture in sight, then of all.
  func mapTokens(_ request: MapRequest, _ ticket: Ticket) async throws(Trouble) {
    let opened = openedMap.flatMap { $0.order == request.order ? $0 : nil }
    mapOpenings += 1
    do {
      openedMap = try await Self.mapped(request, opened, places.assets, mapOpenings, ticket) { found in
        self.answer(.mapped(found))
      }
    } catch {
      if error.kind == .cancelled { throw error }
      answer(
        .mapped(MapFound(request: request, step: 0, isComplete: true, result: .failure(error))))
    }
  }

  @concurrent
  private static func mapped(
    _ request: MapRequest, _ opened: OpenedMap?, _ folders: AssetFolders, _ opening: Int,
    _ ticket: Ticket, show: @escaping @Sendable (MapFound) -> Void
  ) async throws(Trouble) -> OpenedMap {
    var map: OpenedMap
    if let opened {
      map = opened
    } else {
      map = try OpenedMap(request.order, folders, opening: opening, ticket)
    }
    try map.advance(request, ticket) { album, step, isComplete in
      show(MapFound(request: request, step: step, isComplete: isComplete, result: .success(album)))
    }
    return map
  }

  /// Looks closer at a picture or token.
  func lookCloser(_ request: CloserRequest, _ ticket: Ticket) async throws(Trouble) {
    answer(.lookedCloser(try await Self.closer(request, ticket)))
  }

  @concurrent
  private static func closer(_ request: CloserRequest, _ ticket: Ticket) async throws(Trouble) -> CloserFound
  {
    do {
      return CloserFound(request: request, result: .success(try request.answer(ticket)))
    } catch {
      if error.kind == .cancelled { throw error }
      return CloserFound(request: request, result: .failure(error))
    }
  }
}

/// Trying the reader.
extension Runner {
  /// Tries, and hands the report out as it grows. Scenes are kept until another seed is asked for.
  func tryReader(_ request: TrialRequest, _ ticket: Ticket) async throws(Trouble) {
    let seed = UInt64(request.knobs.integer("seed"))
    do {
      if readerTrial?.seed != seed { readerTrial = try await Self.trial(request.reader, seed, ticket) }
      guard let trial = readerTrial else { return }
      let report = try await Self.report(trial, request, ticket) {
        self.answer(.readerTried(TrialFound(request: request, isComplete: false, result: .success($0))))
      }
      answer(.readerTried(TrialFound(request: request, isComplete: true, result: .success(report))))
    } catch {
      if error.kind == .cancelled { throw error }
      answer(.readerTried(TrialFound(request: request, isComplete: true, result: .failure(error))))
    }
  }

  @concurrent
  private static func trial(_ reader: MapReader, _ seed: UInt64, _ ticket: Ticket) async throws(Trouble)
    -> ReaderTrial
  {
    try ReaderTrial(reader, seed: seed, ticket.part(0..<0.1))
  }

  @concurrent
  private static func report(
    _ trial: ReaderTrial, _ request: TrialRequest, _ ticket: Ticket,
    show: @escaping @Sendable (TrialReport) -> Void
  ) async throws(Trouble) -> TrialReport {
    try trial.report(
      request.trial, rule: request.rule, targets: request.targets, request.knobs, ticket.part(0.1..<1),
      show: show)
  }
}
