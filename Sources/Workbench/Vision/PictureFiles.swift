import Basics
import Formats
import Lenses
import Patches

/// Which files are pictures, by their endings, and the pictures in them.
package enum PictureFiles {
  private static let endings = [".png", ".jpg", ".jpeg", ".webp", ".ppm", ".pgm", ".pbm", ".pnm"]

  /// Whether a path is called as pictures are.
  package static func isPicture(_ path: String) -> Bool {
    let name = path.lowercased()
    return endings.contains { name.hasSuffix($0) }
  }

  /// Whether a folder, or a folder in it, holds pictures and no model is beside them.
  package static func isAlbum(_ path: String) -> Bool {
    guard PathNames.isFolder(path) else { return false }
    let names = PathNames.entries(path)
    let holdsPictures = names.contains {
      isPicture($0) || PathNames.entries(path + "/" + $0).contains(where: isPicture)
    }
    return holdsPictures && !names.contains("config.json")
  }

  /// The pictures that paths mean, at most `limit`: files as they are named, and of folders what is called as pictures are, in the order of
  /// the names. Throws when a path cannot be opened, and when there is no picture at all.
  package static func list(_ paths: [String], limit: Int = .max) throws(Trouble) -> [String] {
    var found: [String] = []
    for path in paths where !PathNames.isFolder(path) {
      try Files.check(path)
      found.append(path)
    }
    var troubles: [Trouble] = []
    for path in paths where PathNames.isFolder(path) {
      found += FolderWalk.files([path], respectingIgnoreFiles: false) { troubles.append($0) }.map(\.path)
        .filter(isPicture)
    }
    if let trouble = troubles.first { throw trouble }
    guard !found.isEmpty else {
      throw Trouble(
        .usage, at: .file(paths.first ?? ""), "no pictures are here",
        remedy: "Name pictures that end in \(endings.joined(separator: ", "))")
    }
    return Array(found.prefix(limit))
  }

  /// Reads pictures, each named as its file is, with its folder before it when they are from several: folders may stand for classes. Throws at
  /// the first that cannot be read.
  package static func read(_ paths: [String], _ ticket: Ticket = .open) throws(Trouble)
    -> [Subject.NamedPicture]
  {
    let areOfSeveral = Set(paths.map { $0.split(separator: "/").dropLast() }).count > 1
    var pictures: [Subject.NamedPicture] = []
    for (index, path) in paths.enumerated() {
      try ticket.step(Double(index) / Double(paths.count))
      pictures.append(
        Subject.NamedPicture(
          name: path.split(separator: "/").suffix(areOfSeveral ? 2 : 1).joined(separator: "/"),
          picture: try PictureReader.read(path)))
    }
    return pictures
  }
}
