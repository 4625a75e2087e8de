/// A picture as bytes: red, green and blue of each pixel (sRGB, 0…255), row by row from the top left.
package struct Pixels: Sendable, Hashable {
  /// Columns of pixels.
  package let width: Int
  /// Rows of pixels.
  package let height: Int
  /// Three bytes a pixel: `3 * width * height`.
  package var bytes: [UInt8]

  package init(width: Int, height: Int, bytes: [UInt8]) {
    precondition(
      width >= 0 && height >= 0 && bytes.count == 3 * width * height, "a pixel has three bytes")
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// One colour everywhere.
  package init(width: Int, height: Int, filledWith color: Color = Color(0, 0, 0)) {
    var bytes = [UInt8](repeating: 0, count: 3 * width * height)
    for pixel in 0..<width * height {
      (bytes[3 * pixel], bytes[3 * pixel + 1], bytes[3 * pixel + 2]) = (color.red, color.green, color.blue)
    }
    self.init(width: width, height: height, bytes: bytes)
  }

  /// A colour of three bytes.
  package struct Color: Sendable, Hashable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
      (self.red, self.green, self.blue) = (red, green, blue)
    }
  }

  /// The pixel in column `x` of row `y`.
  package subscript(x: Int, y: Int) -> Color {
    get {
      let start = 3 * (y * width + x)
      return Color(bytes[start], bytes[start + 1], bytes[start + 2])
    }
    set {
      let start = 3 * (y * width + x)
      (bytes[start], bytes[start + 1], bytes[start + 2]) = (newValue.red, newValue.green, newValue.blue)
    }
  }
}
