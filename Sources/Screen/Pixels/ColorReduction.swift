import Basics

/// A picture's colours brought down to a few by median cut: the box of colours that holds most pixels over the longest side is cut in two at
/// its median, until there are as many boxes as colours are wanted; each gives the mean of its pixels.
///
/// Source: P. Heckbert, "Color image quantization for frame buffer display", SIGGRAPH 1982. Colours are told apart by 5 bits a channel.
package struct ColorReduction: Sendable {
  /// At most as many as were asked for.
  package private(set) var colors: [Pixels.Color] = []
  /// By the 15 bits of a colour, which of them stands for it.
  private var indexes = [UInt8](repeating: 0, count: 1 << 15)

  /// A colour that occurs, with the sums of the pixels that have it.
  private struct Bin {
    var key: Int
    var count = 0
    var sums = SIMD3<Int>()

    func channel(_ number: Int) -> Int { key >> (10 - 5 * number) & 31 }
  }

  private struct Box {
    var bins: Range<Int>
    var count: Int
    /// The channel with the longest side, and that.
    var channel: Int
    var side: Int
  }

  /// `limit` colours, 1…256.
  package init(_ pixels: Pixels, to limit: Int) {
    precondition((1...256).contains(limit), "colours are numbered by a byte")
    var bins = Self.bins(of: pixels)
    guard !bins.isEmpty else { return }
    var boxes = [Self.box(0..<bins.count, bins)]
    while boxes.count < limit {
      let best = boxes.indices.max { boxes[$0].count * boxes[$0].side < boxes[$1].count * boxes[$1].side }
      guard let best, boxes[best].side > 0 else { break }
      let (low, high) = Self.cut(boxes[best], &bins)
      boxes[best] = low
      boxes.append(high)
    }
    for (number, box) in boxes.enumerated() {
      var sums = SIMD3<Int>()
      for bin in bins[box.bins] {
        sums &+= bin.sums
        indexes[bin.key] = UInt8(number)
      }
      let mean = (sums &+ SIMD3(repeating: box.count / 2)) / SIMD3(repeating: box.count)
      colors.append(Pixels.Color(UInt8(mean.x), UInt8(mean.y), UInt8(mean.z)))
    }
  }

  /// The number of the colour that stands for one of the picture's.
  package func index(of color: Pixels.Color) -> Int { Int(indexes[Self.key(color)]) }

  private static func key(_ color: Pixels.Color) -> Int {
    Int(color.red >> 3) << 10 | Int(color.green >> 3) << 5 | Int(color.blue >> 3)
  }

  private static func bins(of pixels: Pixels) -> [Bin] {
    var all = (0..<1 << 15).map { Bin(key: $0) }
    for start in stride(from: 0, to: pixels.bytes.count, by: 3) {
      let color = Pixels.Color(pixels.bytes[start], pixels.bytes[start + 1], pixels.bytes[start + 2])
      let key = key(color)
      all[key].count += 1
      all[key].sums &+= SIMD3(Int(color.red), Int(color.green), Int(color.blue))
    }
    return all.filter { $0.count > 0 }
  }

  private static func box(_ range: Range<Int>, _ bins: [Bin]) -> Box {
    var (channel, side) = (0, -1)
    for number in 0..<3 {
      let values = bins[range].lazy.map { $0.channel(number) }
      let length = (values.max() ?? 0) - (values.min() ?? 0)
      if length > side { (channel, side) = (number, length) }
    }
    return Box(
      bins: range, count: bins[range].reduce(0) { $0 + $1.count }, channel: channel, side: side)
  }

  /// Sorts the bins of a box along its longest side and cuts where half of its pixels are on each, at least one bin on either.
  private static func cut(_ box: Box, _ bins: inout [Bin]) -> (low: Box, high: Box) {
    let channel = box.channel
    bins[box.bins].sort { ($0.channel(channel), $0.key) < ($1.channel(channel), $1.key) }
    var (middle, count) = (box.bins.lowerBound, 0)
    repeat {
      count += bins[middle].count
      middle += 1
    } while middle < box.bins.upperBound - 1 && 2 * count < box.count
    return (
      Self.box(box.bins.lowerBound..<middle, bins), Self.box(middle..<box.bins.upperBound, bins)
    )
  }
}
