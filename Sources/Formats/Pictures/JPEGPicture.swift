import Basics
import CImages
import Patches

/// JPEG: grey, colours, and four inks; sequential or progressive, 8 bits a channel.
///
/// Sources: ITU-T T.81 (1992), B.2; Adobe Technical Note 5116 for four inks.
struct JPEGPicture: PictureFormat {
  private let source: PictureSource
  private let frame: JPEGFrame

  static func recognises(_ source: PictureSource) -> Bool { source.bytes.starts(with: [0xFF, 0xD8, 0xFF]) }

  init(_ source: PictureSource) throws(Trouble) {
    self.source = source
    frame = try JPEGFrame(source)
  }

  func orientation() throws(Trouble) -> Orientation {
    frame.exif.flatMap { ExifOrientation.inExif($0, source) }
      ?? frame.xmp.flatMap { ExifOrientation.inXMP($0, source) } ?? .upright
  }

  func picture() throws(Trouble) -> Picture {
    let (width, height, channels) = (frame.width, frame.height, frame.channels)
    let scans = frame.scans(source)
    guard scans <= PictureLimits.scans, scans * width * height <= PictureLimits.scannedPixels else {
      throw source.beyond(
        "scans",
        "\(scans) passes over \(width) × \(height) pixels are more than the limit of \(PictureLimits.scans), or of "
          + "\(PictureLimits.scannedPixels) pixels in all",
        remedy: "Save it again with another program")
    }
    var bytes = [UInt8](repeating: 0, count: width * height * channels)
    let (length, room) = (source.bytes.count, bytes.count)
    let warning = try unsafe PictureDecoder.fill(
      &bytes, from: source.bytes[...], of: source, package: "libturbojpeg0"
    ) {
      unsafe ci_read_jpeg(
        $0, length, CInt(width), CInt(height), CInt(channels), $1, room, $2, PictureDecoder.messageRoom)
    }
    var notes: [String] = []
    if let warning {
      if warning.contains("Premature end of JPEG file") { throw source.cutOff() }
      notes.append("damaged: \(warning)")
    }
    guard channels == 4 else {
      return Picture(interleaved: bytes, width: width, height: height, channels: channels, notes: notes)
    }
    notes.append("four inks turned into red, green and blue without a colour profile, as Pillow does")
    return Picture(
      pixels: Pixels(width: width, height: height, bytes: Self.colors(ofInverted: bytes)), notes: notes)
  }

  /// Cyan, magenta, yellow and black, stored inverted as Adobe's programs do, as Pillow's modes CMYK and RGB have them.
  private static func colors(ofInverted inks: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(inks.count / 4 * 3)
    for pixel in stride(from: 0, to: inks.count, by: 4) {
      let light = Int(inks[pixel + 3])
      for channel in 0..<3 {
        // The ink times the light, divided by 255 and rounded.
        let product = Int(255 - inks[pixel + channel]) * light + 128
        out.append(UInt8(max(0, light - (product >> 8 + product) >> 8)))
      }
    }
    return out
  }
}

/// What the markers of a JPEG say before its first scan.
struct JPEGFrame {
  private(set) var width = 0
  private(set) var height = 0
  /// 1 grey, 3 colours, 4 inks.
  private(set) var channels = 0
  /// Where the first EXIF block stands, and the last XMP text.
  private(set) var exif: Range<Int>?
  private(set) var xmp: Range<Int>?
  /// Where the contents of the first scan header begin.
  private(set) var firstScan = 0

  /// Reads the markers up to the first scan.
  init(_ source: PictureSource) throws(Trouble) {
    var place = 2
    while true {
      let (marker, start) = try Self.nextBlock(place, source)
      guard marker != 0xD9 else { throw source.trouble("the file ends before its picture begins", at: start) }
      let count = try source.big(start, 2)
      guard count >= 2 else { throw source.trouble("a block of \(count) bytes is none", at: start) }
      try note(marker, start + 2..<start + count, source)
      if marker == 0xDA {
        firstScan = start
        break
      }
      place = start + count
    }
    guard channels > 0 else {
      throw source.trouble("the pixels begin before their size is told", at: firstScan)
    }
  }

  /// The next marker at or behind `place`, and where its contents begin.
  private static func marker(from place: Int, _ source: PictureSource) throws(Trouble) -> (Int, Int) {
    var place = place
    while true {
      let (first, second) = (try source.byte(place), try source.byte(place + 1))
      if first == 0xFF, second != 0x00, second != 0xFF { return (second, place + 2) }
      place += 1
    }
  }

  private mutating func note(_ marker: Int, _ range: Range<Int>, _ source: PictureSource) throws(Trouble) {
    switch marker {
    case 0xE1 where source.has("Exif\0\0", at: range.lowerBound): exif = exif ?? range
    case 0xE1 where source.has("http://ns.adobe.com/xap/1.0/\0", at: range.lowerBound): xmp = range
    case 0xC0, 0xC1, 0xC2, 0xC9, 0xCA: try noteFrame(range, source)
    case 0xC3, 0xC5...0xC7, 0xCB, 0xCD...0xCF:
      throw source.trouble(
        "a lossless or hierarchical JPEG (SOF\(marker - 0xC0)) is not read", at: range.lowerBound)
    default: break
    }
  }

  private mutating func noteFrame(_ range: Range<Int>, _ source: PictureSource) throws(Trouble) {
    let start = range.lowerBound
    let bits = try source.byte(start)
    (height, width) = (try source.big(start + 1, 2), try source.big(start + 3, 2))
    channels = try source.byte(start + 5)
    try PictureLimits.check(width: width, height: height, source, field: "SOF")
    guard bits == 8 else {
      throw source.trouble("\(bits) bits a channel are not read, only 8", at: start)
    }
    guard [1, 3, 4].contains(channels) else {
      throw source.trouble("\(channels) channels are neither grey nor colours nor four inks", at: start + 5)
    }
  }

  /// How many passes over the picture the file has. What follows the end of the picture is not looked at.
  func scans(_ source: PictureSource) -> Int {
    var (count, place) = (1, firstScan)
    while let size = try? source.big(place, 2),
      let (marker, start) = try? Self.nextBlock(place + size, source)
    {
      if marker == 0xD9 { break }
      if marker == 0xDA { count += 1 }
      place = start
    }
    return count
  }

  /// The next marker with a block behind it, or the end; markers without one are restarts inside a scan and second beginnings.
  private static func nextBlock(_ place: Int, _ source: PictureSource) throws(Trouble) -> (Int, Int) {
    var (marker, start) = try marker(from: place, source)
    while marker == 0x01 || (0xD0...0xD8).contains(marker) {
      (marker, start) = try Self.marker(from: start, source)
    }
    return (marker, start)
  }
}
