import Basics
import Patches

/// Pictures from PNG, JPEG, WebP, PPM, PGM and PBM files, upright, in 8 bits of red, green and blue.
///
///     let picture = try PictureReader.read("cat.jpg")
///
/// The kind is found by the first bytes, not by the name. The pixels are those of Pillow's
/// `ImageOps.exif_transpose(Image.open(file)).convert("RGB")`. Sizes are checked in the header: a picture over the limits is refused in
/// milliseconds, however large the file.
package enum PictureReader {
  /// How much of a file is looked at first.
  private static let headCount = 1 << 20

  /// The picture in a file. Throws when it cannot be read, is broken or over a limit.
  package static func read(_ path: String) throws(Trouble) -> Picture {
    let (head, size) = try Files.head(path, count: headCount)
    if size <= head.count { return try read(head, named: path) }
    // Most headers lie in the head; one that does not is met again in the whole file.
    do throws(Trouble) {
      let source = PictureSource(file: path, bytes: head)
      _ = try PictureCatalog.format(of: source).init(source)
    } catch  where error.kind == .limit {
      throw error
    } catch {}
    return try read(Files.read(path, limit: PictureLimits.file), named: path)
  }

  /// The picture in the bytes of a file that messages call `name`.
  package static func read(_ bytes: [UInt8], named name: String) throws(Trouble) -> Picture {
    let source = PictureSource(file: name, bytes: bytes)
    let format = try PictureCatalog.format(of: source).init(source)
    var picture = try format.picture()
    let orientation = try format.orientation()
    if orientation != .upright {
      picture = picture.turned(orientation)
      picture.notes.append("turned by its EXIF orientation \(orientation.rawValue)")
    }
    return picture
  }

  /// Whether the first bytes of a file are those of a picture that is read; false for what cannot be opened.
  package static func recognises(_ path: String) -> Bool {
    guard let head = try? Files.head(path, count: 16) else { return false }
    let source = PictureSource(file: path, bytes: head.bytes)
    return PictureCatalog.all.contains { $0.recognises(source) }
  }
}
