/// Whose whole numbers are used when bytes are resized: the two libraries differ in a few bytes by 1.
///
/// Both go along rows, round to bytes, and then along columns; Pillow from version 13 on goes along columns first where that takes away
/// much more. Sources: Pillow 13, `Resample.c`; PyTorch 2.15, `UpSampleKernel.cpp`.
package enum ResizingArithmetic: String, Sendable, CaseIterable {
  /// Weights in units of 2⁻²², as Pillow has them, and processors of transformers that run on it.
  case pillow
  /// Weights in 16 bits, as PyTorch has them for bytes with `antialias`, and processors of transformers that run on torchvision.
  case torch

  /// Whether columns are resized before rows. Pillow does so when the height loses more than twice as many pixels as the width (measured on
  /// version 13; earlier ones never did).
  func goesDownFirst(_ old: (width: Int, height: Int), _ new: (width: Int, height: Int)) -> Bool {
    self == .pillow && new.height < old.height && old.height - new.height > 2 * (old.width - new.width)
  }

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
