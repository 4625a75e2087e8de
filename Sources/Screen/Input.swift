/// Something a person did.
package enum Input: Sendable, Equatable {
  case key(Key)
  /// Pasted bytes, whole; never to be run as keys.
  case paste([UInt8])
  case mouse(Mouse)
  case resize(Size)
  /// The terminal told whether its background is dark.
  case background(isDark: Bool)
  /// The terminal told how many times as high as wide a character is.
  case cellShape(ratio: Double)
  /// SIGINT, SIGTERM, SIGHUP or the like arrived, or the process was continued after a stop.
  case signal(Signal)

  /// What the signals that reach the program mean to it.
  package enum Signal: Sendable { case interrupt, terminate, hangup, resume }
}

extension Input {
  /// Whether a person did it, and not the terminal or the system.
  package var isOfPerson: Bool {
    switch self {
    case .key, .paste, .mouse: true
    case .resize, .background, .cellShape, .signal: false
    }
  }
}

/// One key press.
package struct Key: Sendable, Hashable {
  /// Which key.
  package enum Code: Sendable, Hashable {
    /// A printing character.
    case character(Character)
    case enter, tab, backTab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
  }

  /// What was held down with it.
  package struct Modifiers: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let control = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let shift = Modifiers(rawValue: 4)
  }

  package var code: Code
  package var modifiers: Modifiers

  package init(_ code: Code, _ modifiers: Modifiers = []) {
    self.code = code
    self.modifiers = modifiers
  }
}

/// One mouse event; the top left cell is column 0, row 0.
package struct Mouse: Sendable, Hashable {
  /// What the button or wheel did.
  package enum Kind: Sendable, Hashable { case press, drag, release, wheelUp, wheelDown }
  package var kind: Kind
  package var column: Int
  package var row: Int
  package var modifiers: Key.Modifiers

  package init(_ kind: Kind, column: Int, row: Int, modifiers: Key.Modifiers = []) {
    self.kind = kind
    self.column = column
    self.row = row
    self.modifiers = modifiers
  }
}
