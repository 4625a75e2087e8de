import Basics
import Screen
import Terminal
import Testing

/// Real pixels over the whole screen: which bytes go out, and that curses has its screen again after the next key.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PreviewTests {
  private static let picture = PreviewPicture(
    title: "a\u{1B}]b", pixels: Pixels(width: 30, height: 20, filledWith: .init(255, 0, 0)),
    png: [1, 2, 3])

  @MainActor private func text(_ graphics: PixelGraphics) -> String {
    String(
      decoding: PixelPreview.show(
        Self.picture, graphics, on: Size(columns: 40, rows: 11), cell: (width: 10, height: 20),
        isASCII: false),
      as: UTF8.self)
  }

  @Test @MainActor func `a preview is one synchronized write: cleared, placed, drawn, named`() {
    let kitty = text(.kitty)
    #expect(kitty.hasPrefix("\u{1B}[?2026h\u{1B}[0m\u{1B}[r\u{1B}[2J\u{1B}[1;6H\u{1B}_Ga=T,f=100,c=30,r=10,"))
    #expect(kitty.hasSuffix("\u{1B}[11;1Ha␛]b · 30 × 20 pixels, any key goes ba…\u{1B}[?2026l"))
    #expect(text(.iterm).contains("\u{1B}[1;6H\u{1B}]1337;File=inline=1;size=3;width=30;height=10;"))
    // 30 × 20 pixels in 400 × 200: 300 × 200.
    #expect(text(.sixel).contains("\u{1B}[1;6H\u{1B}P0;1;0q\"1;1;300;200#0;2;100;0;0#0!300~"))
  }

  @Test @MainActor func `what was drawn is taken away`() {
    #expect(String(decoding: PixelPreview.erase(.kitty), as: UTF8.self).hasPrefix("\u{1B}_Ga=d,d=A"))
    #expect(String(decoding: PixelPreview.erase(.sixel), as: UTF8.self) == "\u{1B}[0m\u{1B}[r\u{1B}[2J")
  }

  @Test(arguments: [("KITTY_WINDOW_ID", "1", "\u{1B}_Ga=T"), ("PROBE_GRAPHICS", "sixel", "\u{1B}P0;1;0q")])
  func `the next key ends it and does no more`(name: String, value: String, mark: String) throws {
    let terminal = try PseudoTerminal([name: value])
    terminal.waitFor("ready")
    terminal.type("p")
    terminal.waitFor("preview shown")
    terminal.waitForOutput(mark)
    terminal.pump(0.1)
    terminal.forgetOutput()
    // Would end the program, if it were not swallowed.
    terminal.type("q")
    terminal.waitForOutput("sample.txt")
    #expect(!terminal.log.contains { $0.hasPrefix("end") })
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test func `DA1 tells of sixel, and without any way a person is told what to do`() throws {
    let terminal = try PseudoTerminal()
    terminal.waitFor("ready")
    terminal.type("p")
    terminal.waitFor("preview refused: this screen shows no pixels: the terminal names no way")
    #expect(terminal.log.contains { $0.contains("Export the figure as PNG") })
    terminal.send(Array("\u{1B}[?62;4;22c".utf8))
    terminal.type("p")
    terminal.waitFor("preview shown")
    terminal.resize(rows: 30, columns: 90)
    terminal.waitFor("resize 90x30")
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test func `inside tmux nothing is sent unless it was asked for`() throws {
    let terminal = try PseudoTerminal(["TMUX": "/tmp/x", "KITTY_WINDOW_ID": "1"])
    terminal.waitFor("ready")
    terminal.type("p")
    terminal.waitFor("preview refused: this screen shows no pixels: inside tmux")
  }
}
