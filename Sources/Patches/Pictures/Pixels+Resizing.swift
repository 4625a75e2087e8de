import Basics

extension Pixels {
  /// The most pixels that resizing makes, on its way too.
  package static let resizingLimit = 64 << 20

  /// The picture at another size, byte for byte as Pillow or PyTorch makes it.
  ///
  /// Throws when a side is nought or what it needs is over `resizingLimit`. Time grows with the pixels of both pictures.
  package func resized(
    width newWidth: Int, height newHeight: Int, _ filter: ResizingFilter,
    _ arithmetic: ResizingArithmetic = .pillow
  ) throws(Trouble) -> Pixels {
    guard newWidth > 0, newHeight > 0, width > 0, height > 0 else {
      throw Trouble(
        .usage, "a picture of \(width) × \(height) pixels cannot become one of \(newWidth) × \(newHeight)")
    }
    let limit = Self.resizingLimit
    let isDownFirst =
      max(newWidth, newHeight) <= limit && arithmetic.goesDownFirst((width, height), (newWidth, newHeight))
    guard max(newWidth, newHeight) <= limit, newWidth * newHeight <= limit,
      isDownFirst ? width * newHeight <= limit : newWidth * height <= limit
    else {
      throw Trouble(
        .limit,
        "resizing \(width) × \(height) pixels to \(newWidth) × \(newHeight) takes more than the limit of "
          + "\(limit) pixels",
        remedy: "Cut the picture to a shape that is less long")
    }
    if newWidth == width, newHeight == height { return self }
    if filter == .nearest { return nearest(newWidth, newHeight) }
    let (across, down) = (
      AxisWeights(old: width, new: newWidth, filter), AxisWeights(old: height, new: newHeight, filter)
    )
    return isDownFirst
      ? columnsResized(down, arithmetic).rowsResized(across, arithmetic)
      : rowsResized(across, arithmetic).columnsResized(down, arithmetic)
  }

  /// The picture at another size by the mean of areas, for drawing. Throws as `resized`.
  package func scaled(toWidth newWidth: Int, height newHeight: Int) throws(Trouble) -> Pixels {
    try resized(width: newWidth, height: newHeight, .area)
  }

  /// Places are added up step by step, as Pillow does, so that its rounding is ours.
  private func nearest(_ newWidth: Int, _ newHeight: Int) -> Pixels {
    func places(_ old: Int, _ new: Int) -> [Int] {
      let step = Double(old) / Double(new)
      var place = step * 0.5
      return (0..<new).map { _ in
        defer { place += step }
        return min(Int(place), old - 1)
      }
    }
    let columns = places(width, newWidth)
    var out: [UInt8] = []
    out.reserveCapacity(3 * newWidth * newHeight)
    for row in places(height, newHeight) {
      for column in columns {
        let start = 3 * (row * width + column)
        out += bytes[start..<start + 3]
      }
    }
    return Pixels(width: newWidth, height: newHeight, bytes: out)
  }

  private func rowsResized(_ axis: AxisWeights, _ arithmetic: ResizingArithmetic) -> Pixels {
    if axis.new == axis.old { return self }
    let (weights, bits) = arithmetic.whole(axis.weights)
    let half = Int32(1) << (bits - 1)
    var out = [UInt8](repeating: 0, count: 3 * axis.new * height)
    let (old, weight) = (bytes.span, weights.span)
    var target = out.mutableSpan
    for row in 0..<height {
      for (index, range) in axis.ranges.enumerated() {
        var (red, green, blue) = (half, half, half)
        var place = 3 * (row * width + range.start)
        for tap in index * axis.taps..<index * axis.taps + range.count {
          red &+= Int32(old[place]) &* weight[tap]
          green &+= Int32(old[place + 1]) &* weight[tap]
          blue &+= Int32(old[place + 2]) &* weight[tap]
          place += 3
        }
        let start = 3 * (row * axis.new + index)
        target[start] = UInt8(clamping: red >> bits)
        target[start + 1] = UInt8(clamping: green >> bits)
        target[start + 2] = UInt8(clamping: blue >> bits)
      }
    }
    return Pixels(width: axis.new, height: height, bytes: out)
  }

  private func columnsResized(_ axis: AxisWeights, _ arithmetic: ResizingArithmetic) -> Pixels {
    if axis.new == axis.old { return self }
    let (weights, bits) = arithmetic.whole(axis.weights)
    let rowBytes = 3 * width
    var out = [UInt8](repeating: 0, count: rowBytes * axis.new)
    var sums = [Int32](repeating: 0, count: rowBytes)
    for (index, range) in axis.ranges.enumerated() {
      let old = bytes.span
      var sum = sums.mutableSpan
      for column in 0..<rowBytes { sum[column] = Int32(1) << (bits - 1) }
      for tap in 0..<range.count {
        let weight = weights[index * axis.taps + tap]
        let start = (range.start + tap) * rowBytes
        for column in 0..<rowBytes { sum[column] &+= Int32(old[start + column]) &* weight }
      }
      var target = out.mutableSpan
      for column in 0..<rowBytes { target[index * rowBytes + column] = UInt8(clamping: sum[column] >> bits) }
    }
    return Pixels(width: width, height: axis.new, bytes: out)
  }
}
