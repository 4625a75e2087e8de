/// Whose whole numbers are used when bytes are resized: the two libraries differ in a few bytes by 1.
///
/// Both go along rows, round to bytes, and then along columns. Sources: Pillow 13, `Resample.c`; PyTorch 2.15, `UpSampleKernel.cpp`.
package enum ResizingArithmetic: String, Sendable, CaseIterable {
  /// Weights in units of 2⁻²², as Pillow has them, and processors of transformers that run on it.
  case pillow
  /// Weights in 16 bits, as PyTorch has them for bytes with `antialias`, and processors of transformers that run on torchvision.
  case torch

  /// The weights as whole numbers, and how many bits stand behind their point.
  func whole(_ weights: [Double]) -> (weights: [Int32], bits: Int32) {
    let bits = bits(weights.max() ?? 1)
    let unit = Double(1 << bits)
    // Rounded half away from nought.
    return (weights.map { Int32(($0 * unit).rounded(.toNearestOrAwayFromZero)) }, Int32(bits))
  }

  private func bits(_ largest: Double) -> Int {
    guard self == .torch else { return 22 }
    // As many as leave the largest weight within 16 bits with its sign.
    var bits = 0
    while bits < 22, Int(0.5 + largest * Double(1 << (bits + 1))) < 1 << 15 { bits += 1 }
    return bits
  }
}
