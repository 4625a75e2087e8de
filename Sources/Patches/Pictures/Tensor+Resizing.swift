import Basics
import Tensors

extension Tensor {
  /// Planes [channels, height, width] at another size, as PyTorch's `interpolate(…, align_corners=False)` makes them.
  ///
  /// `filter` is bilinear or bicubic. With `antialias` the filter is widened when the picture becomes smaller (and the cubic has
  /// a = −1/2); without, each number is made from its nearest 2 or 4 neighbours a side (a = −3/4). Throws for other filters and for sizes of nought.
  package func resized(
    width newWidth: Int, height newHeight: Int, _ filter: ResizingFilter, antialias: Bool
  ) throws(Trouble) -> Tensor {
    precondition(rank == 3, "planes are [channels, height, width]")
    let (channels, height, width) = (size(0), size(1), size(2))
    guard filter == .bilinear || filter == .bicubic else {
      throw Trouble(
        .usage, "numbers are not resized by \(filter.rawValue)", remedy: "Choose bilinear or bicubic")
    }
    guard newWidth > 0, newHeight > 0, width > 0, height > 0 else {
      throw Trouble(
        .usage, "planes of \(width) × \(height) numbers cannot become \(newWidth) × \(newHeight)")
    }
    func axis(_ old: Int, _ new: Int) -> AxisWeights {
      antialias
        ? AxisWeights(old: old, new: new, filter)
        : AxisWeights(between: old, new: new, isCubic: filter == .bicubic)
    }
    let rows = Self.alongRows(values, count: channels * height, axis(width, newWidth))
    let all = Self.alongColumns(rows, planes: channels, width: newWidth, axis(height, newHeight))
    return Tensor(all, [channels, newHeight, newWidth])
  }

  private static func alongRows(_ old: [Float], count: Int, _ axis: AxisWeights) -> [Float] {
    let weights = axis.weights.map { Float($0) }
    var out: [Float] = []
    out.reserveCapacity(count * axis.new)
    for row in 0..<count {
      for (index, range) in axis.ranges.enumerated() {
        var sum: Float = 0
        for tap in 0..<range.count {
          sum += old[row * axis.old + range.start + tap] * weights[index * axis.taps + tap]
        }
        out.append(sum)
      }
    }
    return out
  }

  private static func alongColumns(_ old: [Float], planes: Int, width: Int, _ axis: AxisWeights) -> [Float] {
    let weights = axis.weights.map { Float($0) }
    var out = [Float](repeating: 0, count: planes * axis.new * width)
    for plane in 0..<planes {
      for (index, range) in axis.ranges.enumerated() {
        let target = (plane * axis.new + index) * width
        for tap in 0..<range.count {
          let weight = weights[index * axis.taps + tap]
          let start = (plane * axis.old + range.start + tap) * width
          for column in 0..<width { out[target + column] += old[start + column] * weight }
        }
      }
    }
    return out
  }
}
