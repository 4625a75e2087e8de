import Foundation
import Testing

@Suite struct UsageTests {
  private static let commands = [
    "encode", "decode", "count", "inspect", "vocab", "tokenizers", "doctor", "train", "counts", "explain",
    "check", "convert", "embed", "neighbours", "similar", "project",
  ]

  @Test func `the version states the editions of Unicode`() throws {
    let ran = try tessera("--version", environment: ["TERM": ""])
    #expect(ran.code == 0)
    #expect(ran.text.hasPrefix("tessera ") && ran.text.contains("Unicode 16.0"))
  }

  @Test(arguments: commands)
  func `long help has examples, short help fits one screen`(_ command: String) throws {
    let long = try tessera(command, "--help")
    #expect(long.code == 0)
    #expect(long.text.contains("EXAMPLES"))
    let short = try tessera(command, "-h")
    #expect(short.code == 0 && !short.text.contains("EXAMPLES"))
    #expect(short.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 40)
  }

  @Test func `usage errors say what is wrong and end in code 2`() throws {
    for arguments in [
      ["encode", "--what"], ["encode", "--format", "xml"], ["inspect"], ["vocab", "--sort", "x"],
    ] {
      let ran =
        try arguments.count == 1
        ? tessera(arguments[0])
        : arguments.count == 2
          ? tessera(arguments[0], arguments[1]) : tessera(arguments[0], arguments[1], arguments[2])
      #expect(ran.code == 2, "\(arguments)")
      #expect(ran.err.hasPrefix("tessera: ") && ran.err.contains("Usage: tessera"), "\(ran.err)")
      #expect(ran.out.isEmpty)
    }
  }

  @Test func `what was typed is made harmless before it is repeated`() throws {
    let ran = try tessera("encode", "--\u{1B}]0;x\u{7}")
    #expect(ran.code == 2 && !ran.err.contains("\u{1B}"))
    let file = try tessera("encode", "-t", "bytes", "\u{1B}[2J")
    #expect(file.code == 3 && !file.err.contains("\u{1B}"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions are generated`(_ shell: String) throws {
    let ran = try tessera("--generate-completion-script", shell)
    #expect(ran.code == 0 && ran.text.contains("tessera") && ran.text.contains("jsonl"))
  }
}
