import Basics
import Formats
import Foundation
import Patches

/// Small pictures of all kinds, and what Pillow makes of them; see Tests/References/make_picture_goldens.py.
enum PictureSamples {
  struct Expected: Decodable {
    var width: Int
    var height: Int
    /// Three bytes a pixel.
    var rgb: Data
    /// The same on white, where the file has alpha.
    var white: Data?
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Goldens/"

  static let expected: [String: Expected] = {
    let data = try? Data(contentsOf: URL(fileURLWithPath: folder + "expected.json"))
    return data.flatMap { try? JSONDecoder().decode([String: Expected].self, from: $0) } ?? [:]
  }()

  /// All files, sorted.
  static let names = expected.keys.sorted()

  static func path(_ name: String) -> String { folder + name }

  static func bytes(_ name: String) throws -> [UInt8] { try Files.read(path(name)) }

  static func picture(_ name: String) throws -> Picture { try PictureReader.read(path(name)) }
}
