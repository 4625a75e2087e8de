import Glibc

/// Where the program looks for its own files (themes, samples) and keeps the person's.
///
/// Assets, first found first: the folder named by `TESSERA_ASSETS`; `$XDG_DATA_HOME/tessera`; `share/tessera` beside
/// the folder of the real executable; in development the package root. Nothing is compiled in: a moved or
/// removed build folder does no harm. A missing `HOME` means no personal folders, not an error.
package struct AssetFolders: Sendable {
  private let environment: [String: String]
  private let executable: String

  package init(environment: [String: String], executable: String = AssetFolders.executablePath) {
    self.environment = environment
    self.executable = executable
  }

  /// The folders that may hold `Themes` and `Samples`, best first, existing or not.
  package var assets: [String] {
    var folders: [String] = []
    if let override = value("TESSERA_ASSETS") { folders.append(override) }
    if let data = home("XDG_DATA_HOME", ".local/share") { folders.append(data) }
    var folder = Self.parent(executable)
    folders.append(Self.parent(folder) + "/share/tessera")
    while folder.count > 1 {
      if Self.exists(folder + "/Package.swift") { folders.append(folder) }
      folder = Self.parent(folder)
    }
    return folders
  }

  /// The first existing file or folder of this name below the asset folders: `find("Themes/dark.toml")`.
  package func find(_ name: String) -> String? {
    assets.lazy.map { $0 + "/" + name }.first(where: Self.exists)
  }

  /// Every existing file or folder of this name: a person's own `Themes` and the installed ones.
  package func findAll(_ name: String) -> [String] {
    assets.map { $0 + "/" + name }.filter(Self.exists)
  }

  package var configuration: String? { home("XDG_CONFIG_HOME", ".config") }
  package var state: String? { home("XDG_STATE_HOME", ".local/state") }
  package var cache: String? { home("XDG_CACHE_HOME", ".cache") }

  /// The path of the running program with links resolved.
  package static var executablePath: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private func home(_ variable: String, _ fallback: String) -> String? {
    if let folder = value(variable), folder.hasPrefix("/") { return folder + "/tessera" }
    return value("HOME").map { "\($0)/\(fallback)/tessera" }
  }

  private func value(_ name: String) -> String? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    return value
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  private static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
