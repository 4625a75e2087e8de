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

  /// Whether a folder holds pictures and no model beside them.
  package static func isAlbum(_ path: String) -> Bool {
    guard PathNames.isFolder(path) else { return false }
    let names = PathNames.entries(path)
    return names.contains(where: isPicture) && !names.contains("config.json")
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

  /// Reads pictures, each named as its file is. Throws at the first that cannot be read.
  package static func read(_ paths: [String], _ ticket: Ticket = .open) throws(Trouble)
    -> [Subject.NamedPicture]
  {
    var pictures: [Subject.NamedPicture] = []
    for (index, path) in paths.enumerated() {
      try ticket.step(Double(index) / Double(paths.count))
      pictures.append(
        Subject.NamedPicture(name: PathNames.last(path), picture: try PictureReader.read(path)))
    }
    return pictures
  }
}
