import Screen

/// Which key a sequence of the usual terminals (xterm, VT220, rxvt, kitty) is.
enum KeyNames {
  /// By the last letter of `ESC [ … letter` and `ESC O letter`.
  static let final: [UInt8: Key.Code] = [
    0x41: .up, 0x42: .down, 0x43: .right, 0x44: .left, 0x45: .character("5"), 0x46: .end, 0x48: .home,
    0x50: .function(1), 0x51: .function(2), 0x52: .function(3), 0x53: .function(4),
  ]

  /// The keypad in application mode.
  static let keypad: [UInt8: Key.Code] = [
    0x4D: .enter, 0x6A: .character("*"), 0x6B: .character("+"), 0x6C: .character(","), 0x6D: .character("-"),
    0x6E: .character("."), 0x6F: .character("/"), 0x70: .character("0"), 0x71: .character("1"),
    0x72: .character("2"), 0x73: .character("3"), 0x74: .character("4"), 0x75: .character("5"),
    0x76: .character("6"), 0x77: .character("7"), 0x78: .character("8"), 0x79: .character("9"),
    0x58: .character("="),
  ]

  /// By the number of `ESC [ number ~`.
  static let numbered: [Int: Key.Code] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
    17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
    23: .function(11), 24: .function(12), 25: .function(13), 26: .function(14),
  ]

  /// xterm's parameter: one more than the sum of shift 1, alt 2, control 4, meta 8.
  static func modifiers(_ parameter: Int) -> Key.Modifiers {
    let bits = max(0, parameter - 1)
    var modifiers: Key.Modifiers = []
    if bits & 1 != 0 { modifiers.insert(.shift) }
    if bits & 10 != 0 { modifiers.insert(.alt) }
    if bits & 4 != 0 { modifiers.insert(.control) }
    return modifiers
  }

  /// The key of `ESC [ numbers final`; nil for what is not a key.
  static func key(_ numbers: [Int], _ final: UInt8) -> Key? {
    let parameter = numbers.count > 1 ? numbers[1] : 1
    switch final {
    case 0x7E:
      if numbers.first == 27, numbers.count == 3 { return character(numbers[2], modifiers(numbers[1])) }
      return numbered[numbers.first ?? 0].map { Key($0, modifiers(parameter)) }
    case 0x5E: return numbered[numbers.first ?? 0].map { Key($0, .control) }
    case 0x24: return numbered[numbers.first ?? 0].map { Key($0, .shift) }
    case 0x40: return numbered[numbers.first ?? 0].map { Key($0, [.control, .shift]) }
    case 0x5A: return Key(.backTab)
    case 0x75: return character(numbers.first ?? 0, modifiers(parameter))
    case 0x61...0x64: return self.final[final & 0xDF].map { Key($0, .shift) }
    default: return self.final[final].map { Key($0, modifiers(parameter)) }
    }
  }

  /// A character given by its number.
  private static func character(_ number: Int, _ modifiers: Key.Modifiers) -> Key? {
    switch number {
    case 9: return modifiers.contains(.shift) ? Key(.backTab) : Key(.tab, modifiers)
    case 13: return Key(.enter, modifiers)
    case 27: return Key(.escape, modifiers)
    case 8, 127: return Key(.backspace, modifiers)
    case 57344...63743: return nil  // private numbers of modifier keys and the like
    default:
      guard number >= 32, let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else {
        return nil
      }
      return Key(.character(Character(scalar)), modifiers)
    }
  }

  /// Names of terminfo capabilities with the keys they are.
  static let capabilities: [(name: String, key: Key)] =
    [
      ("kcuu1", Key(.up)), ("kcud1", Key(.down)), ("kcub1", Key(.left)), ("kcuf1", Key(.right)),
      ("khome", Key(.home)), ("kend", Key(.end)), ("kpp", Key(.pageUp)), ("knp", Key(.pageDown)),
      ("kich1", Key(.insert)), ("kdch1", Key(.delete)), ("kcbt", Key(.backTab)), ("kent", Key(.enter)),
      ("kUP", Key(.up, .shift)), ("kDN", Key(.down, .shift)), ("kLFT", Key(.left, .shift)),
      ("kRIT", Key(.right, .shift)), ("kUP5", Key(.up, .control)), ("kDN5", Key(.down, .control)),
      ("kLFT5", Key(.left, .control)), ("kRIT5", Key(.right, .control)), ("kUP3", Key(.up, .alt)),
      ("kDN3", Key(.down, .alt)), ("kLFT3", Key(.left, .alt)), ("kRIT3", Key(.right, .alt)),
    ] + (1...12).map { ("kf\($0)", Key(.function($0))) }
}
