import Tensors

/// How alike a query is to each token of a picture.
package enum PatchSimilarity: String, Sendable, CaseIterable {
  /// f · s, as the released code has it whatever its comment says: long vectors count for more.
  case dot
  /// f · s over both lengths.
  case cosine

  /// `tokens` [n, width] against `query` [width]: n numbers. A vector without length is like nothing, 0.
  package func callAsFunction(_ tokens: Tensor, _ query: Tensor) -> [Float] {
    precondition(tokens.rank == 2 && query.count == tokens.size(1), "\(tokens.shape) and \(query.shape) fit")
    let column = query.reshaped([query.count, 1])
    switch self {
    case .dot: return tokens.matmul(column).values
    case .cosine: return tokens.unit().matmul(column.unit(axis: 0)).values
    }
  }
}
