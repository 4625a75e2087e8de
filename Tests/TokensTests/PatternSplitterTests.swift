import Basics
import Testing
import Tokens

/// Limits and refusals of the general engine.
@Suite struct PatternSplitterTests {
  @Test(
    "a pattern that is refused says why",
    arguments: [
      (
        #"(a)\1"#,
        #"p.json, pattern: the pattern refers back to a group (\1), in "(a)\1". Write the pattern without it."#
      ),
      (
        #"(?<x>a)\k<x>"#,
        #"p.json, pattern: the pattern refers back to a group (\k), in "(?<x>a)\k<x>". Write the pattern without it."#
      ),
      (
        "a{1001}",
        #"p.json, pattern: the pattern repeats 1001 times, more than 1000, in "a{1001}". Repeat less often."#
      ),
      ("a(", #"p.json, pattern: a group is not closed, in "a(". Add the missing )."#),
      ("[a", #"p.json, pattern: a class is not closed, in "[a". Add the missing ]."#),
      (
        "(?R)",
        #"p.json, pattern: the pattern has a group (?R…) that is not supported, in "(?R)". Write the pattern without it."#
      ),
      ("(*F)", #"p.json, pattern: the pattern has a verb, (*…), in "(*F)". Write the pattern without it."#),
      (
        #"\p{Klingon}"#,
        #"p.json, pattern: the pattern asks for the unknown property \p{Klingon}, in "\p{Klingon}". Use a general category or a script."#
      ),
      (
        "*a",
        #"p.json, pattern: the pattern "*a" is not understood: quantifier does not follow a repeatable item. Correct it, or name another pattern."#
      ),
    ])
  func refusals(pattern: String, message: String) {
    let trouble = #expect(throws: Trouble.self) {
      try PatternSplitter(pattern, .oniguruma, place: .field(file: "p.json", name: "pattern"))
    }
    #expect(trouble?.description == message)
  }

  @Test func `a long pattern is refused`() {
    #expect(throws: Trouble.self) { try PatternSplitter(String(repeating: "a", count: 16 << 10 + 1), .rust) }
  }

  @Test func `a pattern that takes too many steps is stopped and named`() throws {
    let splitter = try PatternSplitter("(?:a+)+b|(?:a|a)*c", .rust)
    let text = Array(repeating: UInt8(ascii: "a"), count: 2000)
    let trouble = #expect(throws: Trouble.self) { try pieces(splitter, text) }
    #expect(trouble?.kind == .limit)
    #expect(trouble?.what.contains("(?:a+)+b") == true)
  }

  @Test func `a megabyte of one letter is matched by repeats of groups`() throws {
    let splitter = try PatternSplitter(#"(?:[a-z&&[^x]])+|(?:ab?)+"#, .rust)
    #expect(try pieces(splitter, Array(repeating: UInt8(ascii: "a"), count: 1 << 20)) == [0..<1 << 20])
  }

  @Test func `look-around sees the range only`() throws {
    let splitter = try PatternSplitter(#"(?<=a)b(?!c)|^x"#, .rust)
    let text = Array("abcabxab".utf8)
    #expect(try pieces(splitter, text) == [4..<5, 7..<8])
    #expect(try pieces(splitter, text, 0..<2) == [1..<2])
    #expect(try pieces(splitter, text, 1..<2) == [])
    #expect(try pieces(splitter, text, 5..<8) == [5..<6, 7..<8])
  }

  @Test func `no pattern makes the reader trap`() {
    var random = RandomText(seed: 9)
    let parts = [
      "[", "]", "(", ")", "?", "{", "1", ",", "}", "\\", "p", "L", "^", "-", "&&", "|", "*", "+", "i", ":",
      "<", "=", "!", "x", "s", "漢", "#", " ", "$", ".", "u", "[:alpha:]",
    ]
    for _ in 0..<3000 {
      let pattern = (0..<random.number(below: 12)).map { _ in parts[random.number(below: parts.count)] }
        .joined()
      for dialect in [PatternDialect.rust, .oniguruma] {
        let text = Array("aL1 漢-x".utf8)
        let machine = PatternMachine(pattern, dialect)
        if let splitter = try? PatternSplitter(pattern, dialect) {
          let found = try? pieces(splitter, text)
          if let machine, let found {
            #expect((try? pieces(machine, text)) == found, "\(dialect) \(pattern)")
          }
        } else {
          #expect(machine == nil, "\(dialect) \(pattern)")
        }
        _ = KnownPattern.recognise(pattern, dialect)
      }
    }
  }
}
