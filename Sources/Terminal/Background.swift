import Screen

/// Whether the terminal's background is dark.
package enum Background {
  /// Asks for the background (OSC 11).
  static let question = Array("\u{1B}]11;?\u{1B}\\".utf8)

  /// Reads `11;rgb:1b1b/1d1d/2222`, the body of the answer; nil for other control strings.
  static func read(_ body: ArraySlice<UInt8>) -> InputDecoder.Event? {
    let text = String(decoding: body.prefix(64), as: UTF8.self)
    guard text.hasPrefix("11;rgb:") || text.hasPrefix("11;rgba:"), let colon = text.firstIndex(of: ":") else {
      return nil
    }
    let parts = text[text.index(after: colon)...].split(separator: "/").prefix(3)
    let shares = parts.compactMap { part -> UInt8? in
      guard let value = Int(part, radix: 16), (1...4).contains(part.count) else { return nil }
      return UInt8(value * 255 / ((1 << (4 * part.count)) - 1))
    }
    guard shares.count == 3 else { return nil }
    return .background(isDark: isDark(.rgb(red: shares[0], green: shares[1], blue: shares[2])))
  }

  /// Reads `COLORFGBG` (`15;0`, `0;default;15`): the last number is the background among the sixteen colours.
  package static func read(colorFGBG value: String) -> Bool? {
    guard let last = value.split(separator: ";").last, let number = Int(last), (0...15).contains(number)
    else {
      return nil
    }
    return number < 7 || number == 8
  }

  /// Darker than the middle as eyes see it: the ground on which white and black letters are read equally well.
  static func isDark(_ color: Color) -> Bool { color.luminance < 0.18 }
}
