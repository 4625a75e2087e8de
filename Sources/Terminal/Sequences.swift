/// Every sequence that we send beside what curses says. `ct_modes.c` takes them back.
package enum Sequences {
  static let beginFrame = Array("\u{1B}[?2026h".utf8)
  static let endFrame = Array("\u{1B}[?2026l".utf8)
  static let pasteOn = Array("\u{1B}[?2004h".utf8)
  /// Asks what the terminal is (DA1), which every one answers, and in order: what was asked before and is not there by then will not come.
  static let attributesQuestion = Array("\u{1B}[c".utf8)
  /// Characters stay in the order in which we send them; terminals that reorder right-to-left text would tear token boxes
  /// apart. (Bidirectional support mode of VTE and mlterm; others ignore it.)
  static let orderKept = Array("\u{1B}[8l".utf8)
  /// Presses, drags, and reports without a limit on columns.
  static let mouseOn = Array("\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h".utf8)
  static let mouseOff = Array("\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l".utf8)

  /// More text than this is refused: terminals cut it without a word.
  static let clipboardLimit = 74_000

  /// OSC 52 with the text in base 64.
  package static func clipboard(_ text: [UInt8]) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bytes = Array("\u{1B}]52;c;".utf8)
    for start in stride(from: 0, to: text.count, by: 3) {
      let group = text[start..<min(start + 3, text.count)]
      let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        bytes.append(place <= group.count ? letters[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return bytes + Array("\u{1B}\\".utf8)
  }
}
