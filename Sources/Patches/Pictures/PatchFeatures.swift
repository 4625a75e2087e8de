import Basics
import Glibc
import Tensors

/// Numbers that describe a patch without a model: its mean colour, its slowest cosine waves, the directions of its edges.
///
/// Sources: N. Ahmed, T. Natarajan, K. Rao, Discrete Cosine Transform, 1974, DOI 10.1109/T-C.1974.223784; N. Dalal, B. Triggs, Histograms of
/// Oriented Gradients, 2005, DOI 10.1109/CVPR.2005.177.
struct PatchFeatures {
  /// Waves down and across, the slowest first; none is the mean itself.
  static let waves = (0...3).flatMap { u in (0...3 - u).map { v in (u, v) } }.filter { $0 != (0, 0) }
  /// Directions of edges, without their sign.
  static let directions = 8
  /// Numbers a patch.
  static let width = 3 + waves.count + directions

  private let pixels: Pixels
  private let light: Luminance
  private let cut: Patchify
  /// By frequency 0…3 and place in a patch, the cosine, so scaled that the waves of a patch are orthonormal.
  private let cosines: [[Float]]

  init(_ pixels: Pixels, _ cut: Patchify) {
    self.pixels = pixels
    self.cut = cut
    light = Luminance(pixels)
    let side = Double(cut.patch)
    cosines = (0...3).map { frequency in
      let scale = sqrt((frequency == 0 ? 1 : 2) / side)
      return (0..<cut.patch).map { Float(scale * cos((Double($0) + 0.5) * Double(frequency) * .pi / side)) }
    }
  }

  /// [patches, `width`]. Colours are 0…1, waves in units of lightness, the directions of a patch sum up to the mean slope a pixel.
  func rows(_ ticket: Ticket) throws(Trouble) -> Tensor {
    var out: [Float] = []
    out.reserveCapacity(cut.count * Self.width)
    for row in 0..<cut.rows {
      try ticket.step(Double(row) / Double(cut.rows))
      for column in 0..<cut.columns { out += features(column * cut.patch, row * cut.patch) }
    }
    return Tensor(out, [cut.count, Self.width])
  }

  private func features(_ left: Int, _ top: Int) -> [Float] {
    let area = Float(cut.patch * cut.patch)
    var color: [Float] = [0, 0, 0]
    var waves = [Float](repeating: 0, count: Self.waves.count)
    var edges = [Float](repeating: 0, count: Self.directions)
    for y in 0..<cut.patch {
      for x in 0..<cut.patch {
        let pixel = (top + y) * pixels.width + left + x
        for channel in 0..<3 { color[channel] += Float(pixels.bytes[3 * pixel + channel]) / (255 * area) }
        for (index, wave) in Self.waves.enumerated() {
          waves[index] += light.values[pixel] * cosines[wave.0][y] * cosines[wave.1][x] / Float(cut.patch)
        }
        addEdge(light.slope(left + x, top + y), area, to: &edges)
      }
    }
    return color + waves + edges
  }

  /// The slope counts for the two directions nearest to its own, in proportion.
  private func addEdge(_ slope: (right: Float, down: Float), _ area: Float, to edges: inout [Float]) {
    let length = sqrt(slope.right * slope.right + slope.down * slope.down) / area
    guard length > 0 else { return }
    var turn = atan2(slope.down, slope.right) / .pi
    if turn < 0 { turn += 1 }
    let place = turn * Float(Self.directions)
    let (first, share) = (Int(place), place - place.rounded(.down))
    edges[first % Self.directions] += length * (1 - share)
    edges[(first + 1) % Self.directions] += length * share
  }
}
