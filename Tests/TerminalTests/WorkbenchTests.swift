import Glibc
import Testing

/// The real program in a real pseudo terminal: it takes keys, and leaves the terminal as it found it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct WorkbenchTerminalTests {
  /// The program stands beside the probe.
  private static let program = PseudoTerminal.probe.replacing("TerminalProbe", with: "tessera")

  private func start(
    _ environment: [String: String] = [:], rows: Int = 24, columns: Int = 80, home: String? = nil,
    _ arguments: [String] = []
  ) throws -> PseudoTerminal {
    let home = home ?? newHome()
    return try PseudoTerminal(
      ["HOME": home].merging(environment) { _, new in new }, rows: rows, columns: columns,
      command: [Self.program, "-t", "words"] + arguments)
  }

  @Test func `it opens, takes text, asks before quitting, and restores the modes`() throws {
    let terminal = try start()
    let before = terminal.modes
    terminal.waitForOutput("help")
    #expect(terminal.modes != before)
    terminal.type("zqzq")
    terminal.waitForOutput("zqzq")
    terminal.type("\u{11}")
    terminal.waitForOutput("quit without saving")
    terminal.type("d")
    #expect(terminal.waitForEnd() == 0)
    #expect(terminal.modes == before)
    #expect(terminal.contains(Array(EndingTests.farewell.utf8)))
  }

  @Test(
    arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGSEGV, -SIGSEGV), (SIGILL, -SIGILL), (SIGABRT, -SIGABRT)]
      as [(Int32, Int32)])
  func `a signal leaves the terminal as it was`(signal: Int32, status: Int32) throws {
    let terminal = try start()
    let before = terminal.modes
    terminal.waitForOutput("help")
    terminal.signal(signal)
    #expect(terminal.waitForEnd() == status)
    #expect(terminal.modes == before)
  }

  private func newHome() -> String {
    let home = "/tmp/tessera-home-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    unsafe mkdir(home, 0o700)
    return home
  }

  @Test func `after kill -9 the next start offers the unsaved text, and a quiet end does not`() throws {
    let home = newHome()
    let first = try start(home: home)
    first.waitForOutput("help")
    first.type("zqzqkeepme")
    first.waitForOutput("keepme")
    let kept = home + "/.local/state/tessera/recover/session.toml"
    let deadline = PseudoTerminal.now() + PseudoTerminal.deadline
    while unsafe access(kept, F_OK) != 0, PseudoTerminal.now() < deadline { usleep(20_000) }
    first.signal(SIGKILL)
    #expect(first.waitForEnd() == -SIGKILL)
    let second = try start(home: home)
    second.waitForOutput("bring that text back")
    second.type("r")
    second.waitForOutput("zqzqkeepme")
    second.type("\u{11}")
    second.waitForOutput("quit without saving")
    second.type("d")
    #expect(second.waitForEnd() == 0)
    let third = try start(home: home)
    third.waitForOutput("help")
    third.type("\u{11}")
    #expect(third.waitForEnd() == 0)
    #expect(!third.contains(Array("earlier run".utf8)))
  }

  @Test func `a broken theme is told with its line, and the program runs`() throws {
    let home = newHome()
    let path = home + "/broken.toml"
    let file = unsafe try #require(unsafe fopen(path, "w"))
    unsafe fputs("name = \"broken\"\n[roles\n", file)
    unsafe fclose(file)
    let terminal = try start(home: home, ["--theme", path])
    terminal.waitForOutput("broken.toml, line")
    terminal.type("\u{11}")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test func `two interrupts end it`() throws {
    let terminal = try start()
    let before = terminal.modes
    terminal.waitForOutput("help")
    terminal.type("\u{3}")
    // The answer on the screen is drawn around cells that stay, so it cannot be looked for in the bytes.
    terminal.type("\u{1B}[C\u{3}")
    usleep(300_000)
    #expect(kill(terminal.process, 0) == 0)
    terminal.type("\u{3}")
    #expect(terminal.waitForEnd() == 0)
    #expect(terminal.modes == before)
  }

  @Test(arguments: ["linux", "xterm", "xterm-256color", "xterm-direct", "tmux-256color", "screen", "vt100"])
  func `it runs under the entry`(term: String) throws {
    let terminal = try start(["TERM": term])
    terminal.waitForOutput("elp")
    terminal.type("\u{11}")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test(arguments: ["dumb", ""])
  func `a terminal that cannot place the cursor is told, with the command that can`(term: String) throws {
    let terminal = try start(["TERM": term])
    #expect(terminal.waitForEnd() == 2)
    #expect(terminal.contains(Array("tessera".utf8)))
  }

  @Test(arguments: [(1, 1), (5, 20), (10, 40), (60, 200), (100, 300)])
  func `it runs at the size`(rows: Int, columns: Int) throws {
    let terminal = try start(rows: rows, columns: columns)
    terminal.waitForOutput(rows <= 5 ? "\u{1B}[?2026h" : "elp")
    terminal.type("\u{11}")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test(arguments: [["LC_ALL": "C", "LANG": "C"], ["LC_ALL": "C.UTF-8"], ["NO_COLOR": "1"]])
  func `it runs in the environment`(environment: [String: String]) throws {
    let terminal = try start(environment)
    terminal.waitForOutput("help")
    terminal.type("\u{11}")
    #expect(terminal.waitForEnd() == 0)
    if environment["NO_COLOR"] != nil { #expect(!terminal.contains(Array("\u{1B}[38;5;".utf8))) }
  }
}
