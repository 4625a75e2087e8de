import Glibc
import Testing

/// What reaches the terminal, and what comes from it, on real pseudo terminals.
@Suite(.serialized, .timeLimit(.minutes(3))) struct DrawingTests {
  @Test(arguments: [
    ("vt100", "none"), ("linux", "16"), ("xterm", "16"), ("xterm-256color", "256"), ("tmux-256color", "256"),
    ("screen", "16"), ("screen-256color", "256"), ("no-such-entry", "256"),
  ])
  func `it draws and quits on terminal`(name: String, colors: String) throws {
    let terminal = try PseudoTerminal(["TERM": name])
    let before = terminal.modes
    terminal.waitFor("ready 80x24 \(colors)")
    terminal.waitForOutput("sample.txt")
    terminal.type("\u{1B}[A")
    terminal.waitFor("key up")
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)
    #expect(terminal.modes == before)
    // Terminals that do not know them are not sent modes of newer ones.
    let isOld = name == "vt100" || name == "linux"
    #expect(terminal.contains(Array("\u{1B}[?2004h".utf8)) == !isOld)
    #expect(terminal.contains(Array("\u{1B}]11;?".utf8)) == !(isOld || name.hasPrefix("screen")))
  }

  @Test(arguments: ["", "dumb"])
  func `without a screen it says what to do`(name: String) throws {
    let terminal = try PseudoTerminal(["TERM": name])
    #expect(terminal.waitForEnd() == 2)
    #expect(
      String(decoding: terminal.output, as: UTF8.self).contains(
        name.isEmpty ? "TERM is not set" : "dumb cannot"))
    #expect(!terminal.output.contains(0x1B))
  }

  @Test(arguments: [(1, 1), (5, 20), (10, 40), (24, 80), (60, 200), (100, 300)])
  func `it draws at any size`(rows: Int, columns: Int) throws {
    let terminal = try PseudoTerminal(rows: rows, columns: columns)
    terminal.waitFor("ready \(columns)x\(rows)")
    terminal.type("ab")
    terminal.waitFor("key character(\"b\")")
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test func `a storm of resizes becomes few and ends at the right size`() throws {
    let terminal = try PseudoTerminal()
    terminal.waitFor("ready")
    for step in 0..<200 { terminal.resize(rows: 1 + step * 37 % 90, columns: 1 + step * 53 % 250) }
    terminal.resize(rows: 1, columns: 1)
    terminal.waitFor("resize 1x1")
    terminal.resize(rows: 33, columns: 120)
    terminal.waitFor("resize 120x33")
    terminal.forgetOutput()
    terminal.type("x")
    terminal.waitFor("key character(\"x\")")
    #expect(terminal.log.filter { $0.hasPrefix("resize") }.count < 40)
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test func `pastes, the mouse and keys arrive as what they are`() throws {
    let terminal = try PseudoTerminal(rows: 50, columns: 300)
    terminal.waitFor("ready")
    terminal.type("\u{1B}[200~one\rtwo\u{1B}[201~q\r\u{1B}[201~")
    terminal.waitFor("paste 9 one^Jtwoq^J")
    terminal.type("\u{1B}[<0;280;40M")
    terminal.waitFor("mouse press 279 39 0")
    terminal.type("\u{1B}[1;5D")
    terminal.waitFor("key left 1")
    terminal.type("ğ")
    terminal.waitFor("key character(\"ğ\")")
    terminal.type("\u{1B}")
    terminal.waitFor("key escape")
    terminal.type("m")
    terminal.waitForOutput("\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l")
    terminal.type("y")
    terminal.waitForOutput("\u{1B}]52;c;aGVsbG8=\u{1B}\\")
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test(.enabled(if: DirectEntry.canBeMade, "needs tic, to make a terminfo entry with direct colour"))
  func `direct colour is used where an entry for it exists`() throws {
    let folder = try DirectEntry.make()
    let variables = ["COLORTERM": "truecolor", "TERMINFO_DIRS": "\(folder):"]
    let terminal = try PseudoTerminal(variables)
    terminal.waitFor("ready 80x24 direct")
    terminal.waitForOutput("sample.txt")
    // The hue of the first token in the theme dark: #f376a1, as three numbers and no index.
    terminal.waitForOutput("\u{1B}[38:2::243:118:161m")
    terminal.type("F")
    terminal.waitFor("flood done")
    terminal.waitForOutput("q quit")
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)

    let asked = try PseudoTerminal(["PROBE_COLOR": "256"].merging(variables) { $1 })
    asked.waitFor("ready 80x24 256")
    asked.type("q")
    #expect(asked.waitForEnd() == 0)
  }

  @Test func `the background is heard in time and swallowed when late`() throws {
    let early = try PseudoTerminal()
    early.waitForOutput("\u{1B}]11;?")
    early.type("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?62c")
    early.waitFor("ready")
    early.waitForOutput("sample.txt")
    #expect(early.log.contains { $0.hasSuffix("background light") })

    let late = try PseudoTerminal()
    late.waitForOutput("sample.txt")
    late.pump(0.3)
    late.type("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?62ck")
    late.waitFor("key character(\"k\")")
    #expect(late.log.count == 2)
  }

  @Test func `NO_COLOR and the C locale are honoured`() throws {
    let plain = try PseudoTerminal(["NO_COLOR": "1", "LANG": "C"])
    plain.waitFor("ready 80x24 none")
    plain.waitForOutput("sample.txt")
    plain.type("q")
    #expect(plain.waitForEnd() == 0)
    let text = String(decoding: plain.output, as: UTF8.self)
    #expect(!text.contains("[38;") && !text.contains("[48;"))
    #expect(text.contains("━"))

    let ascii = try PseudoTerminal(["PROBE_ASCII": "1"])
    ascii.waitForOutput("sample.txt")
    ascii.type("q")
    #expect(ascii.waitForEnd() == 0)
    #expect(ascii.output.allSatisfy { $0 < 0x80 })
  }

  @Test func `strokes become ASCII where ambiguous characters are wide`() throws {
    let terminal = try PseudoTerminal(["PROBE_AMBIGUOUS": "1"])
    terminal.waitForOutput("sample.txt")
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)
    #expect(!terminal.contains(Array("━".utf8)))
    #expect(terminal.contains(Array("漢字".utf8)))
  }

  @Test func `keys come from the terminal when standard input does not`() throws {
    let script = "echo piped | '\(PseudoTerminal.probe)'; echo ENDED"
    let terminal = try PseudoTerminal(command: ["/bin/sh", "-c", script])
    let before = terminal.modes
    terminal.waitFor("ready")
    terminal.type("k")
    terminal.waitFor("key character(\"k\")")
    terminal.type("q")
    terminal.waitForOutput("ENDED")
    #expect(terminal.modes == before)
    #expect(!terminal.log.contains { $0.contains("\"p\"") })
  }

  @Test func `standard output that is a file stays untouched`() throws {
    let path = "/tmp/terminal-output-\(getpid()).txt"
    let script = "'\(PseudoTerminal.probe)' > \(path); wc -c < \(path); rm \(path); echo ENDED"
    let terminal = try PseudoTerminal(command: ["/bin/sh", "-c", script])
    terminal.waitForOutput("sample.txt")
    terminal.forgetOutput()
    terminal.type("q")
    terminal.waitForOutput("ENDED")
    #expect(terminal.contains(Array("\r\n0\r\n".utf8)) || terminal.contains(Array("0\r\nENDED".utf8)))
  }

  @Test func `without any terminal it says what to use instead`() throws {
    let script = "setsid -w '\(PseudoTerminal.probe)' < /dev/null 2>&1 | cat; echo ENDED"
    let terminal = try PseudoTerminal(command: ["/bin/sh", "-c", script])
    terminal.waitForOutput("ENDED")
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("there is no terminal to draw on"))
    #expect(!terminal.output.contains(0x1B))
  }

  @Test func `characters newer than the C library are drawn`() throws {
    let terminal = try PseudoTerminal()
    terminal.waitForOutput("\u{1FAEA}")
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test func `a terminal that does not drain drops frames and blocks nobody`() throws {
    let terminal = try PseudoTerminal(rows: 60, columns: 200)
    terminal.waitFor("ready")
    terminal.type("F")
    // Nothing is read here, so the terminal's buffer fills up.
    let end = PseudoTerminal.now() + PseudoTerminal.deadline
    while !terminal.log.contains(where: { $0.hasPrefix("flood") }) && PseudoTerminal.now() < end {
      usleep(10_000)
    }
    #expect(terminal.log.contains("flood done, dropped some, quick"))
    // The newest frame arrives once there is room.
    terminal.waitForOutput("q quit")
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test func `hostile text sends nothing but our own sequences`() throws {
    let path = "/tmp/terminal-hostile-\(getpid()).txt"
    guard let file = unsafe fopen(path, "w") else { return }
    var text: [UInt8] = []
    for byte in UInt8(0)...255 { text += [byte, 0x41] }
    for value in [0x80...0x9F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xE0000...0xE007F] {
      for scalar in value { text += Array(String(Unicode.Scalar(UInt32(scalar)) ?? "?").utf8) }
    }
    text +=
      "\u{1B}]0;title\u{07}\u{1B}P+q\u{1B}\\\u{1B}[2J\u{1B}[?1049l\u{1B}c\u{1B}[6n\u{9B}5n\u{1B}]52;c;eA==\u{1B}\\"
      .utf8
    unsafe fwrite(text, 1, text.count, file)
    unsafe fclose(file)
    defer { unsafe unlink(path) }
    let terminal = try PseudoTerminal(["PROBE_TEXT": path], rows: 60, columns: 200)
    terminal.waitFor("ready")
    terminal.waitForOutput("<e0041=A>")
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)
    let strange = SequenceList.strangers(in: terminal.output)
    #expect(strange == [])
  }
}

/// The sequences that may go to an xterm: ours, and those of curses with the entry xterm-256color.
enum SequenceList {
  /// What is neither text nor on the list.
  static func strangers(in bytes: [UInt8]) -> [String] {
    var found: [String] = []
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x1B {
        let (text, length) = sequence(bytes[at...])
        if !isOurs(text) { found.append(text.debugDescription) }
        at += length
      } else {
        let isC1 = byte == 0xC2 && at + 1 < bytes.count && bytes[at + 1] < 0xA0
        if byte == 0x7F || isC1 || (byte < 0x20 && byte != 0x0D && byte != 0x0A && byte != 0x08) {
          found.append("byte \(byte) at \(at)")
        }
        at += 1
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    for scalar in text.unicodeScalars
    where scalar.properties.isBidiControl || scalar.properties.isDefaultIgnorableCodePoint {
      found.append("U+\(String(scalar.value, radix: 16))")
    }
    return found
  }

  private static func sequence(_ bytes: ArraySlice<UInt8>) -> (String, Int) {
    var at = bytes.startIndex + 1
    guard at < bytes.endIndex else { return ("ESC", 1) }
    if bytes[at] == 0x5B {
      at += 1
      while at < bytes.endIndex && !(0x40...0x7E).contains(bytes[at]) { at += 1 }
    } else if bytes[at] == 0x5D || bytes[at] == 0x50 {
      while at < bytes.endIndex && bytes[at] != 0x07 && bytes[at] != 0x5C { at += 1 }
    } else if bytes[at] == 0x28 {
      at += 1
    }
    let end = min(at + 1, bytes.endIndex)
    return (String(decoding: bytes[bytes.startIndex + 1..<end], as: UTF8.self), end - bytes.startIndex)
  }

  private static func isOurs(_ text: String) -> Bool {
    let exact: Set<String> = [
      "[?2026h", "[?2026l", "[?2004h", "[?2004l", "[?1000h", "[?1000l", "[?1002h", "[?1002l", "[?1006h",
      "[?1006l",
      "[?1004l", "[?1049h", "[?1049l", "[22;0;0t", "[23;0;0t", "[?1h", "[?1l", "=", ">", "(B", "[?25h",
      "[?25l", "[?12l",
      "[?12;25h", "[8l", "[8h", "[?7h", "[?7l", "[4l", "[4h", "]11;?\u{1B}\\", "[16t", "[c",
    ]
    if exact.contains(text) { return true }
    // Cursor, erasing, repeating, scrolling, colours, attributes.
    guard text.hasPrefix("["), let last = text.last, "ABCDGHJKLMPSTX@bdmr".contains(last) else {
      return false
    }
    return text.dropFirst().dropLast().allSatisfy { $0.isNumber || $0 == ";" || $0 == ":" }
  }
}
