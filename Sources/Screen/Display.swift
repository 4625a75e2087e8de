import Basics

/// What a screen can do. One is curses (`CursesDisplay`), one is memory (`MemoryDisplay`).
@MainActor
package protocol Display: AnyObject {
  var size: Size { get }

  /// How many colours the screen has, which decides what a theme may rely on.
  var colorMode: ColorMode { get }

  /// Whether the screen can draw nothing but ASCII, because of its locale; frames should then be made of ASCII.
  var isASCII: Bool { get }

  /// Shows the frame; may drop it when the terminal does not keep up, in which case it returns false
  /// and the caller shows a newer one later.
  @discardableResult
  func show(_ frame: Frame) -> Bool

  /// What a person does, in order; ends when the display is closed.
  var inputs: AsyncStream<Input> { get }

  /// Stops the program as Ctrl-Z does and comes back with the screen redrawn.
  func suspend()

  /// Puts the terminal back as it was found.
  func close()

  func redraw()
  func setMouse(_ isOn: Bool)
  func copy(_ text: [UInt8]) -> Bool
  func preview(_ picture: PreviewPicture) throws(Trouble)
}

extension Display {
  /// Draws everything anew with the next frame, for screens that others have written on.
  package func redraw() {}

  /// Turns the mouse on or off; off, the terminal selects text with it.
  package func setMouse(_ isOn: Bool) {}

  /// Hands text to the terminal's clipboard; false when that is not possible or the text is too long. Nobody confirms
  /// that it arrived.
  package func copy(_ text: [UInt8]) -> Bool { false }
}

extension Display {
  /// Shows a picture in real pixels over the whole screen until the next key. Throws when the screen has no pixels.
  package func preview(_ picture: PreviewPicture) throws(Trouble) {
    throw Trouble.noPixels("it is only in memory")
  }
}

extension Trouble {
  /// A screen cannot show pixels, and why.
  package static func noPixels(_ reason: String) -> Trouble {
    Trouble(
      .usage, "this screen shows no pixels: \(reason)",
      remedy:
        "Export the figure as PNG, or set graphics = \"kitty\", \"iterm\" or \"sixel\" in the configuration")
  }
}

/// The colours a terminal has.
package enum ColorMode: String, Sendable, CaseIterable {
  case none
  case sixteen = "16"
  case palette = "256"
  case direct
}
