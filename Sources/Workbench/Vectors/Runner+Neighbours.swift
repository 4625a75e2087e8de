import Basics
import Tensors
import Tokens

/// A matrix that is searched for neighbours, and what makes searching it again quick.
struct SearchedMatrix {
  var loaded: LoadedEmbeddings
  /// Nil while it is being made.
  var index: NeighbourIndex?
  /// Of the making, which goes on whatever is asked meanwhile.
  var ticket: Ticket
}

extension Runner {
  /// Reads what was asked for as a sum, and searches the matrix; a sum that cannot be read is an answer too.
  func findNeighbours(_ request: NeighboursRequest, _ ticket: Ticket) async throws(Trouble) {
    let index = index(of: request.loaded)
    let result: Result<NeighboursFound.Found, Trouble>
    do {
      result = .success(try await Self.neighbours(request, index, ticket))
    } catch {
      if error.kind == .cancelled { throw error }
      result = .failure(error)
    }
    answer(.neighboursFound(NeighboursFound(request: request, result: result)))
    if index == nil, case .success = result { await makeIndex(of: request.loaded) }
  }

  /// The index of a matrix, if it has been made.
  func index(of loaded: LoadedEmbeddings) -> NeighbourIndex? {
    searched.flatMap { $0.loaded == loaded ? $0.index : nil }
  }

  /// A matrix of fewer numbers is searched so fast that an index would gain nothing.
  private static let leastSize = 1 << 22
  /// An index larger than this many bytes is not made.
  private static let mostBytes = 1 << 30

  /// Makes the index of a matrix that has been searched, once; it outlives the question.
  private func makeIndex(of loaded: LoadedEmbeddings) async {
    guard searched?.loaded != loaded, let matrix = try? loaded.result.get().matrix else { return }
    searched?.ticket.cancel()
    let size = NeighbourIndex.byteCount(rows: matrix.rowCount, width: matrix.columnCount)
    guard size >= Self.leastSize, size <= Self.mostBytes else { return searched = nil }
    let ticket = Ticket()
    searched = SearchedMatrix(loaded: loaded, index: nil, ticket: ticket)
    Task {
      let made = try? await Self.index(of: matrix, ticket)
      if searched?.loaded == loaded { searched?.index = made }
    }
  }

  @concurrent
  private static func index(of matrix: StoredTensor, _ ticket: Ticket) async throws(Trouble) -> NeighbourIndex
  {
    try await NeighbourIndex(of: matrix, ticket)
  }

  @concurrent
  private static func neighbours(
    _ request: NeighboursRequest, _ index: NeighbourIndex?, _ ticket: Ticket
  ) async throws(Trouble) -> NeighboursFound.Found {
    let embeddings = try request.loaded.result.get()
    let terms = try embeddings.terms(request.words)
    let rows = try embeddings.rows(of: terms.map(\.id), ticket)
    let sum = Tensor(terms.map(\.sign), [1, terms.count]).matmul(rows)
    let lengths = rows.lengths().values
    return NeighboursFound.Found(
      terms: terms, length: sum.lengths().values[0],
      neighbours: try await search(embeddings, terms, sum, request, index, ticket),
      unseen: zip(terms, lengths).filter { $0.1 == 0 }.map(\.0.id))
  }

  private static func search(
    _ embeddings: Embeddings, _ terms: [Embeddings.Term], _ sum: Tensor, _ request: NeighboursRequest,
    _ index: NeighbourIndex?, _ ticket: Ticket
  ) async throws(Trouble) -> [Ranked] {
    guard let index else {
      return try embeddings.neighbours(of: terms, request.count, by: request.similarity, ticket)
    }
    return try await index.nearest(
      request.count, to: sum.values, by: request.similarity, without: Set(terms.map { Int($0.id) }), ticket)
  }
}
