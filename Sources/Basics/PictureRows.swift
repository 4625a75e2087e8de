/// A picture made to lie on a raster of its own number of columns and rows: each place is the mean of the pixels that it covers,
/// weighted by the area covered (a box filter; sRGB values, as they are). Rows are worked out when they are asked for.
package struct PictureRows: Sendable {
  private let pixels: Pixels
  private let columns: Int
  private let rows: Int

  /// `pixels` has at least one pixel, and the raster at least one place.
  package init(_ pixels: Pixels, columns: Int, rows: Int) {
    self.pixels = pixels
    self.columns = columns
    self.rows = rows
  }

  /// One row of the raster, from the left.
  package func row(_ number: Int) -> [Pixels.Color] {
    let lines = Self.shares(number, of: rows, over: pixels.height)
    // Sums of each channel down the lines, then across.
    var sums = [UInt32](repeating: 0, count: 3 * pixels.width)
    for line in lines.range { add(line, times: UInt32(lines.weight(line)), to: &sums) }
    let whole = pixels.width * pixels.height
    return (0..<columns).map { column in
      let across = Self.shares(column, of: columns, over: pixels.width)
      var (red, green, blue) = (0, 0, 0)
      for x in across.range {
        let weight = across.weight(x)
        red += weight * Int(sums[3 * x])
        green += weight * Int(sums[3 * x + 1])
        blue += weight * Int(sums[3 * x + 2])
      }
      func mean(_ sum: Int) -> UInt8 { UInt8((sum + whole / 2) / whole) }
      return Pixels.Color(mean(red), mean(green), mean(blue))
    }
  }

  /// Weights of all lines of a place are as many as the picture is high, so the sums fit 32 bits up to 16 million lines.
  private func add(_ line: Int, times weight: UInt32, to sums: inout [UInt32]) {
    let source = pixels.bytes.span.extracting(line * sums.count..<(line + 1) * sums.count)
    var target = sums.mutableSpan
    for index in source.indices { target[index] &+= weight &* UInt32(source[index]) }
  }

  /// Which pixels a place covers, and how much of each: in parts of which a pixel has as many as there are places, so that a place has
  /// as many as there are pixels and nothing is rounded.
  private struct Shares {
    var range: Range<Int>
    var low: Int
    var high: Int
    var unit: Int

    func weight(_ pixel: Int) -> Int { min(high, (pixel + 1) * unit) - max(low, pixel * unit) }
  }

  private static func shares(_ place: Int, of places: Int, over count: Int) -> Shares {
    let (low, high) = (place * count, (place + 1) * count)
    return Shares(range: low / places..<(high + places - 1) / places, low: low, high: high, unit: places)
  }
}

extension Pixels {
  /// The picture in another size, each new pixel the mean of the area that it covers. Both sides are at least 1.
  package func averaged(width: Int, height: Int) -> Pixels {
    guard self.width > 0, self.height > 0 else { return Pixels(width: width, height: height) }
    let rows = PictureRows(self, columns: width, rows: height)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(3 * width * height)
    for row in 0..<height { for color in rows.row(row) { bytes += [color.red, color.green, color.blue] } }
    return Pixels(width: width, height: height, bytes: bytes)
  }
}
