import Testing

/// What the terminal says of the shape of its characters, through a pseudo terminal.
@Suite(.serialized) struct CellShapeTests {
  @Test func `the shape of a character is asked for once and not waited for`() throws {
    let terminal = try PseudoTerminal()
    terminal.waitForOutput("\u{1B}[16t")
    terminal.type("\u{1B}[6;20;8t\u{1B}[?62c")
    terminal.waitFor("cell 2.5")
    terminal.type("q")
    #expect(terminal.waitForEnd() == 0)

    // One that knows the question but answers after the first frame, with a size that no character has before.
    let late = try PseudoTerminal()
    late.waitForOutput("sample.txt")
    late.type("\u{1B}[6;0;0t\u{1B}[6;900;8tk\u{1B}[6;18;9t")
    late.waitFor("cell 2")
    #expect(late.log.map { $0.split(separator: " ").first } == ["ready", "key", "cell"], "\(late.log)")
    late.type("q")
    #expect(late.waitForEnd() == 0)

    let old = try PseudoTerminal(["TERM": "linux"])
    old.waitForOutput("sample.txt")
    #expect(!old.contains(Array("\u{1B}[16t".utf8)))
  }
}
