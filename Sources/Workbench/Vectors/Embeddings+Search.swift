import Basics
import Tensors

/// Searching on all processors, and again and again.
extension Embeddings {
  /// As `neighbours(of:_:by:_:)`, on all processors: with an index of the matrix when there is one, else by reading all its rows.
  package nonisolated(nonsending) func neighbours(
    of terms: [Term], _ count: Int, by similarity: Similarity, in index: NeighbourIndex?, _ ticket: Ticket
  ) async throws(Trouble) -> [Ranked] {
    let sum = try sum(of: terms)
    let own = Set(terms.map { Int($0.id) })
    if let index {
      return try await index.nearest(count, to: sum, by: similarity, without: own, ticket)
    }
    let found = try await similarity.nearest(count + own.count, to: sum, amongAllOf: matrix, ticket)
    return Array(found.filter { !own.contains($0.index) }.prefix(count))
  }
}
