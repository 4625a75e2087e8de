import Basics

/// Any resolution: a picture that is larger than the model's window is shown to it whole and in tiles.
///
/// Source: H. Liu et al., LLaVA-NeXT: Improved reasoning, OCR, and world knowledge (2024); the choice and the rounding are those of the
/// transformers library.
extension Preprocessing {
  /// The most tiles.
  package static let tileLimit = 256

  /// Of several resolutions the one that shows most of the picture's pixels, and among those the one that wastes least; the first of equals.
  package static func bestResolution(
    _ resolutions: [(width: Int, height: Int)], forWidth width: Int, height: Int
  ) -> (width: Int, height: Int)? {
    var best: (width: Int, height: Int)?
    var (mostShown, leastWasted) = (0, Int.max)
    for resolution in resolutions {
      let scale = min(Double(resolution.width) / Double(width), Double(resolution.height) / Double(height))
      let fitted = Int(Double(width) * scale) * Int(Double(height) * scale)
      let shown = min(fitted, width * height)
      let wasted = resolution.width * resolution.height - shown
      if shown > mostShown || (shown == mostShown && wasted < leastWasted) {
        (mostShown, leastWasted, best) = (shown, wasted, resolution)
      }
    }
    return best
  }

  /// The size to which a picture is brought before black is added around it to fill `target`.
  static func fitted(_ pixels: Pixels, into target: (width: Int, height: Int)) -> (width: Int, height: Int) {
    let across = Double(target.width) / Double(pixels.width)
    let down = Double(target.height) / Double(pixels.height)
    if across < down {
      return (target.width, min(Int((Double(pixels.height) * across).rounded(.up)), target.height))
    }
    return (min(Int((Double(pixels.width) * down).rounded(.up)), target.width), target.height)
  }

  /// The whole picture squeezed into the window, then the tiles of the chosen resolution row by row.
  func tiled(_ pixels: Pixels, _ made: inout PreparedPicture) throws(Trouble) -> [Pixels] {
    guard let target = Self.bestResolution(resolutions, forWidth: pixels.width, height: pixels.height) else {
      throw Trouble(
        .usage, at: .option("image_grid_pinpoints"),
        "none of the resolutions can show a picture of \(pixels.width) × \(pixels.height) pixels")
    }
    try Self.check(target.width * target.height)
    let window = window
    let side = cropSize?.height ?? window.height
    let (rows, columns) = ((target.height + side - 1) / side, (target.width + side - 1) / side)
    guard rows * columns <= Self.tileLimit else {
      throw Trouble(
        .limit, at: .option("image_grid_pinpoints"),
        "\(rows) × \(columns) tiles are over the limit of \(Self.tileLimit)")
    }
    let fitted = Self.fitted(pixels, into: target)
    let resized = try pixels.resized(width: fitted.width, height: fitted.height, filter, library.arithmetic)
    let padded = resized.cut(
      x: -((target.width - fitted.width) / 2), y: -((target.height - fitted.height) / 2), width: target.width,
      height: target.height)
    made.tiling = (rows, columns)
    made.sentences.append(
      "\(rows) × \(columns) tiles of \(side) pixels: resized to \(fitted.width) × \(fitted.height), black around it up to "
        + "\(target.width) × \(target.height)")
    made.sentences.append("the whole squeezed into \(window.width) × \(window.height)")
    let whole = try pixels.resized(width: window.width, height: window.height, filter, library.arithmetic)
    return [whole] + padded.divided(side: side)
  }

  /// What the whole is squeezed into: `size`, its shorter side for both where it names only that.
  private var window: (width: Int, height: Int) {
    switch size {
    case .exactly(let width, let height), .within(let width, let height): (width, height)
    case .shortest(let side, _): (side, side)
    }
  }
}
