import Basics

/// How a picture lies in its file, by the numbers of the EXIF field Orientation (tag 0x0112 of Exif 2.32).
package enum Orientation: Int, Sendable, CaseIterable {
  case upright = 1
  /// Left and right are exchanged.
  case mirrored = 2
  /// Upside down.
  case halfTurned = 3
  /// Top and bottom are exchanged.
  case flipped = 4
  /// Rows and columns are exchanged.
  case transposed = 5
  /// To be turned a quarter to the right.
  case turnedLeft = 6
  /// Rows and columns are exchanged along the other diagonal.
  case transversed = 7
  /// To be turned a quarter to the left.
  case turnedRight = 8

  /// Whether width and height change places.
  package var exchangesSides: Bool { rawValue >= 5 }

  /// Where in a picture of `width` by `height` the pixel of column x and row y of the upright one stands: `first + x * column + y * row`.
  fileprivate func walk(_ width: Int, _ height: Int) -> (first: Int, column: Int, row: Int) {
    let (right, bottom) = (width - 1, (height - 1) * width)
    return switch self {
    case .upright: (0, 1, width)
    case .mirrored: (right, -1, width)
    case .halfTurned: (bottom + right, -1, -width)
    case .flipped: (bottom, 1, -width)
    case .transposed: (0, width, 1)
    case .turnedLeft: (bottom, -width, 1)
    case .transversed: (bottom + right, -width, -1)
    case .turnedRight: (right, width, -1)
    }
  }
}

extension Picture {
  /// The picture turned upright, when it lies as `orientation` says.
  package func turned(_ orientation: Orientation) -> Picture {
    let (width, height) = (pixels.width, pixels.height)
    let size = orientation.exchangesSides ? (height, width) : (width, height)
    func turned(_ bytes: [UInt8], channels: Int) -> [UInt8] {
      let walk = orientation.walk(width, height)
      var out: [UInt8] = []
      out.reserveCapacity(bytes.count)
      for y in 0..<size.1 {
        var place = walk.first + y * walk.row
        for _ in 0..<size.0 {
          for channel in 0..<channels { out.append(bytes[place * channels + channel]) }
          place += walk.column
        }
      }
      return out
    }
    return Picture(
      pixels: Pixels(width: size.0, height: size.1, bytes: turned(pixels.bytes, channels: 3)),
      alpha: alpha.map { turned($0, channels: 1) }, notes: notes)
  }
}
