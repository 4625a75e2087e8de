import Basics
import CImages
import Patches

/// PNG: grey, colours, palettes, transparency, 1 to 16 bits a channel, interlaced or not; of an animation the first picture.
///
/// Source: W3C, Portable Network Graphics, third edition (2025).
struct PNGPicture: PictureFormat {
  private let source: PictureSource
  private let width: Int
  private let height: Int
  private let bits: Int
  private let color: Color
  private let hasTransparency: Bool
  private var notes: [String] = []

  private enum Color: Int {
    case grey = 0
    case rgb = 2
    case palette = 3
    case greyAlpha = 4
    case rgba = 6

    /// The channels that libpng makes of it, alpha apart.
    var channels: Int { self == .grey || self == .greyAlpha ? 1 : 3 }
    /// Samples of a pixel in the file.
    var samples: Int { [.grey: 1, .palette: 1, .rgb: 3, .greyAlpha: 2][self] ?? 4 }
    var bits: Set<Int> {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .greyAlpha, .rgba: [8, 16]
      }
    }
  }

  static func recognises(_ source: PictureSource) -> Bool {
    source.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  }

  init(_ source: PictureSource) throws(Trouble) {
    guard source.has("IHDR", at: 12), try source.big(8, 4) == 13 else {
      throw source.trouble("a PNG begins with a chunk IHDR of 13 bytes", at: 8)
    }
    self.source = source
    (width, height) = (try source.big(16, 4), try source.big(20, 4))
    try PictureLimits.check(width: width, height: height, source, field: "IHDR")
    bits = try source.byte(24)
    guard let color = Color(rawValue: try source.byte(25)), color.bits.contains(bits) else {
      throw source.trouble(
        "colour type \(try source.byte(25)) with \(bits) bits is none that PNG has", at: 24)
    }
    self.color = color
    let chunks = try PNGChunks(source, isWhole: false)
    hasTransparency = chunks.has("tRNS")
    if let animation = chunks.all.first(where: { source.has("acTL", at: $0.lowerBound - 4) }) {
      let count = animation.count >= 4 ? try source.big(animation.lowerBound, 4) : 1
      notes.append("the first picture of an animation of \(count)")
    }
  }

  func orientation() throws(Trouble) -> Orientation {
    let chunks = try PNGChunks(source, isWhole: true)
    let exif =
      chunks.last("eXIf").flatMap { ExifOrientation.inExif($0, source) }
      ?? chunks.all.lazy.compactMap { PNGProfile.exif($0, source) }.first.flatMap {
        ExifOrientation.inExif(0..<$0.bytes.count, $0)
      }
    let xmp = chunks.all.first { source.has("XML:com.adobe.xmp\0\0\0", at: $0.lowerBound) }
    return exif ?? xmp.flatMap { ExifOrientation.inXMP($0, source) } ?? .upright
  }

  func picture() throws(Trouble) -> Picture {
    // Bytes that cannot hold so many pixels are not worth the memory.
    let rowBytes = (width * bits * color.samples + 7) / 8
    guard rowBytes * height <= PictureLimits.inflation * source.bytes.count else { throw source.cutOff() }
    let hasAlpha = hasTransparency || color == .greyAlpha || color == .rgba
    // Grey of 16 bits is the one that Pillow does not cut to its upper 8.
    let isDeep = bits == 16 && color == .grey
    let channels = color.channels + (hasAlpha ? 1 : 0)
    let pixelBytes = channels * (isDeep ? 2 : 1)
    var bytes = [UInt8](repeating: 0, count: width * height * pixelBytes)
    let (length, room) = (source.bytes.count, bytes.count)
    _ = try unsafe PictureDecoder.fill(&bytes, from: source.bytes[...], of: source, package: "libpng16-16") {
      unsafe ci_read_png(
        $0, length, CInt(width), CInt(height), CInt(pixelBytes), isDeep ? 1 : 0, $1, room, $2,
        PictureDecoder.messageRoom)
    }
    if isDeep { bytes = Self.clipped(bytes, hasAlpha: hasAlpha) }
    var picture = Picture(
      interleaved: bytes, width: width, height: height, channels: channels, notes: notes)
    if bits == 16 {
      picture.notes.append(
        isDeep
          ? "16 bits of grey: all above 255 is white, as Pillow's convert(\"RGB\") has it"
          : "16 bits a channel cut to their upper 8")
    }
    return picture
  }

  /// Grey of 16 bits, upper byte first, as Pillow's mode I;16 becomes RGB: what is more than 255 is 255. Alpha keeps its upper byte.
  private static func clipped(_ bytes: [UInt8], hasAlpha: Bool) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count / 2)
    for index in 0..<bytes.count / 2 {
      let (upper, lower) = (bytes[2 * index], bytes[2 * index + 1])
      let isAlpha = hasAlpha && index % 2 == 1
      out.append(isAlpha ? upper : upper > 0 ? 255 : lower)
    }
    return out
  }
}

/// Where the contents of the chunks of a PNG stand.
private struct PNGChunks {
  let source: PictureSource
  private(set) var all: [Range<Int>] = []

  /// The chunks before the pixels, or all there are. Texts over the limit are refused.
  init(_ source: PictureSource, isWhole: Bool) throws(Trouble) {
    self.source = source
    var place = 8
    while !isWhole || place + 8 <= source.bytes.count {
      let (count, start) = (try source.big(place, 4), place + 8)
      if source.has("IEND", at: place + 4) || (!isWhole && source.has("IDAT", at: place + 4)) { return }
      let isText = ["tEXt", "zTXt", "iTXt", "eXIf"].contains { source.has($0, at: place + 4) }
      if isText, count > PictureLimits.text {
        throw source.beyond(
          "chunk at byte \(place)", "a text of \(count) bytes is over the limit of \(PictureLimits.text)",
          remedy: "Save the picture without its texts")
      }
      guard start + count + 4 <= source.bytes.count else {
        if isWhole { return }
        throw source.cutOff()
      }
      all.append(start..<start + count)
      place = start + count + 4
    }
  }

  func last(_ type: StaticString) -> Range<Int>? { all.last { source.has(type, at: $0.lowerBound - 4) } }

  func has(_ type: StaticString) -> Bool { last(type) != nil }
}
