/// Makes one-line text fit a number of columns.
package enum Fit {
  /// The text made legible and cut to `columns`; what was cut is told by `…` (or `~` in ASCII).
  package static func shorten(_ text: String, to columns: Int, ascii: Bool = false) -> String {
    shorten(Array(text.utf8), to: columns, Legible.Options(isASCII: ascii))
  }

  /// As above, for bytes of a text or token.
  package static func shorten(_ bytes: [UInt8], to columns: Int, _ options: Legible.Options) -> String {
    items(of: bytes, to: columns, options).map(\.glyph).joined()
  }

  /// As above, in pieces, so that escaped ones can be drawn in their own style.
  package static func items(of bytes: [UInt8], to columns: Int, _ options: Legible.Options) -> [Legible] {
    guard columns > 0 else { return [] }
    var items: [Legible] = []
    var used = 0
    // The longest beginning that leaves a column for the mark.
    var short = 0
    var at = 0
    while at < bytes.count {
      let item = Legible.next(in: bytes.span, at: at, limit: bytes.count, options)
      if used + item.columns > columns {
        let mark = options.isASCII ? "~" : "…"
        let rest = at..<bytes.count
        return items.prefix(short) + [Legible(.plain, rest, mark, columns: 1, scalar: 0x2026)]
      }
      items.append(item)
      used += item.columns
      if used < columns { short = items.count }
      at = item.range.upperBound
    }
    return items
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
