import Basics
import Screen
import Testing

@Suite struct ThemeHostileTests {
  @Test(arguments: [
    "[!x]", "[[ .a]]", "[", "[[", "[ \n", "x = 1\n [$]", "\"\"\"", "[\"", "[a.]", "[a.!]", "a.! = 1", "[a\n]",
    "{", "= 1",
    "a = {!}", "a = {b.! = 1}", "a = [!]", "a = \"\\u{110000}\"", "a = 1e", "a = 0x", "a = 2020-13-45", "'a",
    "a = '''",
    "a = inf\nb = nan", "[a]\n[a]", "a = 1\na = 2", "a = {b = 1}\n[a.c]", "\r", "\u{1B}", "a = \u{7F}", "[]",
    "[[]]", "[ ]",
    "[\"\"]", "\"\" = 1", "a = +", "a = 99999999999999999999", "a = 1979-05-27T", "a =", "a", "a.b",
    "a = tru", "[a]]", "[a] b",
  ])
  func `no mistyped line ends the program`(text: String) {
    let (theme, _) = Theme.parse(text, file: "t.toml")
    _ = theme.style("text")
  }

  @Test func `no short text at all ends the program`() {
    let alphabet = Array("[].=\"'{}#a1 \n,-+\\_é\r\t:TZe")
    var random = SeededRandom(seed: 21)
    for _ in 0..<4000 {
      let count = Int.random(in: 1...14, using: &random)
      let text = String((0..<count).compactMap { _ in alphabet.randomElement(using: &random) })
      _ = Theme.parse(text, file: "t.toml")
    }
  }
}
