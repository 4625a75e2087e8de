import Prints
import Testing

@Suite struct WritingTests {
  private func written(_ body: (inout [UInt8]) -> Void) -> String {
    var out: [UInt8] = []
    body(&out)
    return String(decoding: out, as: UTF8.self)
  }

  @Test(arguments: [0, 7, 10, 99, 100, 12345, -1, -900, Int.max, Int.min])
  func `decimals are written as Swift writes them`(_ number: Int) {
    #expect(written { $0.append(decimal: number) } == "\(number)")
  }

  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func `base64 has the examples of its standard`(_ text: String, _ expected: String) {
    #expect(written { $0.append(base64: Array(text.utf8)) } == expected)
  }

  @Test(arguments: [
    ("plain", "\"plain\""), ("a\"b\\c", "\"a\\\"b\\\\c\""),
    ("\n\r\t\u{0}\u{1B}", "\"\\n\\r\\t\\u0000\\u001b\""),
    ("é漢😀", "\"é漢😀\""), ("\u{9B}\u{7F}", "\"\\u009b\\u007f\""),
    ("\u{202E}\u{2066}\u{61C}\u{2028}", "\"\\u202e\\u2066\\u061c\\u2028\""),
    ("\u{A0}\u{2013}", "\"\u{A0}\u{2013}\""),
  ])
  func `a JSON string escapes what it must and what steers a terminal`(_ text: String, _ expected: String) {
    #expect(written { $0.append(jsonText: text) } == expected)
  }

  @Test func `a JSON string puts U+FFFD for what is not UTF-8`() {
    #expect(written { $0.append(jsonString: [0x61, 0xE4, 0xB8, 0x62, 0xFF]) } == "\"a\u{FFFD}b\u{FFFD}\"")
  }

  @Test(arguments: [
    (3.14159, 2, "3.14"), (0.5, 0, "1"), (1.5, 0, "2"), (0.05, 3, "0.050"), (-0.001, 2, "0.00"),
    (-2.5, 1, "-2.5"),
    (.nan, 2, "–"), (.infinity, 0, "–"), (1e300, 2, "1e+300"),
  ])
  func `decimal text rounds and pads`(_ number: Double, _ decimals: Int, _ expected: String) {
    #expect(decimalText(number, decimals: decimals) == expected)
  }
}
