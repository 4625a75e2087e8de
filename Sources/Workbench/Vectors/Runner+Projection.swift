import Basics
import Tensors
import Tokens

extension Runner {
  /// Lays out the entries, and hands out places while they move.
  func project(_ request: ProjectionRequest, _ ticket: Ticket) async throws(Trouble) {
    let result: Result<ProjectedPoints, Trouble>
    do {
      result = .success(
        try await Self.project(request, index(of: request.loaded), ticket) {
          self.answer(.projected(ProjectionFound(request: request, result: .success($0))))
        })
    } catch {
      if error.kind == .cancelled { throw error }
      result = .failure(error)
    }
    answer(.projected(ProjectionFound(request: request, result: result)))
  }

  @concurrent
  private static func project(
    _ request: ProjectionRequest, _ index: NeighbourIndex?, _ ticket: Ticket,
    show: @escaping @Sendable (ProjectedPoints) -> Void
  ) async throws(Trouble) -> ProjectedPoints {
    let embeddings = try request.loaded.result.get()
    let ids = try await ids(request.subject, embeddings, index, ticket)
    let all = try embeddings.vectors(ofEntries: ids, ticket)
    let (vectors, unseen) = all.seen
    guard vectors.items.count > 1 else {
      throw Trouble(
        .input, "fewer than two entries here have vectors",
        remedy: "Move the cursor to more text, or choose other entries with o")
    }
    var points = ProjectedPoints(
      ids: vectors.items.compactMap(\.id), places: [], method: request.method, unseen: unseen.compactMap(\.id)
    )
    let settings = ProjectionReport.Settings(method: request.method, seed: request.seed)
    if request.method == .tsne {
      points.steps = NeighbourLayout.Settings().steps
      points.perplexity = max(1.01, min(settings.perplexity, Double(points.ids.count - 1) / 3))
    }
    return try layOut(vectors, settings, points, ticket, show: show)
  }

  private nonisolated(nonsending) static func ids(
    _ subject: ProjectionRequest.Subject, _ embeddings: Embeddings, _ index: NeighbourIndex?, _ ticket: Ticket
  ) async throws(Trouble) -> [TokenID] {
    switch subject {
    case .entries(let ids): return ids
    case .neighbours(let id, let count):
      let term = Embeddings.Term(id: id, sign: 1)
      let vocabulary = embeddings.tokenizer.vocabulary
      let found = try await embeddings.neighbours(of: [term], count, by: .cosine, in: index, ticket)
      return [id] + found.map { TokenID($0.index) }.filter { vocabulary.kind(of: $0) != .hole }
    }
  }

  /// Places on the way are shown about thirty times a second.
  private static func layOut(
    _ vectors: LabelledVectors, _ settings: ProjectionReport.Settings, _ start: ProjectedPoints,
    _ ticket: Ticket,
    show: (ProjectedPoints) -> Void
  ) throws(Trouble) -> ProjectedPoints {
    var points = start
    var last = ContinuousClock.now
    let report = try ProjectionReport(vectors, settings, ticket) { step, places in
      guard ContinuousClock.now - last > .milliseconds(33) else { return }
      last = .now
      points.step = step
      points.places = PointPlace.rows(of: places())
      show(points)
    }
    points.step = points.steps
    points.places = PointPlace.rows(of: report.places)
    (points.shares, points.divergence) = (report.shares, report.divergence)
    return points
  }
}
