import Glibc
import Screen

/// How colours look to eyes with all cones or without one of them.
///
/// Matrices of severity 1.0 on linear sRGB: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation
/// of Color Vision Deficiency", IEEE TVCG 2009. Distances in OKLab: Ottosson, 2020; 0.02 is just noticeable.
enum ColorVision: CaseIterable, Sendable {
  case usual, protanopia, deuteranopia, tritanopia

  /// What tells a token's hue: its ground where the theme paints tiles, else its letters.
  func hue(_ style: Style) -> [Double] {
    let isTile = style.background.luminance > style.foreground.luminance && style.background.luminance > 0.15
    return oklab(isTile && style.foreground.luminance < 0.02 ? style.background : style.foreground)
  }

  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    sqrt(zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
  }

  private var matrix: [[Double]] {
    switch self {
    case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deuteranopia:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritanopia:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }

  private func oklab(_ color: Color) -> [Double] {
    guard let (red, green, blue) = color.components else { return [0, 0, 0] }
    let linear = [red, green, blue].map { value in
      let c = Double(value) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    let seen = Self.times(matrix, linear).map { min(1, max(0, $0)) }
    let cones = Self.times(
      [
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ], seen
    ).map(cbrt)
    return Self.times(
      [
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
      ], cones)
  }

  private static func times(_ matrix: [[Double]], _ v: [Double]) -> [Double] {
    matrix.map { row in zip(row, v).reduce(0) { $0 + $1.0 * $1.1 } }
  }
}
