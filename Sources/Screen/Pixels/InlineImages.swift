import Basics

/// Pictures in the protocols that take a PNG file.
package enum InlineImages {
  /// Base64 in one escape code of kitty's protocol: more is refused.
  package static let kittyChunk = 4096

  /// Transmits and shows a PNG (`f=100`) in a box of cells at the cursor, which stays (`C=1`); the terminal is asked not to answer (`q=2`).
  package static func kitty(_ png: [UInt8], columns: Int, rows: Int) -> [UInt8] {
    var digits: [UInt8] = []
    digits.append(base64: png)
    var out: [UInt8] = []
    var start = 0
    repeat {
      let end = min(digits.count, start + kittyChunk)
      let control = start == 0 ? "a=T,f=100,c=\(columns),r=\(rows),C=1,q=2," : ""
      out += Array("\u{1B}_G\(control)m=\(end < digits.count ? 1 : 0);".utf8)
      out += digits[start..<end]
      out += Array("\u{1B}\\".utf8)
      start = end
    } while start < digits.count
    return out
  }

  /// Takes all pictures of kitty's protocol from the screen and out of the terminal's memory.
  package static let kittyErase = Array("\u{1B}_Ga=d,d=A,q=2\u{1B}\\".utf8)

  /// Shows a file at the cursor in a box of cells, its sides in proportion (iTerm2's OSC 1337).
  package static func iterm(_ png: [UInt8], columns: Int, rows: Int) -> [UInt8] {
    var out = Array(
      "\u{1B}]1337;File=inline=1;size=\(png.count);width=\(columns);height=\(rows);preserveAspectRatio=1:"
        .utf8)
    out.append(base64: png)
    return out + [0x07]
  }
}
