import Basics
import Tensors
import Tokens

extension Runner {
  /// Lays out the entries, and hands out places while they move.
  func project(_ request: ProjectionRequest, _ ticket: Ticket) async throws(Trouble) {
    let result: Result<ProjectedPoints, Trouble>
    do {
      result = .success(
        try await Self.project(request, ticket) {
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
    _ request: ProjectionRequest, _ ticket: Ticket, show: @escaping @Sendable (ProjectedPoints) -> Void
  ) async throws(Trouble) -> ProjectedPoints {
    let embeddings = try request.loaded.result.get()
    let all = try ids(request.subject, embeddings, ticket)
    let rows = try embeddings.rows(of: all, ticket)
    let lengths = rows.lengths().values
    let seen = all.indices.filter { lengths[$0] > 0 }
    guard seen.count > 1 else {
      throw Trouble(
        .input, "fewer than two entries here have vectors",
        remedy: "Move the cursor to more text, or choose other entries with o")
    }
    let lists = rows.rowLists
    // As the command does it: directions alone count.
    let rest = Tensor(rows: seen.map { lists[$0] }).unit()
    var points = ProjectedPoints(
      ids: seen.map { all[$0] }, places: [], method: request.method,
      unseen: all.indices.filter { lengths[$0] == 0 }.map { all[$0] })
    if request.method == .components {
      let found = try PrincipalComponents(of: rest, count: min(2, rest.size(1), seen.count), ticket)
      points.places = places(found.project(rest))
      points.shares = found.shares.values.map(Double.init)
      return points
    }
    return try layOut(rest, points, request.seed, ticket, show: show)
  }

  private static func ids(
    _ subject: ProjectionRequest.Subject, _ embeddings: Embeddings, _ ticket: Ticket
  ) throws(Trouble) -> [TokenID] {
    switch subject {
    case .entries(let ids): return ids
    case .neighbours(let id, let count):
      let term = Embeddings.Term(id: id, sign: 1)
      let vocabulary = embeddings.tokenizer.vocabulary
      let found = try embeddings.neighbours(of: [term], count, by: .cosine, ticket)
      return [id] + found.map { TokenID($0.index) }.filter { vocabulary.kind(of: $0) != .hole }
    }
  }

  /// t-SNE, shown about thirty times a second.
  private static func layOut(
    _ rows: Tensor, _ start: ProjectedPoints, _ seed: UInt64, _ ticket: Ticket,
    show: (ProjectedPoints) -> Void
  ) throws(Trouble) -> ProjectedPoints {
    var settings = NeighbourLayout.Settings()
    settings.seed = seed
    var points = start
    points.steps = settings.steps
    points.perplexity = min(settings.perplexity, Double(rows.size(0) - 1) / 3)
    var last = ContinuousClock.now
    let layout = try NeighbourLayout(of: rows, settings, ticket) { step, descent in
      guard ContinuousClock.now - last > .milliseconds(33) else { return }
      last = .now
      points.step = step
      points.places = places(Tensor(descent.places, [2, start.ids.count]).transposed())
      show(points)
    }
    points.step = settings.steps
    points.places = places(layout.places)
    points.divergence = layout.divergence
    return points
  }

  /// Places from [n, 1] or [n, 2].
  static func places(_ tensor: Tensor) -> [PointPlace] {
    tensor.rowLists.map { PointPlace(Double($0[0]), $0.count > 1 ? Double($0[1]) : 0) }
  }
}
