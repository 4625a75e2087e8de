import Screen
import Terminal
import Testing

@Suite @MainActor struct CapabilitiesTests {
  @Test func `the report can be made without a terminal`() {
    let found = TerminalCapabilities.probe(TerminalOptions(environment: [:]))
    #expect(found.terminal == "dumb")
    #expect(!found.hasScreen && !found.hasMouse && !found.hasPaste)
    #expect(found.colorMode == .none)
    #expect(found.notes.contains("TERM is not set"))
    #expect(found.table.contains { $0.name == "because" && !$0.value.isEmpty })
  }

  @Test func `the report says what was chosen and why`() {
    var options = TerminalOptions(environment: [
      "TERM": "xterm-256color", "COLORFGBG": "0;15", "LC_CTYPE": "tr_TR.utf8",
    ])
    options.mouse = false
    let found = TerminalCapabilities.probe(options)
    #expect(found.colorMode == .palette && found.entryColors == 256)
    #expect(found.isDark == false && found.backgroundReason == "COLORFGBG is 0;15")
    #expect(found.hasPaste && !found.hasMouse)
    #expect(found.locale == "tr_TR.utf8")
    let unknown = TerminalCapabilities.probe(TerminalOptions(environment: ["TERM": "no-such-entry"]))
    #expect(unknown.terminal == "xterm-256color")
    #expect(unknown.notes.contains { $0.contains("no-such-entry") })
    #expect(unknown.isDark == nil)
  }
}
