import Basics

/// A picture as a file has it, upright: colours, and how opaque each pixel is where the file tells.
package struct Picture: Sendable, Equatable {
  /// Colours as the reference processors see them after `convert("RGB")`: alpha is dropped, not blended.
  package var pixels: Pixels
  /// One byte a pixel, 255 opaque; nil when the file has none.
  package var alpha: [UInt8]?
  /// What was done to have 8 bits of RGB upright: `16 bits a channel cut to 8`, `turned by its EXIF orientation 6`.
  package var notes: [String]

  package init(pixels: Pixels, alpha: [UInt8]? = nil, notes: [String] = []) {
    precondition(alpha.map { $0.count == pixels.width * pixels.height } ?? true, "one alpha a pixel")
    self.pixels = pixels
    self.alpha = alpha
    self.notes = notes
  }
}
