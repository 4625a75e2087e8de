import Basics

/// The directions along which rows vary most.
///
/// Source: K. Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space" (1901), DOI 10.1080/14786440109462720. The sign of a
/// direction is chosen so that its largest number is positive; it means nothing.
package struct PrincipalComponents: Sendable {
  /// The mean of the rows, [width].
  package let centre: Tensor
  /// Directions of length 1 as rows, [count, width], that of most variance first.
  package let directions: Tensor
  /// The variance along each, divided by the rows less one, [count].
  package let variances: Tensor
  /// The share of the whole variance along each, 0…1, [count].
  package let shares: Tensor

  /// The first `count` directions of `rows` [n, width]; exact where that is cheap, else by random projection. Throws for fewer than two rows.
  package init(of rows: Tensor, count: Int, seed: UInt64 = 1, _ ticket: Ticket = .open) throws(Trouble) {
    precondition(rows.rank == 2, "\(rows.shape) has no rows")
    try Self.refuseFew(rows.size(0))
    let centre = rows.mean(over: [0])
    let centred = rows - centre
    let whole = centred.map(.square).sum().scalar
    self.init(
      centre, try centred.truncatedSVD(rank: count, seed: seed, ticket), whole: Double(whole), rows.size(0))
  }

  /// As above, by random projection of rows that are read in blocks several times and never held.
  package init(
    of source: some RowSource, count: Int, seed: UInt64 = 1, _ ticket: Ticket = .open
  ) throws(Trouble) {
    try Self.refuseFew(source.count)
    let centre = try source.mean(ticket)
    var whole = 0.0
    try source.forEachBlock(less: centre, ticket) { (_, block) throws(Trouble) in
      whole += Double(block.dot(block))
    }
    let found = try source.truncatedSVD(rank: count, rounds: 3, less: centre, seed: seed, ticket)
    self.init(centre, found, whole: whole, source.count)
  }

  private init(_ centre: Tensor, _ found: SingularValues, whole: Double, _ rows: Int) {
    let extremes = found.vt.rowLists.map { row in row.max { abs($0) < abs($1) } ?? 1 }
    let signs = Tensor(extremes.map { $0 < 0 ? -1 : 1 }).expanded(1)
    let squares = found.s.map(.square)
    self.centre = centre
    directions = found.vt * signs
    variances = squares / Float(rows - 1)
    shares = whole > 0 ? squares / Float(whole) : squares
  }

  /// Where `rows` [n, width] lie along the directions, [n, count].
  package func project(_ rows: Tensor) -> Tensor { (rows - centre).matmul(directions.transposed()) }

  /// Where the rows of a source lie along the directions, [n, count].
  package func project(_ source: some RowSource, _ ticket: Ticket = .open) throws(Trouble) -> Tensor {
    try source.times(directions.transposed(), less: centre, ticket)
  }

  /// Rows [n, width] from their places along the directions [n, count]: `project` undone as far as the directions reach.
  package func restore(_ places: Tensor) -> Tensor { places.matmul(directions) + centre }

  private static func refuseFew(_ rows: Int) throws(Trouble) {
    if rows < 2 {
      throw Trouble(.input, "\(rows) rows have no directions", remedy: "Give at least two")
    }
  }
}
