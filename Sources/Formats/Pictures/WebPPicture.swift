import Basics
import CImages
import Patches

/// WebP: lossy and lossless, with and without alpha; of an animation the first picture.
///
/// Source: RFC 9649, WebP image format (2024).
struct WebPPicture: PictureFormat {
  /// Where a picture lies in the file and on the canvas.
  private struct Frame {
    /// What libwebp is given.
    var bytes: Range<Int>
    var x = 0
    var y = 0
    var width: Int
    var height: Int
  }

  private let source: PictureSource
  private let width: Int
  private let height: Int
  private let hasAlpha: Bool
  private let isAnimated: Bool

  static func recognises(_ source: PictureSource) -> Bool {
    source.has("RIFF", at: 0) && source.has("WEBP", at: 8)
  }

  init(_ source: PictureSource) throws(Trouble) {
    self.source = source
    let flags: Int
    if source.has("VP8X", at: 12) {
      flags = try source.byte(20)
      (width, height) = (try source.little(24, 3) + 1, try source.little(27, 3) + 1)
    } else if source.has("VP8L", at: 12) {
      guard try source.byte(20) == 0x2F else { throw source.trouble("a lossless WebP has 0x2F here", at: 20) }
      let numbers = try source.little(21, 4)
      (width, height) = (numbers & 0x3FFF + 1, numbers >> 14 & 0x3FFF + 1)
      flags = numbers >> 28 & 1 == 1 ? Self.alphaFlag : 0
    } else if source.has("VP8 ", at: 12) {
      guard try source.big(23, 3) == 0x9D012A else {
        throw source.trouble("a lossy WebP has 0x9D012A here", at: 23)
      }
      (width, height) = (try source.little(26, 2) & 0x3FFF, try source.little(28, 2) & 0x3FFF)
      flags = 0
    } else {
      throw source.trouble("the first chunk of a WebP is VP8, VP8L or VP8X", at: 12)
    }
    hasAlpha = flags & Self.alphaFlag != 0
    isAnimated = flags & Self.animationFlag != 0
    try PictureLimits.check(width: width, height: height, source, field: "canvas")
  }

  private static let (alphaFlag, animationFlag) = (0x10, 0x02)

  func orientation() throws(Trouble) -> Orientation {
    let exif = chunk("EXIF").flatMap { ExifOrientation.inExif($0, source) }
    return exif ?? chunk("XMP ").flatMap { ExifOrientation.inXMP($0, source) } ?? .upright
  }

  /// Where the contents of the first chunk of a type stand, when it lies in the file and is no larger than the limit on texts.
  private func chunk(_ type: StaticString, limit: Int = PictureLimits.text) -> Range<Int>? {
    var place = 12
    while let count = try? source.little(place + 4, 4) {
      let start = place + 8
      if source.has(type, at: place) {
        return count <= min(limit, source.bytes.count - start) ? start..<start + count : nil
      }
      // Chunks begin at even places.
      place = start + count + count % 2
    }
    return nil
  }

  func picture() throws(Trouble) -> Picture {
    let frame =
      try isAnimated ? firstFrame() : Frame(bytes: 0..<source.bytes.count, width: width, height: height)
    let channels = hasAlpha ? 4 : 3
    var bytes = [UInt8](repeating: 0, count: width * height * channels)
    let (length, stride) = (frame.bytes.count, width * channels)
    let first = frame.y * stride + frame.x * channels
    let room = bytes.count - first
    _ = try unsafe PictureDecoder.fill(
      &bytes, from: source.bytes[frame.bytes], of: source, package: "libwebp7"
    ) {
      // The frame lies on the canvas, as `firstFrame` has checked.
      unsafe ci_read_webp(
        $0, length, CInt(frame.width), CInt(frame.height), CInt(channels), $1.map { unsafe $0 + first }, room,
        CInt(stride), $2, PictureDecoder.messageRoom)
    }
    return Picture(
      interleaved: bytes, width: width, height: height, channels: channels,
      notes: isAnimated ? ["the first picture of an animation"] : [])
  }

  /// The first picture of an animation: sixteen bytes about it, then its chunks.
  private func firstFrame() throws(Trouble) -> Frame {
    guard let chunk = chunk("ANMF", limit: PictureLimits.file), chunk.count > 16 else {
      throw Trouble(
        .input, at: .field(file: source.file, name: "ANMF"), "an animation without a first picture",
        remedy: "Copy or download it again")
    }
    let start = chunk.lowerBound
    let frame = Frame(
      bytes: start + 16..<chunk.upperBound, x: 2 * (try source.little(start, 3)),
      y: 2 * (try source.little(start + 3, 3)), width: try source.little(start + 6, 3) + 1,
      height: try source.little(start + 9, 3) + 1)
    guard frame.x + frame.width <= width, frame.y + frame.height <= height else {
      throw source.trouble(
        "a picture of \(frame.width) × \(frame.height) at \(frame.x), \(frame.y) does not lie on a canvas of "
          + "\(width) × \(height)", at: start)
    }
    return frame
  }
}
