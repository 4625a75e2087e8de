import Basics
import Glibc

/// One file that a walk came to.
package struct FoundFile: Sendable, Equatable {
  /// As it was named, or the named folder's path with the rest behind it.
  package var path: String
  /// Its size when it was found; 0 for standard input.
  package var byteCount: Int
}

/// The files below some paths, in the order of their names, without what `.gitignore` excludes.
///
/// A path that is named is always taken, even when it is excluded; links are followed only there. Folders named
/// `.git` are passed over. What cannot be opened is reported and does not stop the rest.
package struct FolderWalk {
  private var files: [FoundFile] = []
  private var report: (Trouble) -> Void

  /// Every file below `paths`; `-` stands for standard input and is kept as it is.
  package static func files(
    _ paths: [String], respectingIgnoreFiles: Bool = true, _ report: @escaping (Trouble) -> Void
  ) -> [FoundFile] {
    var walk = FolderWalk(report: report)
    for path in paths { walk.add(path, respectingIgnoreFiles) }
    return walk.files
  }

  private init(report: @escaping (Trouble) -> Void) { self.report = report }

  private mutating func add(_ path: String, _ respecting: Bool) {
    if path == "-" { return files.append(FoundFile(path: path, byteCount: 0)) }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return report(Files.unreadable(path)) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: files.append(FoundFile(path: path, byteCount: Int(status.st_size)))
    case S_IFDIR: walk(path, respecting)
    default:
      report(
        Trouble(
          .input, at: .file(path), "this is a device or pipe", remedy: "Send it through standard input with -"
        ))
    }
  }

  private struct Folder {
    var path: String
    /// The path that the rules know it by: below the repository's root, or below the walk's start.
    var ruled: String
    var rules: IgnoreRules
  }

  /// Depth first by a stack of entries that wait, so that deep trees cost no call stack.
  private mutating func walk(_ start: String, _ respecting: Bool) {
    let path = start.hasSuffix("/") ? start : start + "/"
    let above = respecting ? Surroundings(of: path) : Surroundings()
    var waiting = [Folder(path: path, ruled: above.ruled, rules: above.rules)]
    while let folder = waiting.popLast() {
      guard let names = entries(folder.path) else { continue }
      var rules = folder.rules
      if respecting, names.contains(".gitignore"),
        let file = try? Files.read(folder.path + ".gitignore", limit: 8 << 20)
      {
        rules = rules.adding(file, folder: folder.ruled)
      }
      var inner: [Folder] = []
      for name in names {
        visit(name, in: folder, rules, &inner)
      }
      waiting.append(contentsOf: inner.reversed())
    }
  }

  private mutating func visit(
    _ name: String, in folder: Folder, _ rules: IgnoreRules, _ inner: inout [Folder]
  ) {
    let path = folder.path + name
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return report(Files.unreadable(path)) }
    let ruled = folder.ruled + name
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      if rules.excludes(ruled, isFolder: false) { return }
      files.append(FoundFile(path: path, byteCount: Int(status.st_size)))
    case S_IFDIR:
      if name == ".git" || rules.excludes(ruled, isFolder: true) { return }
      inner.append(Folder(path: path + "/", ruled: ruled + "/", rules: rules))
    default: return
    }
  }

  private func entries(_ folder: String) -> [String]? {
    guard let names = namesInFolder(folder) else {
      report(Files.unreadable(folder))
      return nil
    }
    return names
  }
}

/// The names in a folder in the order of their bytes, without `.` and `..`; nil when it cannot be read.
func namesInFolder(_ folder: String) -> [String]? {
  guard let stream = unsafe opendir(folder) else { return nil }
  defer { unsafe closedir(stream) }
  var names: [String] = []
  while let entry = unsafe readdir(stream) {
    let length = unsafe Int(entry.pointee.d_reclen) - (MemoryLayout<dirent>.offset(of: \.d_name) ?? 19)
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { raw in
      unsafe String(decoding: raw.prefix(max(0, length)).prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// The repository around a folder: rules of the files above it, and the folder's path below the root.
private struct Surroundings {
  var rules = IgnoreRules()
  var ruled = ""

  init() {}

  init(of folder: String) {
    guard let absolute = realPath(folder), let root = Self.root(of: absolute) else { return }
    let below = absolute.dropFirst(root.count).split(separator: "/")
    if let file = try? Files.read(root + "/.git/info/exclude", limit: 8 << 20) {
      rules = rules.adding(file, folder: "")
    }
    for name in below {
      if let file = try? Files.read("\(root)/\(ruled).gitignore", limit: 8 << 20) {
        rules = rules.adding(file, folder: ruled)
      }
      ruled += name + "/"
    }
  }

  /// The nearest folder upward that holds `.git`.
  private static func root(of folder: String) -> String? {
    var folder = folder
    while true {
      if unsafe access(folder + "/.git", F_OK) == 0 { return folder }
      guard let slash = folder.lastIndex(of: "/"), folder.count > 1 else { return nil }
      folder = String(folder[..<slash])
    }
  }
}

/// The path with links resolved; nil when it does not exist.
func realPath(_ path: String) -> String? {
  guard let resolved = unsafe realpath(path, nil) else { return nil }
  defer { unsafe free(resolved) }
  return unsafe String(cString: resolved)
}
