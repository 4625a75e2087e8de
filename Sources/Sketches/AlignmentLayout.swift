import Basics
import Figures

/// Where the parts of an alignment stand in rows of a width: bands of one line a row, one below the other.
///
/// What all rows cut alike flows on from band to band at any token; a place where they differ stays together unless it is
/// wider than a line. Every byte of every row is in exactly one span. Made once for a width, in one walk over the texts.
package struct AlignmentLayout: Sendable {
  /// What stands before a piece in one row.
  package enum Cut: UInt8, Sendable {
    /// No cut here in this row.
    case none
    /// A cut that all rows have.
    case shared
    /// A cut that only some rows have.
    case own
  }

  /// The part of one row in one piece.
  package struct Span: Sendable, Equatable {
    /// Bytes of the row's text.
    package var range: Range<Int>
    /// The segment it belongs to; nil for bytes that no segment covers.
    package var segment: Int?
    package var cut: Cut
  }

  /// A part of all rows that stands in one place; a column for the cut is left before it.
  package struct Piece: Sendable, Equatable {
    /// Columns from the left edge of the text; the cut stands here, the text behind it.
    package var column: Int
    /// Columns of the widest row, without the one for the cut.
    package var width: Int
    package var region: Int
  }

  package private(set) var pieces: [Piece] = []
  /// Indices of the pieces of each band.
  package private(set) var bands: [Range<Int>] = []
  /// The first band of each region.
  package private(set) var bandOfRegion: [Int] = []
  /// How many columns there are for the cuts and the texts.
  package let width: Int
  package let rowCount: Int

  private var spans: [Span] = []
  private var column = 0
  private var firstPiece = 0

  /// `width` is the room for cuts and texts, without names.
  package init(_ alignment: Alignment, width: Int, _ options: Legible.Options) {
    self.width = max(2, width)
    rowCount = alignment.rows.count
    var walk = AlignmentWalk(alignment, options)
    for index in alignment.regions.indices {
      let chunks = walk.chunks(ofRegion: index)
      let total = chunks.reduce(0) { $0 + 1 + $1.width }
      if !alignment.regions[index].isShared && total <= self.width { breakBand(unless: total) }
      for chunk in chunks { place(chunk, region: index, walk) }
    }
    if firstPiece < pieces.count { bands.append(firstPiece..<pieces.count) }
    bandOfRegion = firstBands(of: alignment.regions.count)
  }

  /// The span of a row in a piece.
  package func span(piece: Int, row: Int) -> Span { spans[piece * rowCount + row] }

  /// The pieces of `band` by region, in order.
  package func regions(ofBand band: Int) -> [(region: Int, pieces: Range<Int>)] {
    var found: [(region: Int, pieces: Range<Int>)] = []
    for piece in bands[band] {
      if let last = found.indices.last, found[last].region == pieces[piece].region {
        found[last].pieces = found[last].pieces.lowerBound..<piece + 1
      } else {
        found.append((pieces[piece].region, piece..<piece + 1))
      }
    }
    return found
  }

  private mutating func place(_ chunk: AlignmentWalk.Chunk, region: Int, _ walk: AlignmentWalk) {
    if 1 + chunk.width <= width {
      breakBand(unless: 1 + chunk.width)
      return add(chunk.spans, width: chunk.width, region: region)
    }
    if column > 0 { breakBand() }
    for part in walk.parts(of: chunk, width: width - 1) {
      breakBand(unless: 1 + part.width)
      add(part.spans, width: min(part.width, width - 1), region: region)
    }
  }

  private mutating func add(_ spans: [Span], width: Int, region: Int) {
    pieces.append(Piece(column: column, width: width, region: region))
    self.spans += spans
    column += 1 + width
  }

  private mutating func breakBand(unless columns: Int) {
    if column > 0 && column + columns > width { breakBand() }
  }

  private mutating func breakBand() {
    bands.append(firstPiece..<pieces.count)
    firstPiece = pieces.count
    column = 0
  }

  /// Regions without a byte have no piece; they are looked for where the one before them is.
  private func firstBands(of regions: Int) -> [Int] {
    var found = Array(repeating: -1, count: regions)
    for (band, range) in bands.enumerated() {
      for piece in pieces[range] where found[piece.region] < 0 { found[piece.region] = band }
    }
    var last = 0
    for region in found.indices {
      if found[region] < 0 { found[region] = last }
      last = found[region]
    }
    return found
  }
}
