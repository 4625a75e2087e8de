import Basics

/// How much of a picture is read before it is refused; all of it is known from the header, before memory is taken.
package enum PictureLimits {
  /// Pixels in all: 64 Mi, so that four bytes each are 256 MiB.
  package static let pixels = 64 << 20
  /// Pixels along a side.
  package static let side = 65_535
  /// Bytes of a file: 256 MiB.
  package static let file = 256 << 20
  /// Bytes of one text or EXIF block.
  package static let text = 1 << 20
  /// Passes over a progressive JPEG: each costs as much as a picture, and a few bytes can ask for one.
  package static let scans = 100
  /// Pixels of all those passes together.
  package static let scannedPixels = 16 * pixels
  /// How many times longer than itself what is packed by DEFLATE may become.
  static let inflation = 1032

  /// Throws when a picture of this size has no pixels or too many.
  static func check(width: Int, height: Int, _ source: PictureSource, field: String) throws(Trouble) {
    guard width > 0, height > 0 else {
      throw Trouble(
        .input, at: .field(file: source.file, name: field), "\(width) × \(height) pixels are no picture",
        remedy: "Save it again with another program")
    }
    guard max(width, height) <= side, width * height <= pixels else {
      throw source.beyond(
        field,
        "\(width) × \(height) pixels are more than the limit of \(pixels) in all and \(side) along a side",
        remedy: "Make the picture smaller first; models look at a few hundred pixels a side")
    }
  }
}
