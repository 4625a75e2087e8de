import Basics
import TOMLKit

/// One theme file, parsed but not yet laid over another.
struct ThemeFile {
  let file: String
  private let text: String
  private let table: TOMLTable

  init(_ text: String, file: String) throws(Trouble) {
    self.file = file
    self.text = text
    // The parser reads C strings and would take a NUL for the end.
    guard !text.utf8.contains(0) else { throw Trouble(.input, at: .file(file), "this is not a text file") }
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let what = Legible.string(of: String(error.description.prefix(200)))
      throw Trouble(
        .input, at: .line(file: file, number: error.source.begin.line), "not TOML: \(what)",
        remedy: "Correct the line; until then the embedded theme is used")
    } catch {
      throw Trouble(.input, at: .file(file), "not TOML")
    }
  }

  var name: String {
    if let name = table["name"]?.string { return name }
    let stem = file.split(separator: "/").last.map(String.init) ?? file
    return stem.hasSuffix(".toml") ? String(stem.dropLast(5)) : stem
  }

  var variant: String? { table["variant"]?.string }
  var inherits: String? { table["inherits"]?.string }

  /// The named colours, with a warning for each that is none.
  func palette(_ troubles: inout [Trouble]) -> [String: Color] {
    let known = ["name", "variant", "inherits", "background", "foreground", "palette", "roles"]
    for key in table.keys where !known.contains(key) {
      warn(key, "\(key) is not a setting of a theme", &troubles)
    }
    if let variant, variant != "dark", variant != "light" {
      warn("variant", "variant is \"dark\" or \"light\", not \"\(variant)\"", &troubles)
    }
    var colors: [String: Color] = [:]
    guard let entries = table["palette"]?.table else { return colors }
    for key in entries.keys {
      if let value = entries[key]?.string, let color = Color(hex: value) {
        colors[key] = color
      } else {
        warn(key, "\(key) is not a colour; write \"#rrggbb\"", &troubles)
      }
    }
    return colors
  }

  /// A colour at the top level of the file.
  func color(_ key: String, _ palette: [String: Color], _ troubles: inout [Trouble]) -> Color? {
    guard let value = table[key] else { return nil }
    return color(value, key, palette, &troubles)
  }

  /// The styles of the known roles.
  func styles(_ palette: [String: Color], _ troubles: inout [Trouble]) -> [String: Style] {
    var styles: [String: Style] = [:]
    guard let roles = table["roles"]?.table else { return styles }
    for key in roles.keys.sorted() {
      guard let value = roles[key] else { continue }
      if Roles.all.contains(key) {
        if let style = style(value, key, palette, &troubles) { styles[key] = style }
      } else {
        let near = Roles.all.first { $0.hasPrefix(key) || key.hasPrefix($0) }
        let hint = near.map { "Did you mean \($0)" } ?? ""
        troubles.append(trouble(key, "there is no role called \(key)", remedy: hint))
      }
    }
    return styles
  }

  /// A trouble at the line that sets `key`.
  func trouble(_ key: String, _ what: String, remedy: String = "") -> Trouble {
    let clean = Legible.string(of: String(what.prefix(200)))
    return Trouble(.input, at: .line(file: file, number: line(of: key)), clean, remedy: remedy)
  }

  private func style(
    _ value: any TOMLValueConvertible, _ role: String, _ palette: [String: Color], _ troubles: inout [Trouble]
  ) -> Style? {
    guard let parts = value.table else {
      return color(value, role, palette, &troubles).map { Style(foreground: $0) }
    }
    var style = Style()
    for key in parts.keys {
      guard let part = parts[key] else { continue }
      switch key {
      case "fg": style.foreground = color(part, role, palette, &troubles) ?? .standard
      case "bg": style.background = color(part, role, palette, &troubles) ?? .standard
      case "attributes": style.attributes = attributes(part, role, &troubles)
      default: warn(role, "\(key) is not a part of a style; use fg, bg, attributes", &troubles)
      }
    }
    return style
  }

  private func attributes(
    _ value: any TOMLValueConvertible, _ role: String, _ troubles: inout [Trouble]
  ) -> Attributes {
    let names: [String: Attributes] = [
      "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
    ]
    var attributes: Attributes = []
    guard let words = value.array else {
      warn(role, "attributes are a list such as [\"bold\"]", &troubles)
      return attributes
    }
    for word in words {
      if let name = word.string, let attribute = names[name] {
        attributes.formUnion(attribute)
      } else {
        warn(role, "an attribute is one of bold, dim, italic, underline, reverse", &troubles)
      }
    }
    return attributes
  }

  private func color(
    _ value: any TOMLValueConvertible, _ key: String, _ palette: [String: Color], _ troubles: inout [Trouble]
  ) -> Color? {
    guard let name = value.string else {
      warn(key, "a colour is \"#rrggbb\", \"terminal\", or a name of the palette", &troubles)
      return nil
    }
    if name == "terminal" { return .standard }
    if let color = palette[name] ?? Color(hex: name) { return color }
    warn(key, "\(name) is neither #rrggbb nor a name of the palette", &troubles)
    return nil
  }

  private func warn(_ key: String, _ what: String, _ troubles: inout [Trouble]) {
    troubles.append(trouble(key, what))
  }

  /// The number of the line that sets `key`, 1 when it is not found: the parser tells places only for syntax errors.
  private func line(of key: String) -> Int {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let name = line.prefix { $0 != "=" }.filter { $0 != " " && $0 != "\"" && $0 != "'" && $0 != "\t" }
      if name == key || name == "[\(key)]" { return index + 1 }
    }
    return 1
  }
}
