import Foundation
import Testing

/// Explaining, checking and converting from the command line.
@Suite struct ReasonCommandTests {
  private func tokenizer(_ merges: String, _ folder: TemporaryFolder, name: String = "small.json") throws
    -> String
  {
    try folder.file(
      name,
      """
      {"version": "1.0", "added_tokens": [], "normalizer": null, "pre_tokenizer": {"type": "ByteLevel",
      "add_prefix_space": false, "trim_offsets": true, "use_regex": true}, "post_processor": null, "decoder":
      {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}, "model": {"type": "BPE",
      "vocab": {"a": 0, "b": 1, "c": 2, "ab": 3, "bc": 4, "abc": 5}, "merges": \(merges)}}
      """)
  }

  @Test func `a text is explained stage by stage, with the merges that lost`() throws {
    let folder = try TemporaryFolder()
    let ran = try tessera("explain", "-t", tokenizer(#"["a b", "b c", "ab c"]"#, folder), "abc")
    #expect(ran.code == 0)
    #expect(ran.text.contains("3 · splitter ByteLevel") || ran.text.contains("2 · splitter ByteLevel"))
    #expect(ran.text.contains("Decoding the 1 tokens gives the text back, byte for byte."))
    #expect(ran.lines.contains { $0.hasPrefix("   1  a     b") && $0.hasSuffix("bc (1)") })
    let first = try tessera(
      "explain", "-t", tokenizer(#"["a b", "b c", "ab c"]"#, folder), "abc", "--step", "0")
    #expect(first.text.contains("│a│b│c│"))
  }

  @Test func `a check finds what is wrong and says so by its exit code`() throws {
    let folder = try TemporaryFolder()
    let good = try tokenizer(#"["a b", "b c", "ab c"]"#, folder)
    #expect(try tessera("check", good).code == 0)
    let bad = try tessera("check", tokenizer(#"["a b", "b c", "a bc"]"#, folder, name: "bad.json"))
    #expect(bad.code == 1)
    #expect(bad.text.contains("something is wrong") && bad.text.contains("never meet"))
    let text = try folder.file("text.txt", "abc bc")
    #expect(try tessera("check", good, "--against", good, "--text", text).code == 0)
    let parted = try tessera("check", good, "--against", folder.path + "/bad.json", "--text", text)
    #expect(parted.code == 1)
    #expect(parted.text.contains("The stage that causes it: the model"))
  }

  @Test func `a conversion is compared before it is written, or refused`() throws {
    let folder = try TemporaryFolder()
    let good = try tokenizer(#"["a b", "b c", "ab c"]"#, folder)
    let text = try folder.file("text.txt", "abc bc cab")
    let ran = try tessera("convert", good, folder.path + "/vocab.json", "--text", text)
    #expect(ran.code == 0, "\(ran.err)")
    #expect(try tessera("check", good, "--against", folder.path + "/vocab.json", "--text", text).code == 0)
    let again = try tessera("convert", good, folder.path + "/vocab.json", "--text", text)
    #expect(again.code == 2 && again.err.contains("--force"))
    let lost = try tessera("convert", good, folder.path + "/vocab.txt", "--text", text)
    #expect(lost.code == 3 && lost.err.contains("would be lost"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/vocab.txt"))
    #expect(
      try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains {
        $0.contains("tessera-check")
      })
  }

  @Test func `a name that ends in tekken json means that format, which refuses what has no ranks`() throws {
    let folder = try TemporaryFolder()
    let good = try tokenizer(#"["a b", "b c", "ab c"]"#, folder)
    let ran = try tessera("convert", good, folder.path + "/tekken.json")
    #expect(ran.code == 3 && ran.err.contains("tekken.json cannot hold this tokenizer"))
  }

  @Test func `a program file is an input like any other`() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "/proc/self/exe"), options: .mappedIfSafe).prefix(
      20_000)
    let ids = try tessera("encode", "--format", "ids", "--special", "text", bytes: Array(bytes))
    #expect(ids.code == 0)
    #expect(try tessera("decode", input: ids.text).out == Array(bytes))
  }
}
