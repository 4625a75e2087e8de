import Basics

/// The ways in which terminals show real pixels; none is ever used inside a region that curses draws.
package enum PixelGraphics: String, Sendable, CaseIterable {
  /// The graphics protocol of kitty, Ghostty and others.
  case kitty
  /// Inline images of iTerm2, WezTerm, mintty and others.
  case iterm
  /// Sixel graphics of DEC terminals, xterm, foot and others.
  case sixel
  /// None, though the terminal may know some.
  case off

  /// What was chosen and why.
  package struct Choice: Sendable, Equatable {
    /// Nil when the terminal shows no pixels.
    package var graphics: PixelGraphics?
    /// Half a sentence: `the terminal is kitty`.
    package var reason: String
  }

  /// What was asked for; else never inside tmux or screen, which keep what they should not and lose what they should keep; else what the
  /// terminal's own names promise; else sixel when its answer to DA1 lists it.
  package static func choose(
    asked: PixelGraphics?, terminal: String, environment: [String: String], hasSixel: Bool
  ) -> Choice {
    switch asked {
    case .off: return Choice(graphics: nil, reason: "graphics are off in the settings")
    case .some(let asked): return Choice(graphics: asked, reason: "asked for")
    case nil: break
    }
    func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    if isSet("TMUX") || ["tmux", "screen"].contains(where: { terminal.hasPrefix($0) }) {
      return Choice(graphics: nil, reason: "inside tmux or screen pixels are shown only when asked for")
    }
    let program = environment["TERM_PROGRAM"] ?? ""
    if isSet("KITTY_WINDOW_ID") || ["xterm-kitty", "xterm-ghostty"].contains(terminal) || program == "ghostty"
    {
      return Choice(graphics: .kitty, reason: "the terminal knows kitty's protocol")
    }
    if ["iTerm.app", "WezTerm", "mintty"].contains(program) || environment["LC_TERMINAL"] == "iTerm2" {
      return Choice(graphics: .iterm, reason: "the terminal knows inline images")
    }
    if hasSixel { return Choice(graphics: .sixel, reason: "the terminal says that it knows sixel") }
    return Choice(graphics: nil, reason: "the terminal names no way to show pixels")
  }
}

/// A picture for the whole screen, in the two forms that terminals take.
package struct PreviewPicture: Sendable, Equatable {
  /// What the caption says.
  package var title: String
  package var pixels: Pixels
  /// The same as a PNG file.
  package var png: [UInt8]

  package init(title: String, pixels: Pixels, png: [UInt8]) {
    self.title = title
    self.pixels = pixels
    self.png = png
  }
}

/// Where a picture lies on a screen whose last row is the caption's: as large as it can be with its sides in proportion, in the middle.
package struct PreviewBox: Sendable, Equatable {
  /// Cells, from the upper left corner.
  package var column: Int
  package var row: Int
  package var columns: Int
  package var rows: Int
  /// Pixels of the terminal.
  package var width: Int
  package var height: Int

  /// `cell` is the size of a character in pixels. Sides are at most `limit` pixels.
  package init(_ pixels: Pixels, on screen: Size, cell: (width: Int, height: Int), limit: Int = .max) {
    let (roomColumns, roomRows) = (max(1, screen.columns), max(1, screen.rows - 1))
    let (cellWidth, cellHeight) = (max(1, cell.width), max(1, cell.height))
    let room = (min(limit, roomColumns * cellWidth), min(limit, roomRows * cellHeight))
    let (across, down) = (max(1, pixels.width), max(1, pixels.height))
    // In whole numbers: the side that meets its end first decides.
    if room.0 * down <= room.1 * across {
      (width, height) = (room.0, max(1, down * room.0 / across))
    } else {
      (width, height) = (max(1, across * room.1 / down), room.1)
    }
    columns = min(roomColumns, (width + cellWidth - 1) / cellWidth)
    rows = min(roomRows, (height + cellHeight - 1) / cellHeight)
    column = (roomColumns - columns) / 2
    row = (roomRows - rows) / 2
  }
}
