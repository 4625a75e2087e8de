import Basics
import Formats
import Glibc
import Patches

/// `Measure --pictures LIST`: reads pictures for Tests/References/compare_pictures.py. Each line of the list has fields with tabs between them:
/// the file to write, the picture, and where it is to be prepared for a model also the library (`pillow` or `torchvision`) and a
/// preprocessor_config.json.
///
/// What is written is a PPM of the pixels, or the numbers in single precision; nothing when the picture is refused, which is said in a line.
enum PictureList {
  static func run(_ arguments: [String]) throws {
    let list = try Files.read(arguments.first ?? "")
    for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 2 || fields.count == 4 else {
        throw Trouble(.usage, "two or four fields expected: \(line)")
      }
      do throws(Trouble) {
        let picture = try PictureReader.read(fields[1])
        try write(
          fields.count == 2 ? ppm(picture.pixels) : numbers(picture, fields[2], fields[3]), to: fields[0])
      } catch {
        print("\(error)")
      }
    }
  }

  private static func ppm(_ pixels: Pixels) -> [UInt8] {
    Array("P6\n\(pixels.width) \(pixels.height)\n255\n".utf8) + pixels.bytes
  }

  private static func numbers(_ picture: Picture, _ library: String, _ config: String) throws(Trouble)
    -> [UInt8]
  {
    var preprocessing = try PreprocessorConfig.read(config)
    guard let library = Preprocessing.Library(rawValue: library) else {
      throw Trouble(.usage, "\(library) is neither pillow nor torchvision")
    }
    preprocessing.library = library
    return try preprocessing.prepared(picture).values.values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(Trouble) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(descriptor) }
    guard Files.write(bytes, to: descriptor) else {
      throw Trouble(.input, at: .file(path), "cannot be written")
    }
  }
}
