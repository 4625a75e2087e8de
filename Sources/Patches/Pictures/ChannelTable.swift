import Basics

/// By channel and byte, the number that a model gets: rescaled, and normalised.
///
/// A byte has 256 values, so a table holds all that can happen, rounded as the library in question rounds.
struct ChannelTable {
  /// 3 × 256.
  private let numbers: [Float]

  /// `isFused`: mean and deviation are brought to bytes first, as torchvision's processors do; otherwise bytes are rescaled first, as those on
  /// NumPy do.
  init(factor: Double?, normalisation: (mean: [Double], deviation: [Double])?, isFused: Bool) {
    func number(_ byte: Int, _ channel: Int) -> Float {
      guard
        let (mean, deviation) = normalisation.map({ (Float($0.mean[channel]), Float($0.deviation[channel])) })
      else {
        return factor.map { isFused ? Float(byte) * Float($0) : Float(Double(byte) * $0) } ?? Float(byte)
      }
      guard let factor else { return (Float(byte) - mean) / deviation }
      if isFused {
        let unit = Float(1 / factor)
        return (Float(byte) - mean * unit) / (deviation * unit)
      }
      return (Float(Double(byte) * factor) - mean) / deviation
    }
    numbers = (0..<3).flatMap { channel in (0..<256).map { number($0, channel) } }
  }

  /// The three planes of a picture: [3, height, width], row by row.
  func values(of pixels: Pixels) -> [Float] {
    var out: [Float] = []
    out.reserveCapacity(pixels.bytes.count)
    for channel in 0..<3 {
      for place in stride(from: channel, to: pixels.bytes.count, by: 3) {
        out.append(numbers[256 * channel + Int(pixels.bytes[place])])
      }
    }
    return out
  }
}
