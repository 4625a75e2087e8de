import Basics

/// What the `.gitignore` files on the way to a folder say about its entries, by git's rules.
///
/// Later lines win over earlier ones, deeper files over those above; `!` takes an exclusion back; a pattern
/// with a slash inside counts from its file's folder, one without matches at any depth; a slash at the end means
/// folders only. A walk that does not enter excluded folders gives the rest of git's rule: nothing inside can come back.
package struct IgnoreRules: Sendable {
  private struct Rule: Sendable {
    var pattern: GlobPattern
    var isNegated: Bool
    var isForFolders: Bool
  }

  private struct Level: Sendable {
    /// Length of the folder's path, with its slash, at the start of the paths asked about.
    var prefix: Int
    var rules: [Rule]
  }

  private var levels: [Level] = []

  package init() {}

  /// These rules and those of one more file, whose folder's path (empty, or ended by `/`) is a prefix of the paths
  /// that will be asked about.
  package func adding(_ file: [UInt8], folder: String) -> IgnoreRules {
    let rules = file.split(separator: 10).compactMap { Self.rule(Array($0)) }
    if rules.isEmpty { return self }
    var more = self
    more.levels.append(Level(prefix: folder.utf8.count, rules: rules))
    return more
  }

  /// Whether the entry is excluded.
  package func excludes(_ path: String, isFolder: Bool) -> Bool {
    let bytes = Array(path.utf8)
    for level in levels.reversed() {
      let relative = Array(bytes.dropFirst(level.prefix))
      let last = level.rules.last { ($0.isForFolders ? isFolder : true) && $0.pattern.matches(relative) }
      if let last { return !last.isNegated }
    }
    return false
  }

  private static func rule(_ line: [UInt8]) -> Rule? {
    var line = withoutTrailingSpace(line)
    guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
    let isNegated = first == UInt8(ascii: "!")
    if isNegated { line.removeFirst() }
    let isForFolders = line.last == UInt8(ascii: "/")
    if isForFolders { line.removeLast() }
    if line.isEmpty { return nil }
    let isAnchored = line.contains(UInt8(ascii: "/"))
    if line.first == UInt8(ascii: "/") { line.removeFirst() }
    if !isAnchored { line = Array("**/".utf8) + line }
    return Rule(pattern: GlobPattern(line), isNegated: isNegated, isForFolders: isForFolders)
  }

  /// Spaces at the end do not count unless a backslash stands before them; a carriage return never does.
  private static func withoutTrailingSpace(_ line: [UInt8]) -> [UInt8] {
    var line = line
    if line.last == 13 { line.removeLast() }
    while line.last == 0x20 {
      let slashes = line.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      if slashes % 2 == 1 { break }
      line.removeLast()
    }
    return line
  }
}
