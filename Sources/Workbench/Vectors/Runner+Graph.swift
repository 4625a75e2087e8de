import Basics
import Tensors
import Tokens

extension Runner {
  /// Compares the nodes; why they cannot be compared is an answer too.
  func linkTokens(_ request: GraphRequest, _ ticket: Ticket) async throws(Trouble) {
    let result: Result<TokenGraph, Trouble>
    do {
      result = .success(try await Self.link(request, ticket))
    } catch {
      if error.kind == .cancelled { throw error }
      result = .failure(error)
    }
    answer(.tokensLinked(GraphFound(request: request, result: result)))
  }

  @concurrent
  private static func link(_ request: GraphRequest, _ ticket: Ticket) async throws(Trouble) -> TokenGraph {
    let embeddings = try request.loaded.result.get()
    return try TokenGraph(request.nodes, embeddings, request.similarity, ticket)
  }
}

extension TokenGraph {
  /// Compares nodes by their rows of embeddings. What the centred cosine takes off is the mean of all rows, as in a search.
  package init(_ nodes: [Node], _ embeddings: Embeddings, _ similarity: Similarity, _ ticket: Ticket)
    throws(Trouble)
  {
    let rows = try embeddings.rows(of: nodes.map(\.id), ticket)
    let centre = similarity == .centredCosine ? try embeddings.matrix.mean(ticket) : nil
    try self.init(nodes, rows: rows, similarity, centre: centre, ticket)
  }
}
