import Screen

/// A key with its modifiers as people write it: `ctrl+p`, `f1`, `shift+left`, `?`.
package struct Chord: Sendable, Hashable {
  package let key: Key

  package init(_ key: Key) { self.key = key }

  /// Reads the written form; nil when it names no key.
  package init?(_ text: String) {
    var modifiers: Key.Modifiers = []
    var rest = Substring(text)
    while rest.count > 1, let plus = rest.firstIndex(of: "+"),
      let modifier = Self.modifiers[String(rest[..<plus])]
    {
      modifiers.insert(modifier)
      rest = rest[rest.index(after: plus)...]
    }
    guard let code = Self.code(String(rest)) else { return nil }
    key = Key(code, modifiers)
  }

  /// Whether it is a character without Ctrl or Alt, which a text would take as typed.
  package var isPrinting: Bool {
    guard case .character = key.code else { return false }
    return key.modifiers.isDisjoint(with: [.control, .alt])
  }

  /// As the key bar shows it: `^P`, `F1`, `⇧←` is spelled `S-Left`.
  package var shown: String {
    var text = ""
    if key.modifiers.contains(.control) { text += "^" }
    if key.modifiers.contains(.alt) { text += "M-" }
    if key.modifiers.contains(.shift) { text += "S-" }
    if case .character(let character) = key.code {
      return text + (key.modifiers.contains(.control) ? character.uppercased() : String(character))
    }
    if case .function(let number) = key.code { return text + "F\(number)" }
    return text + (Self.names.first { $0.code == key.code }?.shown ?? "?")
  }

  private static let modifiers: [String: Key.Modifiers] = ["ctrl": .control, "alt": .alt, "shift": .shift]

  private static let names: [(name: String, code: Key.Code, shown: String)] = [
    ("enter", .enter, "Enter"), ("tab", .tab, "Tab"), ("backtab", .backTab, "S-Tab"), ("esc", .escape, "Esc"),
    ("backspace", .backspace, "Bksp"), ("delete", .delete, "Del"), ("insert", .insert, "Ins"),
    ("up", .up, "Up"), ("down", .down, "Down"), ("left", .left, "Left"), ("right", .right, "Right"),
    ("home", .home, "Home"), ("end", .end, "End"), ("pageup", .pageUp, "PgUp"),
    ("pagedown", .pageDown, "PgDn"),
  ]

  private static func code(_ name: String) -> Key.Code? {
    if name == "space" { return .character(" ") }
    if name.count == 1, let character = name.first { return .character(character) }
    if name.first == "f", let number = Int(name.dropFirst()), (1...12).contains(number) {
      return .function(number)
    }
    return names.first { $0.name == name }?.code
  }
}
