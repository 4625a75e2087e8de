import Basics
import CTerminal
import Glibc
import Screen

/// What a person may set about the terminal; everything else is found out.
package struct TerminalOptions: Sendable {
  /// `--color`: nil is `auto`.
  package var color: ColorMode?
  /// Draw with ASCII only, whatever the locale says.
  package var ascii = false
  /// Whether mouse reports are wanted at the start.
  package var mouse = true
  /// From the configuration: used when the terminal does not tell its background.
  package var isDark: Bool?
  /// Count East Asian ambiguous characters as two columns.
  package var ambiguousIsWide = false
  /// How pixels are shown; nil is what the terminal tells.
  package var graphics: PixelGraphics?
  /// Where `TERM`, the locale and the rest are looked up.
  package var environment: [String: String]

  package init(environment: [String: String]) { self.environment = environment }
}

/// What this terminal can do, which colours are used and why: for `doctor` and for the status line.
package struct TerminalCapabilities: Sendable, Equatable {
  /// The terminfo entry: the value of `TERM`, or what stands in for it.
  package var terminal = ""
  /// The entry that is opened, which may be one with direct colour.
  package var entry = ""
  /// How many colours the terminal's own entry has.
  package var entryColors = 0
  /// The colours in use.
  package var colorMode = ColorMode.none
  /// Why those.
  package var colorReason = ""
  /// The locale that counts for characters.
  package var locale = ""
  /// Whether more than ASCII is drawn.
  package var isUTF8 = false
  /// The size in cells; nil without a terminal.
  package var size: Size?
  /// Whether mouse reports are used.
  package var hasMouse = false
  /// Whether pastes are told from typing.
  package var hasPaste = false
  /// Whether the background is dark; nil when nobody knows.
  package var isDark: Bool?
  /// How the background was found.
  package var backgroundReason = ""
  /// How many times as high as wide a character is; nil when the terminal has not told it.
  package var cellRatio: Double?
  /// Whether the terminal has said that it knows sixel graphics.
  package var hasSixel = false
  /// Whether there is a terminal to draw on.
  package var hasTerminal = false
  /// Whether the entry can place the cursor.
  package var hasScreen = false
  /// What a person should know, once: a locale or entry that was replaced.
  package var notes: [String] = []

  /// Finds out what can be found without drawing. Works without a terminal.
  package static func probe(_ options: TerminalOptions) -> TerminalCapabilities {
    var found = TerminalCapabilities()
    found.readLocale(options)
    found.readEntry(options)
    found.readBackground(options)
    if let tty = Tty() {
      found.hasTerminal = true
      let (rows, columns) = tty.size()
      found.size = Size(columns: columns, rows: rows)
      tty.close()
    }
    return found
  }

  private mutating func readLocale(_ options: TerminalOptions) {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    locale = names.compactMap { options.environment[$0] }.first { !$0.isEmpty } ?? "C"
    let answer = ct_locale()
    // A VT220 and its like have no UTF-8, whatever the locale of the host says.
    let isOld = ["vt1", "vt2", "ansi"].contains { options.environment["TERM"]?.hasPrefix($0) == true }
    isUTF8 = answer != CT_LOCALE_NONE && !options.ascii && !isOld
    if answer == CT_LOCALE_REPLACED {
      notes.append("the locale \(locale) is not UTF-8; C.UTF-8 is used for characters")
    } else if answer == CT_LOCALE_NONE {
      notes.append("there is no UTF-8 locale; everything is drawn in ASCII")
    }
  }

  private mutating func readEntry(_ options: TerminalOptions) {
    let asked = options.environment["TERM"] ?? ""
    terminal = asked.isEmpty ? "dumb" : asked
    if asked.isEmpty { notes.append("TERM is not set") }
    if Self.colors(terminal) < 0 {
      let stand = ["xterm-256color", "xterm", "vt100"].first { Self.colors($0) >= 0 }
      notes.append("there is no terminfo entry called \(terminal); \(stand ?? "none") is used")
      terminal = stand ?? "dumb"
    }
    entryColors = max(0, Self.colors(terminal))
    let choice = ColorChoice.choose(
      terminal: terminal, asked: options.color, environment: options.environment, entryColors: Self.colors)
    (colorMode, entry, colorReason) = (choice.mode, choice.entry, choice.reason)
    hasScreen = unsafe ct_entry_has_screen(entry) == 1
    // The console and hardware terminals know neither pastes nor mouse reports.
    let isPlain = ["linux", "vt", "dumb", "ansi", "cons"].contains { terminal.hasPrefix($0) }
    hasPaste = hasScreen && !isPlain
    hasMouse = hasPaste && options.mouse
  }

  private mutating func readBackground(_ options: TerminalOptions) {
    if let value = options.environment["COLORFGBG"], let dark = Background.read(colorFGBG: value) {
      (isDark, backgroundReason) = (dark, "COLORFGBG is \(value)")
    } else if let dark = options.isDark {
      (isDark, backgroundReason) = (dark, "set in the configuration")
    } else {
      backgroundReason = "nobody tells; colours are chosen to be readable on both"
    }
  }

  private static func colors(_ entry: String) -> Int { Int(unsafe ct_entry_colors(entry)) }

  /// The report as names and values.
  package var table: [(name: String, value: String)] {
    [
      ("terminal", terminal), ("entry", entry), ("colours of the entry", String(entryColors)),
      ("colour mode", colorMode.rawValue), ("because", colorReason), ("locale", locale),
      ("UTF-8", isUTF8 ? "yes" : "no"), ("size", size.map { "\($0.columns) × \($0.rows)" } ?? "no terminal"),
      ("mouse", hasMouse ? "yes" : "no"), ("bracketed paste", hasPaste ? "yes" : "no"),
      ("background", isDark.map { $0 ? "dark" : "light" } ?? "unknown"), ("found by", backgroundReason),
      ("widths", "Unicode \(ColumnWidth.unicodeVersion)"),
    ] + notes.map { ("note", $0) }
  }
}
