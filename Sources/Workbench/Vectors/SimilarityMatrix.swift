import Basics
import Figures
import Tensors

/// Similarities of rows and columns, put in an order.
package struct SimilarityMatrix: Sendable {
  /// [rows, columns] as they are shown.
  package let values: Tensor
  /// By place, the row or column that is shown there.
  package let rowOrder: [Int]
  package let columnOrder: [Int]
  /// What could not be done as asked, in a sentence.
  package let note: String?

  /// Above this number of rows clusters stand in the order of their tree, not in the best one, whose search takes n³ steps.
  private static let leafLimit = 1500

  /// `matrix` [rows, columns] in an order; `isSymmetric` when rows and columns are the same things. Norms are the lengths of the vectors
  /// of rows and columns. Throws when the ticket is cancelled, and for clusters when a number is not finite.
  package init(
    _ matrix: Tensor, isSymmetric: Bool, norms: (rows: [Float], columns: [Float]),
    order: SimilarityOrder, _ ticket: Ticket = .open
  ) throws(Trouble) {
    switch order {
    case .position:
      rowOrder = Array(0..<matrix.size(0))
      columnOrder = Array(0..<matrix.size(1))
      note = nil
    case .norm:
      rowOrder = Self.longestFirst(norms.rows)
      columnOrder = isSymmetric ? rowOrder : Self.longestFirst(norms.columns)
      note = nil
    case .cluster:
      if isSymmetric {
        let distances = matrix * -1 + matrix.maximum()
        rowOrder = try Self.clustered(distances, ticket)
        columnOrder = rowOrder
      } else {
        rowOrder = try Self.clustered(Similarity.distances(matrix, matrix), ticket)
        let columns = matrix.transposed()
        columnOrder = try Self.clustered(Similarity.distances(columns, columns), ticket)
      }
      note =
        max(rowOrder.count, columnOrder.count) > Self.leafLimit
        ? "Above \(Self.leafLimit) rows clusters stand as their tree has them, not in the best order." : nil
    }
    values = order == .position ? matrix : matrix.gathered(rowOrder).gathered(columnOrder, axis: 1)
  }

  private static func longestFirst(_ norms: [Float]) -> [Int] {
    norms.indices.sorted { (-norms[$0], $0) < (-norms[$1], $1) }
  }

  /// The order of the tree of average linkage, turned for the nearest neighbours where that can be waited for.
  private static func clustered(_ distances: Tensor, _ ticket: Ticket) throws(Trouble) -> [Int] {
    guard distances.size(0) > 2 else { return Array(0..<distances.size(0)) }
    if distances.size(0) > leafLimit { return try Linkage.average.tree(of: distances, ticket).order }
    return try Seriation(ofDistances: distances, by: .average, ticket).rows.order
  }
}
