import Basics
import Screen
import TOMLKit

/// What a person can set in `config.toml`.
///
/// Nothing that can be detected is a setting. Unknown keys and wrong types are warnings with their line; the rest of the
/// file still counts.
package struct Settings: Sendable, Equatable {
  package var theme: String?
  package var color: ColorMode?
  package var contextWindow = 128_000
  package var mouse = true
  package var showsWhitespace = true
  package var showsMinimap = true
  package var boundaries = TextView.Boundaries.underline
  package var clipboard = ClipboardWay.auto
  /// How real pixels are shown; nil is what the terminal tells.
  package var graphics: PixelGraphics?
  /// How many times as high as wide a character is; nil is what the terminal tells.
  package var cellRatio: Double?
  /// More tokenizers: paths of files or folders.
  package var tokenizers: [String] = []
  /// Command ids by key, in place of the standard ones: `"ctrl+e" = "view.mode"`.
  package var keys: [Chord: String] = [:]

  package init() {}

  /// How copying leaves the program.
  package enum ClipboardWay: String, Sendable, CaseIterable { case auto, osc52, tools, off }

  /// The largest configuration read.
  private static let sizeLimit = 8 << 20

  /// The settings in a file; without the file, the standard ones. Troubles are warnings.
  package static func load(_ path: String) -> (Settings, [Trouble]) {
    guard let bytes = try? Files.read(path, limit: sizeLimit) else { return (Settings(), []) }
    return parse(String(decoding: bytes, as: UTF8.self), path: path)
  }

  /// The settings in a TOML text.
  package static func parse(_ text: String, path: String) -> (Settings, [Trouble]) {
    var settings = Settings()
    var troubles: [Trouble] = []
    let table: TOMLTable
    do {
      try TOMLGuard.check(text, file: path)
      table = try TOMLTable(string: text)
    } catch let trouble as Trouble {
      return (settings, [trouble])
    } catch let error as TOMLParseError {
      let line = error.source.begin.line
      let trouble = Trouble(
        .input, at: .line(file: path, number: line), "\(error.description)",
        remedy: "The standard settings are used until this is mended")
      return (settings, [trouble])
    } catch {
      return (settings, [Trouble(.input, at: .file(path), "not readable as TOML", remedy: "")])
    }
    for (key, value) in table where !settings.take(key, value.tomlValue) {
      troubles.append(
        Trouble(
          .input, at: .line(file: path, number: line(of: key, in: text)),
          "`\(key)` is not a setting, or its value does not fit",
          remedy: "The settings are: \(names.joined(separator: ", "))"))
    }
    return (settings, troubles)
  }

  /// The names of all settings.
  package static let names = [
    "theme", "color", "context-window", "mouse", "show-whitespace", "minimap", "boundaries", "clipboard",
    "graphics", "cell-ratio",
    "tokenizers", "keys",
  ]

  private mutating func take(_ key: String, _ value: TOMLValue) -> Bool {
    switch key {
    case "theme": return assign(\.theme, value.string)
    case "color": return assign(\.color, value.string.flatMap(ColorMode.init))
    case "context-window": return assign(\.contextWindow, value.int.flatMap { $0 > 0 ? $0 : nil })
    case "mouse": return assign(\.mouse, value.bool)
    case "show-whitespace": return assign(\.showsWhitespace, value.bool)
    case "minimap": return assign(\.showsMinimap, value.bool)
    case "boundaries": return assign(\.boundaries, value.string.flatMap(TextView.Boundaries.init))
    case "clipboard": return assign(\.clipboard, value.string.flatMap(ClipboardWay.init))
    case "graphics":
      return value.string == "auto" || assign(\.graphics, value.string.flatMap(PixelGraphics.init))
    case "cell-ratio":
      let ratio = value.double ?? value.int.map(Double.init)
      return assign(\.cellRatio, ratio.flatMap { (1...4).contains($0) ? $0 : nil })
    case "tokenizers": return assign(\.tokenizers, value.array.map { $0.compactMap(\.string) })
    case "keys":
      guard let table = value.table else { return false }
      for (chord, command) in table {
        guard let chord = Chord(chord), let line = command.tomlValue.string else { return false }
        keys[chord] = line
      }
      return true
    default: return false
    }
  }

  private mutating func assign<T>(_ field: WritableKeyPath<Settings, T>, _ value: T?) -> Bool {
    guard let value else { return false }
    self[keyPath: field] = value
    return true
  }

  private mutating func assign<T>(_ field: WritableKeyPath<Settings, T?>, _ value: T?) -> Bool {
    guard let value else { return false }
    self[keyPath: field] = value
    return true
  }

  /// The first line that starts with the key.
  private static func line(of key: String, in text: String) -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = lines.firstIndex { $0.drop { $0 == " " || $0 == "[" || $0 == "\"" }.hasPrefix(key) }
    return (index ?? 0) + 1
  }
}
