import Basics

/// How large a picture is to become, as `size` of a preprocessor_config.json says.
package enum SizeRule: Sendable, Equatable {
  /// The shorter side has this many pixels, the longer one keeps the shape (cut to whole pixels); with a limit on the longer side.
  case shortest(Int, longest: Int? = nil)
  /// Exactly this, whatever the shape.
  case exactly(width: Int, height: Int)
  /// As large as fits, keeping the shape.
  case within(width: Int, height: Int)

  /// The size that a picture of `width` by `height` pixels gets. Products and quotients are taken in the order of the transformers library, so
  /// that they are cut alike.
  package func size(ofWidth width: Int, height: Int) -> (width: Int, height: Int) {
    switch self {
    case .exactly(let newWidth, let newHeight): return (newWidth, newHeight)
    case .within(let newWidth, let newHeight):
      let scale = min(Double(newHeight) / Double(height), Double(newWidth) / Double(width))
      return (Int(Double(width) * scale), Int(Double(height) * scale))
    case .shortest(let side, nil):
      let long = side * max(width, height) / min(width, height)
      return width <= height ? (side, long) : (long, side)
    case .shortest(let side, .some(let limit)):
      let (short, long) = (Double(min(width, height)), Double(max(width, height)))
      var (newShort, exact) = (side, Double(side))
      if long / short * Double(side) > Double(limit) {
        exact = Double(limit) * short / long
        newShort = Int(exact.rounded(.toNearestOrEven))
      }
      if min(width, height) == newShort { return (width, height) }
      let newLong = Int(exact * long / short)
      return width < height ? (newShort, newLong) : (newLong, newShort)
    }
  }
}

extension SizeRule: CustomStringConvertible {
  /// `shorter side 224`.
  package var description: String {
    switch self {
    case .shortest(let side, nil): "shorter side \(side)"
    case .shortest(let side, .some(let limit)): "shorter side \(side), longer at most \(limit)"
    case .exactly(let width, let height): "\(width) × \(height)"
    case .within(let width, let height): "within \(width) × \(height)"
    }
  }
}
