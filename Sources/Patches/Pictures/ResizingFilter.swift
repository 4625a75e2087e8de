import Glibc

/// How much a pixel counts at a distance, when a picture is made smaller or larger.
///
/// Distances are in pixels of the smaller picture. Names, reach and curves are those of Pillow and PyTorch. Sources: R. Keys, Cubic convolution
/// interpolation for digital image processing, 1981, DOI 10.1109/TASSP.1981.1163711; C. Duchon, Lanczos filtering, 1979.
package enum ResizingFilter: String, Sendable, CaseIterable {
  /// The pixel under the centre.
  case nearest
  /// The mean of the area (box).
  case area
  /// A triangle.
  case bilinear
  /// A cosine bell, sharper than a triangle.
  case hamming
  /// Keys' cubic with a = −1/2.
  case bicubic
  /// A windowed sine of three lobes.
  case lanczos

  /// How far it reaches to one side.
  var reach: Double {
    switch self {
    case .nearest, .area: 0.5
    case .bilinear, .hamming: 1
    case .bicubic: 2
    case .lanczos: 3
    }
  }

  /// The weight at distance `x`.
  func weight(_ x: Double) -> Double {
    switch self {
    case .nearest, .area: x > -0.5 && x <= 0.5 ? 1 : 0
    case .bilinear: max(0, 1 - abs(x))
    case .hamming: Self.hammingWeight(abs(x))
    case .bicubic: Self.cubic(x, a: -0.5)
    case .lanczos: x >= -3 && x < 3 ? Self.sinc(x) * Self.sinc(x / 3) : 0
    }
  }

  /// Keys' cubic; `a` is its slope at 1.
  static func cubic(_ x: Double, a: Double) -> Double {
    let x = abs(x)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }

  private static func hammingWeight(_ x: Double) -> Double {
    if x == 0 { return 1 }
    return x >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * cos(x * .pi))
  }

  private static func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(x * .pi) / (x * .pi) }
}
