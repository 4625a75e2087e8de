import Basics
import Glibc

/// What can be counted in each patch without a model.
package struct PatchStatistics: Sendable {
  /// By patch, its mean colour.
  package let colors: [Pixels.Color]
  /// By patch, the variance of its lightness; lightness is 0…1.
  package let variances: [Float]
  /// By patch, the entropy of its lightness in 32 even steps, in bits: 0 for one colour, at most 5.
  package let entropies: [Float]
  /// By patch, the mean square of the slope of lightness, per pixel: how much edge it has.
  package let edges: [Float]

  /// Steps of lightness that the entropy tells apart.
  private static let steps = 32

  /// Of the patches that `cut` makes of `pixels`. Throws when the ticket is cancelled.
  package init(_ pixels: Pixels, _ cut: Patchify, _ ticket: Ticket) throws(Trouble) {
    let light = Luminance(pixels)
    var (colors, variances, entropies, edges): ([Pixels.Color], [Float], [Float], [Float]) = ([], [], [], [])
    for row in 0..<cut.rows {
      try ticket.step(Double(row) / Double(cut.rows))
      for column in 0..<cut.columns {
        var count = Counter()
        for y in row * cut.patch..<(row + 1) * cut.patch {
          for x in column * cut.patch..<(column + 1) * cut.patch {
            count.add(pixels[x, y], light.values[y * light.width + x], light.slope(x, y))
          }
        }
        colors.append(count.color)
        variances.append(count.variance)
        entropies.append(count.entropy)
        edges.append(count.edge / Float(count.total))
      }
    }
    (self.colors, self.variances, self.entropies, self.edges) = (colors, variances, entropies, edges)
  }

  /// Sums over the pixels of one patch.
  private struct Counter {
    private(set) var total = 0
    private(set) var edge: Float = 0
    private var (red, green, blue) = (0, 0, 0)
    private var lights: [Float] = []
    private var histogram = [Int](repeating: 0, count: steps)

    mutating func add(_ color: Pixels.Color, _ light: Float, _ slope: (right: Float, down: Float)) {
      total += 1
      red += Int(color.red)
      green += Int(color.green)
      blue += Int(color.blue)
      lights.append(light)
      histogram[min(steps - 1, Int(light * Float(steps)))] += 1
      edge += slope.right * slope.right + slope.down * slope.down
    }

    var color: Pixels.Color {
      func mean(_ sum: Int) -> UInt8 { UInt8((sum + total / 2) / total) }
      return Pixels.Color(mean(red), mean(green), mean(blue))
    }

    var variance: Float {
      let mean = lights.reduce(0, +) / Float(total)
      return lights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(total)
    }

    var entropy: Float {
      let shares = histogram.filter { $0 > 0 }.map { Double($0) / Double(total) }
      return Float(max(0, -shares.reduce(0) { $0 + $1 * log2($1) }))
    }
  }
}
