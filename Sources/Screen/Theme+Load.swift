import Basics
import TOMLKit

/// Reads theme files.
///
/// ```toml
/// name = "dusk"
/// variant = "dark"                   # or "light"
/// inherits = "mosaic"                # optional: a theme beside this one
/// background = "#16131f"             # what the colours are made for
/// foreground = "#e8e2f0"
///
/// [palette]
/// rose = "#e88fb4"
///
/// [roles]
/// "text.dim" = "rose"                                          # a colour alone is the foreground
/// "list.selected" = { fg = "background", bg = "rose", attributes = ["bold"] }
/// ```
/// A colour is `#rrggbb`, a name of the palette, `background`, `foreground`, or `terminal` for what shows through.
/// Nothing in a file stops the program: what cannot be used is told with its line, and the rest counts.
extension Theme {
  /// Finds the text of a theme by name, for `inherits`.
  package typealias Finder = (_ name: String) -> (file: String, text: String)?

  /// Limits on what is read: bytes of a file, and how many themes may inherit from one another.
  private static let byteLimit = 1 << 20
  private static let inheritLimit = 4

  /// The theme in the file at `path`; the embedded one, and why, when it cannot be read. A theme it inherits from is
  /// looked for in the same folder and then in `folders`.
  package static func load(path: String, folders: [String] = []) -> (theme: Theme, troubles: [Trouble]) {
    do {
      let bytes = try Files.read(path, limit: byteLimit)
      let own = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      return parse(String(decoding: bytes, as: UTF8.self), file: path) { name in
        find(name, in: [own] + folders)
      }
    } catch {
      return (embedded, [error])
    }
  }

  /// The theme called `name` in the first of the folders that has it. `embedded` and its own name need no file.
  package static func load(named name: String, folders: [String]) -> (theme: Theme, troubles: [Trouble]) {
    for folder in folders {
      let path = "\(folder)/\(name).toml"
      if isPlain(name), find(name, in: [folder]) != nil { return load(path: path, folders: folders) }
    }
    if name == embedded.name { return (embedded, []) }
    let remedy = "Name a file Themes/NAME.toml, or leave the setting out"
    return (
      embedded, [Trouble(.usage, at: .option("theme"), "there is no theme called \(name)", remedy: remedy)]
    )
  }

  /// The theme that `text` describes.
  package static func parse(
    _ text: String, file: String, finder: Finder = { _ in nil }
  ) -> (theme: Theme, troubles: [Trouble]) {
    var chain: [ThemeFile] = []
    var troubles: [Trouble] = []
    var seen: Set<String> = []
    var next: (file: String, text: String)? = (file, text)
    while let (file, text) = next {
      next = nil
      do {
        let parsed = try ThemeFile(text, file: file)
        chain.append(parsed)
        guard let parent = parsed.inherits else { break }
        if chain.count > inheritLimit || !seen.insert(parent).inserted {
          troubles.append(parsed.trouble("inherits", "themes inherit in a circle or too deep"))
        } else if let found = finder(parent) {
          next = found
        } else if parent != embedded.name {
          troubles.append(parsed.trouble("inherits", "there is no theme called \(parent) beside this one"))
        }
      } catch {
        troubles.append(error)
      }
    }
    guard let own = chain.first else { return (embedded, troubles) }
    return (assemble(own, chain, &troubles), troubles)
  }

  /// Lays the files over the embedded theme, broadest first.
  private static func assemble(
    _ own: ThemeFile, _ chain: [ThemeFile], _ troubles: inout [Trouble]
  ) -> Theme {
    let inherited = chain.compactMap(\.variant).first
    let isDark = inherited.map { $0 != "light" } ?? true
    var palette: [String: Color] = [:]
    var styles = chain.last?.inherits == embedded.name ? embedded.styles : [:]
    var (background, foreground): (Color, Color) = (embedded.background, embedded.foreground)
    for file in chain.reversed() {
      let colors = file.palette(&troubles)
      palette.merge(colors) { _, new in new }
      background = file.color("background", palette, &troubles) ?? background
      foreground = file.color("foreground", palette, &troubles) ?? foreground
      palette["background"] = background
      palette["foreground"] = foreground
      styles.merge(file.styles(palette, &troubles)) { _, new in new }
    }
    if styles["text"] == nil { styles["text"] = Style() }
    return Theme(
      name: own.name, isDark: isDark, background: background, foreground: foreground, styles: styles)
  }

  private static func find(_ name: String, in folders: [String]) -> (file: String, text: String)? {
    guard isPlain(name) else { return nil }
    for folder in folders {
      let path = "\(folder)/\(name).toml"
      if let bytes = try? Files.read(path, limit: byteLimit) {
        return (path, String(decoding: bytes, as: UTF8.self))
      }
    }
    return nil
  }

  /// A theme's name is a file's name, never a path.
  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && !name.contains("/") && name.first != "."
  }
}
