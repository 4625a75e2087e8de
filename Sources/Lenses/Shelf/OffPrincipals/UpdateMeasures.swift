import Basics
import Tensors

/// What was measured of one update of one matrix.
struct UpdateMeasures: Sendable {
  var rows: Int
  var columns: Int
  var k: Int
  var r: Int
  var visible: EntryMask
  var principal: EntryMask
  var low: EntryMask
  /// Normalised spectral shift.
  var shift: Double
  /// In degrees, rising.
  var leftAngles: [Double]
  var rightAngles: [Double]
  /// |D|² by its largest singular value squared; nil when there is no update.
  var stableRank: Double?
  /// |D| / |W0| by the sums of squares.
  var relativeNorm: Double
  /// The share of |D|² in the spans of the first k vectors.
  var principalShare: Double?
  var spectrum: UpdateSpectrum

  /// Throws when cancelled, and on numbers that are not finite.
  init(_ pair: MatrixPair, _ spectrum: UpdateSpectrum, _ settings: OffPrincipalsSettings) throws(Trouble) {
    self.spectrum = spectrum
    (rows, columns) = (pair.rows, pair.columns)
    (k, r) = settings.ranks(pair.least)
    let size = Int(settings.alpha * Double(pair.count) + 1e-9)
    visible = EntryMask(changed: pair.before, pair.after, settings.visibility)
    principal = EntryMask(size, of: spectrum.reconstruction(r).values, largest: true)
    low = EntryMask(size, of: pair.before, largest: false)
    shift = spectrum.shift
    (leftAngles, rightAngles) = try spectrum.angles(k)
    let (difference, before) = (pair.preciseDifference, pair.before)
    let squares = difference.reduce(0) { $0 + $1 * $1 }
    stableRank = squares > 0 ? squares / (spectrum.updateNorm * spectrum.updateNorm) : nil
    let whole = before.reduce(0.0) { $0 + Double($1) * Double($1) }
    relativeNorm = squares == 0 ? 0 : (squares / whole).squareRoot()
    principalShare = spectrum.principalShare(k, of: Tensor(pair.difference, [rows, columns]))
  }

  /// The share of entries that stayed.
  var sparsity: Double { 1 - visible.density }
  var largestLeft: Double { leftAngles.last ?? 0 }
  var largestRight: Double { rightAngles.last ?? 0 }
}

/// How far entries moved, in halves of the last place of bfloat16.
struct VisibilityHistogram: Sendable, Equatable {
  /// From this power of two on; those below lie in the first bin, those above in the last.
  static let bins = -16..<17
  /// By bin, the share of all entries: bin i has those with 2^i ≤ |d| / half < 2^(i + 1).
  private(set) var shares: [Double]
  /// The share of entries that did not move at all, which are in no bin.
  private(set) var still: Double

  init(_ pair: MatrixPair) {
    var counts = [Int](repeating: 0, count: Self.bins.count)
    var same = 0
    for (before, after) in zip(pair.before, pair.after) {
      let moved = abs(Double(after) - Double(before))
      if moved == 0 {
        same += 1
        continue
      }
      let place = Int((moved / Double(BFloat16.halfUnit(before))).exponent)
      counts[max(0, min(Self.bins.count - 1, place - Self.bins.lowerBound))] += 1
    }
    let whole = Double(max(1, pair.count))
    shares = counts.map { Double($0) / whole }
    still = Double(same) / whole
  }
}
