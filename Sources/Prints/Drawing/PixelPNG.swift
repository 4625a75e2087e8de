import Basics
import CImages

/// Pixels as a PNG file of 8 bits a channel, byte for byte what they are: no colour profile, no gamma, no dates.
///
///     let file = try PixelPNG.bytes(of: pixels)
///
/// libpng compresses them; it is looked for at the first call.
package enum PixelPNG {
  /// Pixels along a side; a PNG could hold more, its readers often cannot.
  package static let sideLimit = 65_535
  /// Pixels in all.
  package static let areaLimit = 64_000_000

  /// The file. Throws when there are no pixels or too many, or when libpng is missing.
  package static func bytes(of pixels: Pixels) throws(Trouble) -> [UInt8] {
    let (width, height) = (pixels.width, pixels.height)
    guard width > 0, height > 0 else {
      throw Trouble(.usage, "a picture of \(width) × \(height) pixels has nothing to write")
    }
    guard max(width, height) <= sideLimit, width * height <= areaLimit else {
      throw Trouble(
        .limit,
        "a picture of \(width) × \(height) pixels is larger than \(sideLimit) a side or "
          + "\(areaLimit / 1_000_000) million in all", remedy: "Make it smaller first")
    }
    var made: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = [CChar](repeating: 0, count: 200)
    let room = message.count
    let result = unsafe pixels.bytes.withUnsafeBufferPointer { source in
      unsafe ci_write_png(source.baseAddress, CInt(width), CInt(height), &made, &count, &message, room)
    }
    guard result == CInt(CI_DONE), let file = unsafe made else {
      throw trouble(
        result, String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    defer { unsafe ci_free(file) }
    return unsafe Array(UnsafeBufferPointer(start: file, count: count))
  }

  private static func trouble(_ result: CInt, _ message: String) -> Trouble {
    let reason = Shown.line(message)
    if result == CInt(CI_MISSING) {
      return Trouble(
        .usage, "\(reason) is missing on this machine", remedy: "Install Debian's package libpng16-16")
    }
    return Trouble(
      result == CInt(CI_FAILED) ? .limit : .fault, "the PNG could not be written: \(reason)",
      remedy: "Ask for a smaller picture")
  }
}
