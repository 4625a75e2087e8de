import Basics
import Testing

@Suite struct TOMLGuardTests {
  @Test(arguments: [
    ("[!x]", 1), ("a = [}", 1), ("a = {b = 1]", 1), ("a = [\n  {b = [1}]\n]", 2), ("a = 1\n\n[[ .b]]", 3),
    ("a = \"\"\"\n[!]\n\"\"\"\n[", 4), ("\u{0}", 1),
    ("a = " + String(repeating: "[", count: 65), 1), ("\n" + String(repeating: "a.", count: 65) + "b = 1", 2),
  ])
  func `what would end the program is refused with its line`(text: String, line: Int) {
    let trouble = #expect(throws: Trouble.self) { try TOMLGuard.check(text, file: "t.toml") }
    #expect(trouble?.place == .line(file: "t.toml", number: line))
  }

  @Test(arguments: [
    "[a]\n[[b]]\n[ \"c d\" ]\n['e']", "a = [\n  [1, 2],\n  [{x = 1}],\n]\n", "# [!]\na = '[!]' # [!]",
    "a = \"\"\"\n[!] \\\"\n\"\"\"\n", "a = [0.1, 0.2, 0.3]\nb.c.d = 1.5", "", "a = '''\n[!]\n'''\n[b]",
  ])
  func `what people write passes`(text: String) throws {
    try TOMLGuard.check(text, file: "t.toml")
  }
}
