import Basics
import Tensors

/// A picture as a vision model is given it, and how it came about.
package struct PreparedPicture: Sendable {
  /// A stretch of the original picture in its pixels; may reach outside where something was added around it.
  package struct Region: Sendable, Equatable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    /// By its top left corner and its sides.
    package init(x: Double, y: Double, width: Double, height: Double) {
      (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
  }

  /// How many tiles stand side by side and below one another; nil for one view of the whole.
  package var tiling: (rows: Int, columns: Int)?
  /// The bytes that the model saw, the whole first, then tiles row by row; at least one.
  package internal(set) var views: [Pixels] = []
  /// [views, 3, height, width]: their numbers.
  package internal(set) var values: Tensor = .zeros([0, 3, 0, 0])
  /// What the whole view shows.
  package private(set) var region: Region
  /// What was done, one sentence a step, in order.
  package internal(set) var sentences: [String] = []

  /// The size of the original picture in pixels.
  package let original: (width: Int, height: Int)

  init(original: Picture) {
    self.original = (original.pixels.width, original.pixels.height)
    region = Region(
      x: 0, y: 0, width: Double(original.pixels.width), height: Double(original.pixels.height))
  }

  /// [3, height, width]: the whole view.
  package var tensor: Tensor {
    Tensor(
      Array(values.values.prefix(values.count / max(1, views.count))), Array(values.shape.sizes.dropFirst()))
  }

  /// The bytes of the whole view.
  package var pixels: Pixels { views[0] }

  /// The region becomes one that begins at (x, y) of it, in its pixels.
  mutating func shift(x: Int, y: Int, _ width: Int, _ height: Int) {
    region = Region(x: Double(x), y: Double(y), width: Double(width), height: Double(height))
  }

  /// Of the region, made `whole` in size, a stretch is kept.
  mutating func keep(x: Int, y: Int, _ width: Int, _ height: Int, of whole: Pixels) {
    let (across, down) = (region.width / Double(whole.width), region.height / Double(whole.height))
    region = Region(
      x: region.x + Double(x) * across, y: region.y + Double(y) * down, width: Double(width) * across,
      height: Double(height) * down)
  }
}
