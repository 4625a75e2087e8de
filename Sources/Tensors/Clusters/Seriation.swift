import Basics

/// Orders of the rows and columns of a matrix in which like stands beside like.
package struct Seriation: Sendable {
  /// The tree of the rows, turned.
  package var rows: Dendrogram
  /// The tree of the columns, turned.
  package var columns: Dendrogram

  /// Clusters rows and columns of `matrix` [m, n] by the distance of their numbers and turns the trees for the best neighbours.
  ///
  /// Source: Hahsler, Hornik and Buchta, "Getting Things in Order: An Introduction to the R Package seriation" (2008), DOI 10.18637/jss.v025.i03.
  package init(of matrix: Tensor, by linkage: Linkage = .average, _ ticket: Ticket = .open) throws(Trouble) {
    precondition(matrix.rank == 2, "only a matrix has rows and columns")
    rows = try Self.tree(matrix, linkage, ticket)
    columns = try Self.tree(matrix.transposed(), linkage, ticket)
  }

  /// One tree for rows and columns alike, by the distances [n, n] between things.
  package init(ofDistances distances: Tensor, by linkage: Linkage = .average, _ ticket: Ticket = .open)
    throws(Trouble)
  {
    rows = try linkage.tree(of: distances, ticket).optimallyOrdered(distances, ticket)
    columns = rows
  }

  /// The matrix in the order found.
  package func arranged(_ matrix: Tensor) -> Tensor {
    matrix.gathered(rows.order).gathered(columns.order, axis: 1)
  }

  private static func tree(_ rows: Tensor, _ linkage: Linkage, _ ticket: Ticket) throws(Trouble) -> Dendrogram
  {
    try rows.refuseInfinite()
    let distances = Similarity.distances(rows, rows)
    return try linkage.tree(of: distances, ticket).optimallyOrdered(distances, ticket)
  }
}
