import Basics
import CDrawing
import Figures

/// The picture of `SVGPrint` in pixels: twice its size where that stays within the limits, else in its size.
///
/// librsvg and cairo draw it; they are looked for when a picture is made, and a trouble names the package when they are missing.
package struct PNGPrint: Print {
  /// As the catalogue and help show it.
  package static let card = PrintCard(
    name: "png", summary: "that picture in pixels, for a file", isForPeople: true, isBinary: true)

  /// Pixels along a side, and in all.
  package static let sideLimit = 16_384
  package static let areaLimit = 64_000_000

  package init(_ options: PrintOptions) {}

  /// The whole picture. Throws when it would be too large, or when the libraries are missing.
  package func document(_ figures: [Figure]) throws(Trouble) -> [UInt8] {
    try PNGDrawing.png(SVGFigure.document(figures))
  }

  /// The writer of tokens.
  package func segments(title: String) -> any SegmentPrint {
    PNGSegments(picture: SegmentPicture(title: title))
  }
}

private struct PNGSegments: SegmentPrint {
  var picture: SegmentPicture

  mutating func open(to out: inout [UInt8]) {}

  mutating func add(_ text: [UInt8], _ segments: [Segments.Segment], offset: Int, to out: inout [UInt8]) {
    picture.tokens.add(text, segments)
  }

  mutating func close(to out: inout [UInt8]) throws(Trouble) -> Bool {
    out += try PNGDrawing.png(picture.document)
    return true
  }
}

/// An SVG in pixels.
enum PNGDrawing {
  static func png(_ svg: SVGDocument) throws(Trouble) -> [UInt8] {
    let scale = fits(svg.width * 2, svg.height * 2) ? 2 : 1
    let (width, height) = (svg.width * scale, svg.height * scale)
    guard fits(width, height) else {
      throw Trouble(
        .limit,
        "a picture of \(width) × \(height) pixels is larger than \(PNGPrint.sideLimit) a side or "
          + "\(PNGPrint.areaLimit / 1_000_000) million in all",
        remedy: "Ask for fewer figures or rows, or for svg, which has no such limit")
    }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = [CChar](repeating: 0, count: 200)
    let room = message.count
    let result = unsafe svg.bytes.withUnsafeBufferPointer { source in
      unsafe cd_render(
        source.baseAddress, source.count, CInt(width), CInt(height), &bytes, &count, &message, room)
    }
    guard result == CInt(CD_DONE), let made = unsafe bytes else {
      throw trouble(
        result, String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    defer { unsafe cd_free(made) }
    return unsafe Array(UnsafeBufferPointer(start: made, count: count))
  }

  private static func fits(_ width: Int, _ height: Int) -> Bool {
    max(width, height) <= PNGPrint.sideLimit && width * height <= PNGPrint.areaLimit
  }

  private static func trouble(_ result: CInt, _ message: String) -> Trouble {
    let reason = Shown.line(message)
    if result == CInt(CD_MISSING) {
      return Trouble(
        .usage, at: .option("--format png"), "\(reason) is missing on this machine",
        remedy: "Install Debian's package librsvg2-2 (and fonts-dejavu-core for its letters), or ask for svg")
    }
    let kind: Trouble.Kind = result == CInt(CD_REFUSED) ? .fault : .limit
    return Trouble(kind, "the picture could not be drawn: \(reason)", remedy: "Ask for svg instead")
  }
}
