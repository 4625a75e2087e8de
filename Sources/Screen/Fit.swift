import Basics

/// Makes one-line text fit a number of columns.
package enum Fit {
  /// The text made legible and cut to `columns`; what was cut is told by `…` (or `~` in ASCII).
  package static func shorten(_ text: String, to columns: Int, ascii: Bool = false) -> String {
    shorten(Array(text.utf8), to: columns, Legible.Options(isASCII: ascii))
  }

  /// As above, for bytes of a text or token.
  package static func shorten(_ bytes: [UInt8], to columns: Int, _ options: Legible.Options) -> String {
    guard columns > 0 else { return "" }
    var line = ""
    var used = 0
    // The longest beginning that leaves a column for the mark.
    var short = (text: "", used: 0)
    var at = 0
    while at < bytes.count {
      let item = Legible.next(in: bytes.span, at: at, limit: bytes.count, options)
      if used + item.columns > columns { return short.text + (options.isASCII ? "~" : "…") }
      line += item.glyph
      used += item.columns
      if used < columns { short = (line, used) }
      at = item.range.upperBound
    }
    return line
  }

  /// The text between spaces so that it fills exactly `columns`.
  package static func pad(_ text: String, to columns: Int, right: Bool = false) -> String {
    let shown = shorten(text, to: columns)
    let spaces = String(repeating: " ", count: max(0, columns - Legible.columns(of: shown)))
    return right ? spaces + shown : shown + spaces
  }

  /// The lines of a sentence broken at spaces; a word longer than a line is cut.
  package static func wrap(_ text: String, to columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
      let joined = line.isEmpty ? word : line + " " + word
      if Legible.columns(of: joined) <= columns {
        line = joined
      } else {
        if !line.isEmpty { lines.append(line) }
        line = shorten(word, to: columns)
      }
    }
    return lines + [line]
  }
}
