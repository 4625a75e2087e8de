/// The frame as text, for goldens, logs, `--save-screen` and bug reports.
extension Frame {
  /// One string a row, spaces at the end removed.
  package func textRows() -> [String] {
    (0..<size.rows).map { row in
      var line = ""
      for column in 0..<size.columns { line += self[column: column, row: row].glyph }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// One letter a cell for its style, and what the letters mean. The most common style is `.`; others get letters
  /// in the order in which they are met.
  package func styleMap() -> (rows: [String], legend: [String]) {
    var counts: [Style: Int] = [:]
    for cell in cells { counts[cell.style, default: 0] += 1 }
    let most = counts.values.max()
    let common = cells.first { counts[$0.style] == most }?.style ?? Style()
    var letters: [Style: Character] = [common: "."]
    var legend = [". \(common)"]
    let rows = (0..<size.rows).map { row in
      String(
        (0..<size.columns).map { column in
          let style = self[column: column, row: row].style
          if let letter = letters[style] { return letter }
          let letter = Self.letter(letters.count - 1)
          letters[style] = letter
          legend.append("\(letter) \(style)")
          return letter
        })
    }
    return (rows, legend)
  }

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

  private static func letter(_ number: Int) -> Character {
    number < alphabet.count ? alphabet[number] : "?"
  }
}

extension Style: CustomStringConvertible {
  /// `#e6e1d6 on #14161b bold`.
  package var description: String {
    var words = "\(foreground) on \(background)"
    let names: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    for (attribute, name) in names where attributes.contains(attribute) { words += " " + name }
    return words
  }
}

extension Color: CustomStringConvertible {
  /// `terminal` or `#rrggbb`.
  package var description: String {
    switch self {
    case .standard: "terminal"
    case .rgb(let red, let green, let blue):
      "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
