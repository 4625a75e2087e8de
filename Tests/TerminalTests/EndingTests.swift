import Glibc
import Testing

/// However the program ends, the terminal is as it was found.
@Suite(.serialized, .timeLimit(.minutes(3))) struct EndingTests {
  /// What the restore routine ends with on an xterm.
  static let farewell = "\u{1B}[?1049l\u{1B}[23;0;0t"

  private func expectRestored(
    _ terminal: PseudoTerminal, _ before: [UInt32], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(terminal.modes == before, sourceLocation: sourceLocation)
    for end in [
      "[?2026l", "[8h", "[?1006l", "[?1002l", "[?1000l", "[?2004l", "[?1004l", "[?25h", "[?1l", "[?1049l",
    ] {
      #expect(
        terminal.contains(Array("\u{1B}\(end)".utf8)), "\(end) is missing", sourceLocation: sourceLocation)
    }
  }

  /// Keys that end the program, and how it should end.
  @Test(
    arguments: [
      ("q", 0), ("E", 7), ("T", -SIGILL), ("I", -SIGILL), ("A", -SIGABRT), ("S", -SIGSEGV),
    ] as [(String, Int32)])
  func `the modes are as before after it ends by`(key: String, status: Int32) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    terminal.waitFor("ready")
    terminal.waitForOutput("sample.txt")
    #expect(terminal.modes != before)
    terminal.type(key)
    #expect(terminal.waitForEnd() == status)
    expectRestored(terminal, before)
  }

  @Test(
    arguments: [
      (SIGTERM, 143), (SIGHUP, 129), (SIGQUIT, -SIGQUIT), (SIGSEGV, -SIGSEGV), (SIGBUS, -SIGBUS),
      (SIGFPE, -SIGFPE),
      (SIGILL, -SIGILL), (SIGTRAP, -SIGTRAP), (SIGSYS, -SIGSYS), (SIGABRT, -SIGABRT),
    ] as [(Int32, Int32)])
  func `the modes are as before after signal`(signal: Int32, status: Int32) throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    terminal.waitFor("ready")
    terminal.waitForOutput("sample.txt")
    terminal.signal(signal)
    #expect(terminal.waitForEnd() == status)
    expectRestored(terminal, before)
    // These first reach the program, which has time to save.
    if signal == SIGTERM || signal == SIGHUP { #expect(terminal.log.contains("end \(status)")) }
  }

  @Test func `two interrupts end it and one does not`() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    terminal.waitFor("ready")
    terminal.signal(SIGINT)
    terminal.waitFor("signal interrupt")
    terminal.type("x")
    terminal.waitFor("key character(\"x\")")
    terminal.signal(SIGINT)
    #expect(terminal.waitForEnd() == 130)
    expectRestored(terminal, before)
  }

  @Test func `a program that hangs is ended within a second and restored`() throws {
    let terminal = try PseudoTerminal()
    let before = terminal.modes
    terminal.waitFor("ready")
    terminal.type("H")
    terminal.waitFor("key character(\"H\")")
    terminal.pump(0.1)
    let start = PseudoTerminal.now()
    terminal.signal(SIGTERM)
    #expect(terminal.waitForEnd() == -SIGTERM)
    #expect(PseudoTerminal.now() - start < 2)
    expectRestored(terminal, before)
  }

  @Test func `the last words of a trap are shown below the restored screen`() throws {
    let terminal = try PseudoTerminal()
    terminal.waitFor("ready")
    terminal.type("T")
    _ = terminal.waitForEnd()
    let text = String(decoding: terminal.output, as: UTF8.self)
    let farewell = text.range(of: Self.farewell)
    let words = text.range(of: "Fatal error: asked for")
    #expect(farewell != nil && words != nil)
    if let farewell, let words { #expect(farewell.upperBound <= words.lowerBound) }
  }

  @Test func `it stops with control Z and comes back as it was`() throws {
    // A shell with job control starts the probe, tells the modes while it is stopped, and continues it.
    let script = "set -m; '\(PseudoTerminal.probe)'; stty -a; echo STOPPED; read x; fg; echo ENDED"
    let terminal = try PseudoTerminal(command: ["/bin/sh", "-c", script])
    let before = terminal.modes
    terminal.waitFor("ready")
    terminal.waitForOutput("sample.txt")
    terminal.type("\u{1A}")
    terminal.waitForOutput("STOPPED")
    #expect(terminal.modes == before)
    expectRestored(terminal, before)
    terminal.forgetOutput()
    terminal.type("\n")
    terminal.waitFor("signal resume")
    terminal.waitForOutput("\u{1B}[?1049h")
    terminal.waitForOutput("sample.txt")
    terminal.waitForOutput("\u{1B}[?2004h")
    #expect(terminal.modes != before)
    terminal.type("w")
    terminal.waitFor("key character(\"w\")")
    terminal.type("q")
    terminal.waitForOutput("ENDED")
    #expect(terminal.modes == before)
    #expect(terminal.log.filter { $0 == "signal resume" }.count == 1)
  }

  @Test func `continued in the background it waits for the foreground`() throws {
    let script = "set -m; '\(PseudoTerminal.probe)'; bg; echo IN-BACKGROUND; read x; fg; echo ENDED"
    let terminal = try PseudoTerminal(command: ["/bin/sh", "-c", script])
    let before = terminal.modes
    terminal.waitFor("ready")
    terminal.type("\u{1A}")
    terminal.waitForOutput("IN-BACKGROUND")
    terminal.forgetOutput()
    terminal.pump(0.4)
    #expect(terminal.modes == before)
    #expect(terminal.output == [])
    #expect(!terminal.log.contains("signal resume"))
    terminal.type("\n")
    terminal.waitFor("signal resume")
    terminal.type("q")
    terminal.waitForOutput("ENDED")
    #expect(terminal.modes == before)
  }
}

extension StringProtocol {
  /// Where a text first occurs; Foundation has one, but is not used here.
  func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
