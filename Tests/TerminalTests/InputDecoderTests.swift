import Basics
import Screen
import Terminal
import Testing

@Suite @MainActor struct InputDecoderTests {
  private func keys(_ text: String) -> [Key] { inputs(Array(text.utf8)).compactMap(\.asKey) }

  /// Everything that comes of the bytes, with the time in which nothing more comes.
  private func inputs(_ bytes: [UInt8]) -> [Input] {
    var decoder = InputDecoder()
    var events = decoder.feed(bytes, at: 0)
    events += decoder.tick(at: 5000)
    return events.compactMap(\.asInput)
  }

  @Test(
    arguments: [
      ("a", Key(.character("a"))), ("ä", Key(.character("ä"))), ("漢", Key(.character("漢"))),
      ("🦊", Key(.character("🦊"))),
      ("\r", Key(.enter)), ("\n", Key(.enter)), ("\t", Key(.tab)), ("\u{1B}", Key(.escape)),
      ("\u{7F}", Key(.backspace)),
      ("\u{08}", Key(.backspace)), ("\u{10}", Key(.character("p"), .control)),
      ("\u{00}", Key(.character(" "), .control)),
      ("\u{1A}", Key(.character("z"), .control)), ("\u{1C}", Key(.character("\\"), .control)),
      ("\u{1B}x", Key(.character("x"), .alt)), ("\u{1B}ü", Key(.character("ü"), .alt)),
      ("\u{1B}\u{7F}", Key(.backspace, .alt)),
      ("\u{1B}[A", Key(.up)), ("\u{1B}OB", Key(.down)), ("\u{1B}[1;5C", Key(.right, .control)),
      ("\u{1B}[1;2D", Key(.left, .shift)), ("\u{1B}[1;3A", Key(.up, .alt)),
      ("\u{1B}[1;8H", Key(.home, [.shift, .alt, .control])),
      ("\u{1B}[H", Key(.home)), ("\u{1B}[F", Key(.end)), ("\u{1B}[1~", Key(.home)), ("\u{1B}[4~", Key(.end)),
      ("\u{1B}[2~", Key(.insert)), ("\u{1B}[3~", Key(.delete)), ("\u{1B}[3;5~", Key(.delete, .control)),
      ("\u{1B}[5~", Key(.pageUp)), ("\u{1B}[6;3~", Key(.pageDown, .alt)), ("\u{1B}[Z", Key(.backTab)),
      ("\u{1B}OP", Key(.function(1))), ("\u{1B}[1;2P", Key(.function(1), .shift)),
      ("\u{1B}[15~", Key(.function(5))),
      ("\u{1B}[24~", Key(.function(12))), ("\u{1B}[[A", Key(.function(1))), ("\u{1B}[[E", Key(.function(5))),
      ("\u{1B}\u{1B}[A", Key(.up, .alt)), ("\u{1B}Oa", Key(.up, .control)), ("\u{1B}[a", Key(.up, .shift)),
      ("\u{1B}[5^", Key(.pageUp, .control)), ("\u{1B}[5$", Key(.pageUp, .shift)), ("\u{1B}OM", Key(.enter)),
      ("\u{1B}[97;5u", Key(.character("a"), .control)), ("\u{1B}[27;5;9~", Key(.tab, .control)),
      ("\u{1B}[", Key(.character("["), .alt)), ("\u{1B}O", Key(.character("O"), .alt)),
      ("\u{1B}]", Key(.character("]"), .alt)),
    ] as [(String, Key)])
  func `a sequence is its key, whole or in pieces`(sequence: String, key: Key) {
    #expect(keys(sequence) == [key])
    #expect(keys(sequence + sequence.prefix(0)) == [key])
    var decoder = InputDecoder()
    var events: [InputDecoder.Event] = []
    for (time, byte) in sequence.utf8.enumerated() { events += decoder.feed([byte], at: time) }
    events += decoder.tick(at: 5000)
    #expect(events.compactMap(\.asInput).compactMap(\.asKey) == [key])
  }

  @Test func `a lone escape waits for a moment only`() {
    var decoder = InputDecoder()
    #expect(decoder.feed([0x1B], at: 100) == [])
    #expect(decoder.deadline == 125)
    #expect(decoder.tick(at: 124) == [])
    #expect(decoder.tick(at: 125) == [.input(.key(Key(.escape)))])
    #expect(decoder.deadline == nil)
    #expect(keys("\u{1B}\u{1B}") == [Key(.escape), Key(.escape)])
  }

  @Test(arguments: [
    "\u{1B}[?64;1;22c", "\u{1B}[>0;276;0c", "\u{1B}]11;rgb:1/2\u{07}", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}[I",
    "\u{1B}[O",
    "\u{1B}[99z", "\u{1B}[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18x", "\u{1B}_Gi=1;OK\u{1B}\\",
    "\u{1B}[?2026;2$y",
    "\u{1B}[99999999999999999999~", "\u{1B}]0;\u{1B}", "\u{1B}[57441;1u", "\u{1B}[<1;2M", "\u{1B}[<0;0;0M",
  ])
  func `what is not understood is swallowed`(sequence: String) {
    #expect(inputs(Array((sequence + "").utf8)) == [])
    #expect(keys(sequence.hasSuffix("\u{1B}") ? "k" : sequence + "k") == [Key(.character("k"))])
  }

  @Test func `a control string of any length is swallowed`() {
    let long = "\u{1B}]52;c;" + String(repeating: "QUJD", count: 5000) + "\u{1B}\\k"
    #expect(keys(long) == [Key(.character("k"))])
  }

  @Test(arguments: [
    ("\u{1B}[<0;10;5M", Mouse(.press, column: 9, row: 4)),
    ("\u{1B}[<0;10;5m", Mouse(.release, column: 9, row: 4)),
    ("\u{1B}[<32;300;200M", Mouse(.drag, column: 299, row: 199)),
    ("\u{1B}[<64;1;1M", Mouse(.wheelUp, column: 0, row: 0)),
    ("\u{1B}[<65;1;1M", Mouse(.wheelDown, column: 0, row: 0)),
    ("\u{1B}[<20;1000;2M", Mouse(.press, column: 999, row: 1, modifiers: [.shift, .control])),
    ("\u{1B}[M !!", Mouse(.press, column: 0, row: 0)),
  ])
  func `the mouse is read beyond column 223`(sequence: String, mouse: Mouse) {
    #expect(inputs(Array(sequence.utf8)) == [.mouse(mouse)])
  }

  @Test func `a paste is one input with what follows for 50 ms`() {
    var decoder = InputDecoder()
    #expect(decoder.feed("\u{1B}[200~rm -rf\u{1B}[201~\rq".utf8, at: 0) == [])
    #expect(decoder.deadline == 50)
    #expect(decoder.feed("x\u{1B}[201~".utf8, at: 40) == [])
    #expect(decoder.tick(at: 89) == [])
    #expect(decoder.tick(at: 90) == [.input(.paste(Array("rm -rf\nqx".utf8)))])
    #expect(decoder.feed("q".utf8, at: 91) == [.input(.key(Key(.character("q"))))])
  }

  @Test func `a paste ends in the end, however much follows`() {
    var decoder = InputDecoder()
    var events = decoder.feed("\u{1B}[200~a\u{1B}[201~".utf8, at: 0)
    for time in stride(from: 10, to: 2000, by: 10) where events.isEmpty {
      events = decoder.tick(at: time)
      if events.isEmpty { events += decoder.feed("b".utf8, at: time) }
    }
    guard case .input(.paste(let bytes))? = events.first else {
      Issue.record("no paste")
      return
    }
    #expect(bytes.count < 110)
  }

  @Test func `a paste in pieces and with escapes is kept whole`() {
    var decoder = InputDecoder()
    var events: [InputDecoder.Event] = []
    for (time, byte) in "\u{1B}[200~a\u{1B}[2Jb\r\nc\u{1B}[201~".utf8.enumerated() {
      events += decoder.feed([byte], at: time)
    }
    events += decoder.tick(at: 5000)
    #expect(events == [.input(.paste(Array("a\u{1B}[2Jb\r\nc".utf8)))])
  }

  @Test func `answers are told apart from keys`() {
    var decoder = InputDecoder()
    let answer = "\u{1B}]11;rgb:1b1b/1d1d/2222\u{1B}\\\u{1B}[?62;22c"
    #expect(decoder.feed(answer.utf8, at: 0) == [.background(isDark: true), .attributes(hasSixel: false)])
    #expect(decoder.feed("\u{1B}]11;rgb:ff/ff/ff\u{07}".utf8, at: 0) == [.background(isDark: false)])
    #expect(decoder.feed("\u{1B}[6;21;10t".utf8, at: 0) == [.cell(width: 10, height: 21)])
    for other in ["\u{1B}[4;600;800t", "\u{1B}[6;21t", "\u{1B}[6;1;1t", "\u{1B}[6;10;21t", "\u{1B}[6;90;10t"]
    {
      #expect(decoder.feed(other.utf8, at: 0).isEmpty, "\(other)")
    }
  }

  @Test func `bytes that are not UTF-8 are kept as text`() {
    #expect(inputs([0xE4, 0x61]) == [.paste([0xE4]), .key(Key(.character("a")))])
    #expect(inputs([0xC3]) == [.paste([0xC3])])
    #expect(inputs([0xED, 0xA0, 0x80]) == [.paste([0xED, 0xA0, 0x80])])
  }

  @Test func `any bytes at all end in a decoder that reads keys again`() {
    var random = SeededRandom(seed: 11)
    for _ in 0..<3000 {
      var decoder = InputDecoder()
      let count = Int.random(in: 0...40, using: &random)
      let alphabet: [UInt8] = [
        0x1B, 0x5B, 0x4F, 0x5D, 0x3C, 0x3F, 0x30, 0x31, 0x32, 0x7E, 0x3B, 0x4D, 0x07, 0x61, 0xC3, 0xFF, 0x24,
      ]
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      _ = decoder.feed(bytes, at: 0)
      for time in stride(from: 0, through: 3000, by: 250) { _ = decoder.tick(at: time) }
      _ = decoder.feed("\u{1B}[201~".utf8, at: 3000)
      for time in stride(from: 3000, through: 6000, by: 250) { _ = decoder.tick(at: time) }
      let key = InputDecoder.Event.input(.key(Key(.character("k"))))
      if decoder.feed("k".utf8, at: 7000) != [key] { Issue.record("\(bytes)") }
    }
  }
}

extension InputDecoder.Event {
  var asInput: Input? { if case .input(let input) = self { input } else { nil } }
}

extension Input {
  var asKey: Key? { if case .key(let key) = self { key } else { nil } }
}
