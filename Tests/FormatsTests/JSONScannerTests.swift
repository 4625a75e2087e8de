import Basics
import Formats
import Testing
import Tokens

struct JSONScannerTests {
  private func value(_ text: String) throws -> Setting {
    var scanner = try JSONScanner(Array(text.utf8), file: "x.json")
    let value = try scanner.value()
    try scanner.end()
    return value
  }

  private func trouble(_ text: String) -> String {
    do {
      _ = try value(text)
      return "read"
    } catch { return "\(error)" }
  }

  @Test func `values become a tree`() throws {
    let tree = try value(#" {"a": [1, -2, 2.5e1, true, null, "x\n\u00e9\ud83d\ude00"], "b": {}, "c": []} "#)
    #expect(
      tree["a"]
        == .list([.integer(1), .integer(-2), .number(25), .flag(true), .null, .text(Array("x\né😀".utf8))]))
    #expect(tree["b"] == .fields([]))
    #expect(tree["c"] == .list([]))
  }

  @Test(arguments: [
    (#"{"a": 1, "a": 2}"#, "x.json, byte 13: the key a stands twice in one object. Remove one of them."),
    (#"["\ud800"]"#, "x.json, byte 2: half of a surrogate pair. Write the character itself, or both halves."),
    (#"[NaN]"#, "x.json, byte 1: a value expected, N found."),
    (#"[1e999]"#, "x.json, byte 1: a number that is not finite."),
    ("[\"a\u{1}\"]", "x.json, byte 3: a control character inside a string. Write it as an escape."),
    (#"["a"#, "x.json, byte 1: the file ends inside a string."),
    (#"[1 2]"#, "x.json, byte 3: a comma or ] expected, 2 found."),
    (#"{"a" 1}"#, "x.json, byte 5: a colon expected, 1 found."),
    (#"[01]"#, "x.json, byte 1: a number expected."),
    (#"[1,]"#, "x.json, byte 3: a value expected, ] found."),
    (#"[] []"#, "x.json, byte 3: something follows the end of the JSON value."),
    (#"["\x"]"#, "x.json, byte 2: an escape that JSON does not know."),
    ("", "x.json, byte 0: the file ends where a value should be."),
  ])
  func `what is not JSON is refused with its byte`(_ text: String, _ message: String) {
    #expect(trouble(text) == message)
  }

  @Test func `depth ends at 64 without recursion`() throws {
    #expect(trouble(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)) == "read")
    #expect(trouble(String(repeating: "[", count: 100_000)).contains("nested deeper than 64"))
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    for bytes: [UInt8] in [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82],
    ] {
      #expect(throws: Trouble.self) {
        var scanner = try JSONScanner([0x22] + bytes + [0x22], file: "x.json")
        _ = try scanner.value()
      }
    }
  }

  @Test func `long strings are scanned eight bytes at a time and end where they end`() throws {
    for length in 0..<40 {
      for special in ["é", "\\n", ""] {
        let text = String(repeating: "a", count: length) + special
        let expected = Array(text.replacing("\\n", with: "\n").utf8)
        #expect(try value("[\"\(text)\", 1]") == .list([.text(expected), .integer(1)]))
      }
    }
  }
}

/// Numbers as serde_json rounds them.
struct TwiceRoundedTests {
  @Test(arguments: [
    ("-2.0122928619384766", -2.0122928619384766), ("0", 0), ("-1", -1), ("1.5e3", 1500), ("-25E-1", -2.5),
    ("123456789012345678901234567890", 1.2345678901234568e29), ("1e-400", 0),
    ("0e999", 0),
  ])
  func `numbers are near enough`(_ text: String, _ value: Double) throws {
    var scanner = try JSONScanner(Array(text.utf8), file: "x")
    let found = try scanner.twiceRoundedDouble()
    #expect(abs(found - value) <= abs(value) * 1e-15)
    try scanner.end()
  }

  @Test func `the last bit is that of two roundings`() throws {
    // 90071992547409935 is rounded to 90071992547409936 before it is divided.
    var scanner = try JSONScanner(Array("9007199254.7409935".utf8), file: "x")
    #expect(try scanner.twiceRoundedDouble() == 90071992547409936 / 1e7)
  }

  @Test(arguments: ["", "-", "1.", "NaN", "Infinity", "1e999", "-1e400", "+1", ".5", "1e", "01", "[1]"])
  func `what is no finite number is refused`(_ text: String) throws {
    var scanner = try JSONScanner(Array(text.utf8), file: "x")
    #expect(throws: Trouble.self) {
      _ = try scanner.twiceRoundedDouble()
      try scanner.end()
    }
  }
}
