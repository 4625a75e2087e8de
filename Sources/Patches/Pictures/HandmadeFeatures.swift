import Basics
import Glibc
import Tensors

/// Visual tokens without a model: a few numbers a patch, made by hand from its pixels.
///
///     let tokens = try HandmadeFeatures().tokens(of: picture, named: "cat.jpg", .open)
///
/// They say how patches look, not what they mean. Two layers: the numbers as they are, and each number less its mean over the picture and
/// divided by its deviation, so that similarities are not all about brightness.
package struct HandmadeFeatures: VisionSource {
  /// The side of a patch in pixels of the picture; nil for a grid of about 24 columns of any picture.
  package let patch: Int?

  /// The most patches of a picture.
  package static let tokenLimit = 65_536

  /// Columns of a grid, when no patch is given; fewer for pictures more than four times as high as wide.
  private static let columns = 24
  private static let rowLimit = 4 * columns
  /// The side of a patch, when none is given, in pixels of the picture made smaller.
  private static let side = 8

  package init(patch: Int? = nil) { self.patch = patch }

  /// What it is, and what it is not.
  package var label: String {
    "made by hand from pixels (colour, cosine waves, edge directions), no model and no weights"
  }

  /// There is no language model.
  package var words: WordTable? { nil }

  /// Both layers. Throws when the patch does not fit, when there would be more than `tokenLimit`, or when the ticket is cancelled.
  package func tokens(of picture: Picture, named name: String, _ ticket: Ticket) throws(Trouble)
    -> VisualTokens
  {
    let (pixels, cut) = try laidOut(picture.onWhite)
    guard cut.count <= Self.tokenLimit else {
      throw Trouble(
        .limit, at: .file(name), "\(cut.count) patches are over the limit of \(Self.tokenLimit)",
        remedy: "Choose larger patches")
    }
    let raw = try PatchFeatures(pixels, cut).rows(ticket)
    var notes = [label]
    if patch == nil { notes.append("resized to \(pixels.width) × \(pixels.height)") }
    if let loss = cut.loss { notes.append(loss) }
    if picture.alpha != nil { notes.append("laid on white where it is transparent") }
    return VisualTokens(
      name: name, grid: cut.grid,
      pixels: pixels.cut(x: 0, y: 0, width: cut.columns * cut.patch, height: cut.rows * cut.patch),
      layers: [
        VisualTokens.Layer(name: "numbers", hidden: raw),
        VisualTokens.Layer(name: "standardised", hidden: Self.standardised(raw)),
      ], notes: notes + picture.notes)
  }

  private func laidOut(_ pixels: Pixels) throws(Trouble) -> (Pixels, Patchify) {
    if let patch {
      return (pixels, try Patchify(width: pixels.width, height: pixels.height, patch: patch, cropping: true))
    }
    let shape = Double(pixels.height) / Double(max(1, pixels.width))
    let columns = shape > 4 ? max(1, Int((Double(Self.rowLimit) / shape).rounded())) : Self.columns
    let rows = max(1, min(Self.rowLimit, Int((Double(columns) * shape).rounded())))
    let (width, height) = (columns * Self.side, rows * Self.side)
    return (
      try pixels.scaled(toWidth: width, height: height),
      try Patchify(width: width, height: height, patch: Self.side)
    )
  }

  /// Each column less its mean, divided by its deviation; a column that is the same everywhere becomes noughts.
  static func standardised(_ rows: Tensor) -> Tensor {
    let (count, width) = (rows.size(0), rows.size(1))
    var values = rows.values
    for column in 0..<width {
      let places = stride(from: column, to: count * width, by: width)
      let mean = places.reduce(Double(0)) { $0 + Double(values[$1]) } / Double(count)
      let variance = places.reduce(Double(0)) { $0 + pow(Double(values[$1]) - mean, 2) } / Double(count)
      let unit = variance > 1e-12 ? 1 / sqrt(variance) : 0
      for place in places { values[place] = Float((Double(values[place]) - mean) * unit) }
    }
    return Tensor(values, [count, width])
  }
}
