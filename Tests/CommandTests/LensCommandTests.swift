import Foundation
import Testing

/// `tessera lens`.
@Suite struct LensCommandTests {
  @Test func `without an id all lenses are listed, with question and source`() throws {
    let ran = try tessera("lens")
    #expect(ran.code == 0)
    for id in ["phantom-edits", "stochastok", "superbpe"] { #expect(ran.lines.contains { $0.contains(id) }) }
    #expect(ran.text.contains("arXiv 2506.01687") && ran.text.contains("?"))
    let about = try tessera("lens", "41", "--about")
    #expect(about.text.contains("41 StochasTok") && about.text.contains("seed"))
  }

  @Test func `a text is looked at under a tokenizer, and the same seed gives the same plate`() throws {
    let arguments = [
      "lens", "stochastok", "-t", "bytes", "--text", "strawberry", "--knob", "p=1", "--format", "json",
    ]
    let ran = try tessera(arguments)
    #expect(ran.code == 0 && ran.err.isEmpty)
    #expect(ran.text.contains("What this is") && ran.text.contains("Tokens by p"))
    #expect(try tessera(arguments).text == ran.text)
    let figure = try tessera([
      "lens", "stochastok", "-t", "bytes", "--text", "strawberry", "--figure", "2", "--format", "csv",
    ])
    #expect(figure.code == 0 && figure.lines[0].contains("what"))
  }

  @Test func `without an input the sample is looked at and called one`() throws {
    let ran = try tessera("lens", "stochastok", "-t", "bytes")
    #expect(ran.code == 0 && ran.text.contains("A sample text, Prose/"))
  }

  @Test func `files and standard input are texts`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("a.txt", "one two three")
    #expect(try tessera("lens", "41", "-t", "bytes", file).text.contains("a.txt, bytes 0 to 13"))
    #expect(
      try tessera("lens", "41", "-t", "bytes", "-", input: "one two").text.contains(
        "standard input, bytes 0 to 7"))
    let missing = try tessera("lens", "41", "-t", "bytes", folder.path + "/none")
    #expect(missing.code == 3 && missing.err.contains("none: no such file"))
  }

  @Test(arguments: [
    (["lens", "stochastoc"], 2, "Did you mean stochastok"),
    (["lens", "41", "--knob", "q=1"], 2, "Did you mean p"),
    (["lens", "41", "--knob", "p=7"], 2, "Give a number from 0 to 2"),
    (["lens", "41", "--knob", "p"], 2, "Write knob=value"),
    (["lens", "41", "-t", "bytes", "-t", "words"], 2, "at most 1 tokenizer"),
    (["lens", "41", "-t", "bytes", "--text", "a", "--figure", "99"], 2, "there are only"),
    (["lens", "24", "--seed", "1"], 2, "there is no such knob"),
    (["lens", "24", "-t", "words", "--text", "a", "--knob", "start=extend"], 2, "no list of merges"),
  ])
  func `mistakes are one sentence with a remedy`(arguments: [String], code: Int, says: String) throws {
    let ran = try tessera(arguments)
    #expect(Int(ran.code) == code, "\(ran.err)")
    #expect(ran.err.contains(says) && ran.err.split(separator: "\n").count == 1, "\(ran.err)")
  }

  @Test func `Ctrl-C stops a look without a word`() throws {
    // A vocabulary that takes a while to learn; whether the signal comes early or late, nothing is printed half.
    let ran = try shell(
      "\"$0\" lens superbpe --knob T=20000 --knob t=10000 & p=$!; sleep 0.3; kill -INT $p; wait $p; echo code $?"
    )
    #expect(ran.text == "code 130\n" && ran.err.isEmpty)
  }
}
