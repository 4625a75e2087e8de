import Basics
import Documents
import Formats
import Glibc

/// Writing files so that a crash or a full disk never leaves half of one.
package enum SafeFile {
  /// Writes the text to a new file beside `path`, forces it to the disk, and renames it into place. An existing file keeps
  /// its permissions; a symbolic link stays one, and the file it names is written.
  package static func write(_ text: Rope, to path: String, permissions: mode_t = 0o644) throws(Trouble) {
    let target = try realTarget(path)
    let temporary = target + ".tessera-\(getpid())"
    let descriptor = unsafe open(
      temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, permissions)
    guard descriptor >= 0 else { throw unwritable(path) }
    var old = stat()
    if unsafe stat(target, &old) == 0 { fchmod(descriptor, old.st_mode & 0o7777) }
    var isWhole = true
    text.forEachLeaf(in: 0..<text.count) { bytes, part in
      isWhole = Files.write(bytes[part], to: descriptor)
      return isWhole
    }
    let isSafe = isWhole && fsync(descriptor) == 0
    let failure = errno
    close(descriptor)
    let isDone = unsafe isSafe && rename(temporary, target) == 0
    if !isDone {
      if !isSafe { errno = failure }
      let trouble = unwritable(path)
      _ = unsafe unlink(temporary)
      throw trouble
    }
  }

  /// Makes a folder and those above it; nobody else may look into them unless `permissions` let them.
  package static func makeFolder(_ path: String, permissions: mode_t = 0o700) throws(Trouble) {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/" + part
      if unsafe mkdir(made, permissions) != 0 && errno != EEXIST { throw unwritable(made) }
    }
  }

  /// Whether something of this name is there.
  package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Follows links by hand, so that the file behind them is replaced and not the link.
  private static func realTarget(_ path: String) throws(Trouble) -> String {
    var target = path
    for _ in 0..<16 {
      var status = stat()
      guard unsafe lstat(target, &status) == 0 else { return target }
      switch status.st_mode & S_IFMT {
      case S_IFREG: return target
      case S_IFLNK: target = resolve(link: target)
      default:
        throw Trouble(.input, at: .file(path), "not a regular file", remedy: "Save under another name")
      }
    }
    throw Trouble(
      .input, at: .file(path), "its links go round in a circle", remedy: "Save under another name")
  }

  private static func resolve(link: String) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = unsafe max(0, readlink(link, &buffer, buffer.count))
    let destination = String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    if destination.hasPrefix("/") { return destination }
    guard let slash = link.lastIndex(of: "/") else { return destination }
    return link[...slash] + destination
  }

  private static func unwritable(_ path: String) -> Trouble {
    let reason = unsafe String(cString: strerror(errno)).lowercased()
    let remedy =
      errno == ENOSPC
      ? "Free some room, or save elsewhere; the text is still here"
      : "Save under another name; the text is still here"
    return Trouble(.input, at: .file(path), "cannot be written: \(reason)", remedy: remedy)
  }
}

extension SafeFile {
  /// The folder that relative paths start from.
  static var workingFolder: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard unsafe getcwd(&buffer, buffer.count) != nil else { return "." }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Removes a folder and the files in it, as far as that goes.
  static func removeFolder(_ path: String) {
    for name in PathNames.entries(path) { _ = unsafe unlink(path + "/" + name) }
    _ = unsafe rmdir(path)
  }
}
