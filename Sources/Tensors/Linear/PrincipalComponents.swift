import Basics

/// The directions along which rows vary most.
///
/// Source: K. Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space" (1901), DOI 10.1080/14786440109462720. The sign of a
/// direction is chosen so that its largest number is positive; it means nothing.
package struct PrincipalComponents: Sendable {
  /// The mean of the rows, [width].
  package var centre: Tensor
  /// Directions of length 1 as rows, [count, width], that of most variance first.
  package var directions: Tensor
  /// The variance along each, divided by the rows less one, [count].
  package var variances: Tensor
  /// The share of the whole variance along each, 0…1, [count].
  package var shares: Tensor

  /// The first `count` directions of `rows` [n, width]; exact where that is cheap, else by random projection.
  package init(of rows: Tensor, count: Int, seed: UInt64 = 1, _ ticket: Ticket = .open) throws(Trouble) {
    precondition(rows.rank == 2 && rows.size(0) > 1, "directions need at least two rows")
    centre = rows.mean(over: [0])
    let centred = rows - centre
    let found = try centred.truncatedSVD(rank: count, seed: seed, ticket)
    let freedom = Float(rows.size(0) - 1)
    let extremes = found.vt.rowLists.map { row in row.max { abs($0) < abs($1) } ?? 1 }
    let signs = Tensor(extremes.map { $0 < 0 ? -1 : 1 }).expanded(1)
    directions = found.vt * signs
    variances = found.s.map(.square) / freedom
    let whole = centred.map(.square).sum() / freedom
    shares = whole.scalar > 0 ? variances / whole : variances
  }

  /// Where `rows` [n, width] lie along the directions, [n, count].
  package func project(_ rows: Tensor) -> Tensor { (rows - centre).matmul(directions.transposed()) }

  /// Rows [n, width] from their places along the directions [n, count]: `project` undone as far as the directions reach.
  package func restore(_ places: Tensor) -> Tensor { places.matmul(directions) + centre }
}
