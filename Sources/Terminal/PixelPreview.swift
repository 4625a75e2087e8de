import Basics
import Screen

/// A picture in real pixels over the whole screen, in one of the protocols of terminals.
///
/// It is outside of curses: the screen is cleared, the picture and a caption are sent as one synchronized write, and nothing else is drawn
/// until a key, a click, another size or a signal. Then the pixels are erased, and curses draws everything anew.
extension CursesDisplay {
  /// Shows the picture until the next key. Throws when the terminal has no way for it, or is somebody else's now.
  package func preview(_ picture: PreviewPicture) throws(Trouble) {
    guard !isAway, !isClosed else { throw Trouble.noPixels("the terminal is not ours now") }
    let choice = PixelGraphics.choose(
      asked: options.graphics, terminal: capabilities.terminal, environment: options.environment,
      hasSixel: capabilities.hasSixel)
    guard let graphics = choice.graphics else { throw Trouble.noPixels(choice.reason) }
    guard picture.pixels.width > 0, picture.pixels.height > 0 else {
      throw Trouble(.usage, "the picture has no pixels")
    }
    shownPixels = graphics
    tty.send(
      PixelPreview.show(
        picture, graphics, on: size, cell: tty.cellSize(), isASCII: isASCII,
        isSynchronized: capabilities.hasPaste))
  }

  /// Erases the pixels and has curses draw again; nothing when no preview is shown.
  func endPreview() {
    if erasePreview() { redraw() }
  }

  /// Erases the pixels, and tells whether there were any.
  @discardableResult
  func erasePreview() -> Bool {
    guard let graphics = shownPixels else { return false }
    shownPixels = nil
    tty.send(PixelPreview.erase(graphics))
    return true
  }
}

/// The bytes of a preview.
package enum PixelPreview {
  /// Terminals refuse larger sixel pictures (xterm: 1000 a side unless it is told otherwise).
  static let sixelLimit = 1000

  /// Clears the screen, draws the picture in its middle and a caption in the last row.
  package static func show(
    _ picture: PreviewPicture, _ graphics: PixelGraphics, on size: Size, cell: (width: Int, height: Int),
    isASCII: Bool, isSynchronized: Bool = true
  ) -> [UInt8] {
    let limit = graphics == .sixel ? sixelLimit : .max
    let box = PreviewBox(picture.pixels, on: size, cell: cell, limit: limit)
    var out = isSynchronized ? Sequences.beginFrame : []
    out += clear + place(column: box.column, row: box.row)
    switch graphics {
    case .kitty: out += InlineImages.kitty(picture.png, columns: box.columns, rows: box.rows)
    case .iterm: out += InlineImages.iterm(picture.png, columns: box.columns, rows: box.rows)
    case .sixel:
      out += Sixel.bytes(of: picture.pixels.averaged(width: box.width, height: box.height))
    case .off: break
    }
    out += place(column: 0, row: size.rows - 1) + caption(picture, size.columns, isASCII: isASCII)
    return out + (isSynchronized ? Sequences.endFrame : [])
  }

  /// Takes the picture away. Where it is part of the text, clearing is enough.
  package static func erase(_ graphics: PixelGraphics) -> [UInt8] {
    (graphics == .kitty ? InlineImages.kittyErase : []) + clear
  }

  /// Attributes off, no scrolling region (a picture that passes its end would scroll), the whole screen blank.
  private static let clear = Array("\u{1B}[0m\u{1B}[r\u{1B}[2J".utf8)

  private static func place(column: Int, row: Int) -> [UInt8] {
    Array("\u{1B}[\(row + 1);\(column + 1)H".utf8)
  }

  /// The title is foreign text and made legible. The last column stays free, or some terminals would scroll.
  private static func caption(_ picture: PreviewPicture, _ columns: Int, isASCII: Bool) -> [UInt8] {
    let (width, height) = (picture.pixels.width, picture.pixels.height)
    let words =
      "\(picture.title) \(isASCII ? "-" : "·") \(width) \(isASCII ? "x" : "×") \(height) pixels, any key goes back"
    return Array(Fit.shorten(words, to: max(0, columns - 1), ascii: isASCII).utf8)
  }
}
