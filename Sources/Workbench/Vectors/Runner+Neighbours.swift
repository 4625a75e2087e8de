import Basics
import Tensors
import Tokens

extension Runner {
  /// Reads what was asked for as a sum, and searches the matrix; a sum that cannot be read is an answer too.
  func findNeighbours(_ request: NeighboursRequest, _ ticket: Ticket) async throws(Trouble) {
    let result: Result<NeighboursFound.Found, Trouble>
    do {
      result = .success(try await Self.neighbours(request, ticket))
    } catch {
      if error.kind == .cancelled { throw error }
      result = .failure(error)
    }
    answer(.neighboursFound(NeighboursFound(request: request, result: result)))
  }

  @concurrent
  private static func neighbours(
    _ request: NeighboursRequest, _ ticket: Ticket
  ) async throws(Trouble) -> NeighboursFound.Found {
    let embeddings = try request.loaded.result.get()
    let terms = try embeddings.terms(request.words)
    let rows = try embeddings.rows(of: terms.map(\.id), ticket)
    let lengths = rows.lengths().values
    let signs = Tensor(terms.map(\.sign), [1, terms.count])
    let found = try embeddings.neighbours(of: terms, request.count, by: request.similarity, ticket)
    return NeighboursFound.Found(
      terms: terms, length: signs.matmul(rows).lengths().values[0], neighbours: found,
      unseen: zip(terms, lengths).filter { $0.1 == 0 }.map(\.0.id))
  }
}
