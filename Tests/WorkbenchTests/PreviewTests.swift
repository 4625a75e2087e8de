import Basics
import Figures
import Foundation
import Screen
import Testing
import Workbench

/// Figures in real pixels over the whole screen, on a screen in memory.
@Suite @MainActor struct PreviewRehearsals {
  private nonisolated static let canDraw = FileManager.default.fileExists(atPath: "/usr/share/doc/librsvg2-2")

  private func play(_ steps: String, hasPixels: Bool) async throws -> (MemoryDisplay, State) {
    var state = makeState("a text with a few words")
    let first = state.resegment() + state.recount()
    let (loop, display) = makeLoop(state)
    display.hasPixels = hasPixels
    async let running: Void = loop.run(first)
    await loop.play(try Rehearsal(steps, file: "steps"))
    let end = loop.state
    loop.act(.command("program.quitNow"))
    await running
    return (display, end)
  }

  @Test(.enabled(if: canDraw, "needs the Debian package librsvg2-2"))
  func `what a pane shows is drawn in pixels for the display`() async throws {
    let (display, _) = try await play("wait\npane.measures\nwait\nfigures.preview\nwait", hasPixels: true)
    let picture = try #require(display.previews.first)
    #expect(picture.png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(picture.pixels.width > 200 && Set(picture.pixels.bytes).count > 20)
  }

  @Test func `a screen without pixels says what to do`() async throws {
    let (display, state) = try await play(
      "wait\npane.measures\nwait\nfigures.preview\nwait", hasPixels: false)
    #expect(display.previews.isEmpty)
    let notice = try #require(state.notice?.text)
    #expect(notice.contains("PNG"), "\(notice)")
    let (_, empty) = try await play("pane.log\nfigures.preview\nwait", hasPixels: true)
    #expect(empty.notice?.text.contains("nothing to show") == true)
  }

  @Test func `graphics is a setting`() {
    #expect(Settings.parse("graphics = \"sixel\"", path: "c").0.graphics == .sixel)
    #expect(Settings.parse("graphics = \"auto\"", path: "c").0.graphics == nil)
    #expect(Settings.parse("graphics = \"ascii\"", path: "c").1.count == 1)
  }
}
