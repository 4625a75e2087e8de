/// Scripts of Unicode 16.0 (the property Script, not Script_Extensions).
package struct Script: Sendable, Hashable {
  let number: UInt8

  static let table = RunTable(ScriptRuns.text)
  /// Code and long name of each script: `("Hani", "Han")`.
  private static let names: [(code: String, name: String)] = {
    ScriptRuns.names.description.split(separator: ";").map { entry in
      let parts = entry.split(separator: ":").map(String.init)
      return (parts[0], parts[1])
    }
  }()

  /// The script of a code point.
  package init(_ scalar: UInt32) { number = Self.table.value(scalar) }

  /// The script with this code (`Hani`) or name (`Han`, `Old_Italic`), in any case, with or without
  /// underscores.
  package init?(named name: String) {
    let wanted = Self.folded(name)
    let found = Self.names.firstIndex { Self.folded($0.code) == wanted || Self.folded($0.name) == wanted }
    guard let found else { return nil }
    number = UInt8(found)
  }

  /// The long name: `Han`, `Old_Italic`; `Unknown` for code points without a script.
  package var name: String { Self.names[Int(number)].name }

  /// The code of four letters: `Hani`.
  package var code: String { Self.names[Int(number)].code }

  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
  }
}
