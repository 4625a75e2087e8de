import Basics
import Tensors
import Tokens

extension Runner {
  /// Compares the nodes; why they cannot be compared is an answer too.
  func linkTokens(_ request: GraphRequest, _ ticket: Ticket) async throws(Trouble) {
    let result: Result<TokenGraph, Trouble>
    do {
      let centre = request.similarity == .centredCosine ? try await mean(of: request.loaded, ticket) : nil
      result = .success(try await Self.link(request, centre, ticket))
    } catch {
      if error.kind == .cancelled { throw error }
      result = .failure(error)
    }
    answer(.tokensLinked(GraphFound(request: request, result: result)))
  }

  @concurrent
  private static func link(
    _ request: GraphRequest, _ centre: Tensor?, _ ticket: Ticket
  ) async throws(Trouble) -> TokenGraph {
    let embeddings = try request.loaded.result.get()
    return try TokenGraph(request.nodes, embeddings, request.similarity, centre: centre, ticket)
  }

  /// The mean of all rows of embeddings.
  private func mean(of loaded: LoadedEmbeddings, _ ticket: Ticket) async throws(Trouble) -> Tensor {
    if let mean, mean.loaded == loaded { return mean.row }
    let row = try await Self.mean(loaded.result.get().matrix, ticket)
    mean = (loaded, row)
    return row
  }

  @concurrent
  private static func mean(_ matrix: StoredTensor, _ ticket: Ticket) async throws(Trouble) -> Tensor {
    try matrix.mean(ticket)
  }
}

extension TokenGraph {
  /// Compares nodes by their rows of embeddings. What the centred cosine takes off is the mean of all rows, as in a search; `centre`
  /// is that mean where it is known.
  package init(
    _ nodes: [Node], _ embeddings: Embeddings, _ similarity: Similarity, centre: Tensor? = nil,
    _ ticket: Ticket
  ) throws(Trouble) {
    let rows = try embeddings.rows(of: nodes.map(\.id), ticket)
    var centre = centre
    if similarity == .centredCosine, centre == nil { centre = try embeddings.matrix.mean(ticket) }
    try self.init(nodes, rows: rows, similarity, centre: centre, ticket)
  }
}
