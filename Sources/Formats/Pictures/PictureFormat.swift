import Basics
import Patches

/// A kind of picture file. Made from the header alone, so that limits are checked before memory is taken.
protocol PictureFormat: Sendable {
  /// Whether the first bytes are those of this kind.
  static func recognises(_ source: PictureSource) -> Bool
  /// From the header. Throws when it is broken, over a limit, or of a sort that is not read.
  init(_ source: PictureSource) throws(Trouble)
  /// The pixels as they lie in the file.
  func picture() throws(Trouble) -> Picture
  /// How the picture is to be turned, as its EXIF data say.
  func orientation() throws(Trouble) -> Orientation
}

/// The kinds of picture files that are read, and those that are known by name only.
enum PictureCatalog {
  static let all: [any PictureFormat.Type] = [
    PNGPicture.self, JPEGPicture.self, WebPPicture.self, NetpbmPicture.self,
  ]

  /// First bytes of formats that are not read.
  private static let unread: [(magic: StaticString, offset: Int, name: String)] = [
    ("GIF8", 0, "GIF"), ("BM", 0, "BMP"), ("II*\0", 0, "TIFF"), ("MM\0*", 0, "TIFF"),
    ("ftypheic", 4, "HEIC"), ("ftypmif1", 4, "HEIC"), ("ftypavif", 4, "AVIF"), ("8BPS", 0, "Photoshop"),
    ("%PDF", 0, "PDF"), ("<svg", 0, "SVG"), ("<?xml", 0, "XML"), ("\0\0\u{1}\0", 0, "icon"), ("P7", 0, "PAM"),
  ]

  /// The format of a file by its first bytes. Throws when it is none that is read.
  static func format(of source: PictureSource) throws(Trouble) -> any PictureFormat.Type {
    if let format = all.first(where: { $0.recognises(source) }) { return format }
    let known = unread.first { source.has($0.magic, at: $0.offset) }
    throw Trouble(
      .input, at: .file(source.file),
      known.map { "\($0.name) files are not read" } ?? "this is no picture of a known kind",
      remedy: "Convert it to PNG, JPEG, WebP or PPM")
  }
}
