import Foundation
import Testing

@Suite struct TrainTests {
  private func trained(_ folder: TemporaryFolder, _ options: String...) throws -> String {
    let texts = try folder.file(
      "texts/a.txt", String(repeating: "low lower lowest new newer newest\n", count: 20))
    let output = folder.path + "/\(UUID().uuidString).json"
    let ran = try shell(
      "exec \"$0\" train -o \"$1\" --size 300 \(options.joined(separator: " ")) \"$2\"", output, texts)
    #expect(ran.code == 0, "\(ran.err)")
    return output
  }

  @Test func `training is repeatable to the byte, and the file is read again`() throws {
    let folder = try TemporaryFolder()
    let first = try trained(folder, "--special '<|end|>'")
    let second = try trained(folder, "--special '<|end|>'")
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: first)) == Data(contentsOf: URL(fileURLWithPath: second)))
    let ids = try tessera("encode", "-t", first, "--format", "ids", input: "newest lower<|end|>é")
    #expect(ids.code == 0, "\(ids.err)")
    #expect(try tessera("decode", "-t", first, input: ids.text).text == "newest lower<|end|>é")
    #expect(ids.text.split(separator: " ").contains("0"))
  }

  @Test(arguments: ["gpt2", "cl100k", "o200k", "qwen2", "'\\w+|\\W+'"])
  func `every named pattern, and any other, gives a tokenizer that gives the bytes back`(_ pattern: String)
    throws
  {
    let folder = try TemporaryFolder()
    let tokenizer = try trained(folder, "--pattern", pattern)
    let text = "The lowest 12345 new’s\r\n\t  漢字 é!\n"
    let ids = try tessera("encode", "-t", tokenizer, "--format", "ids", input: text)
    #expect(try tessera("decode", "-t", tokenizer, input: ids.text).text == text)
  }

  @Test func `what cannot be trained is refused`() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.file("empty", "")
    #expect(try shell("exec \"$0\" train -o \"$1.json\" --size 300 \"$1\"", empty).code == 3)
    #expect(try shell("exec \"$0\" train -o \"$1.json\" --size 10 \"$1\"", empty).code == 2)
    #expect(try shell("exec \"$0\" train -o /nowhere/x.json --size 300 \"$0\" /etc/passwd").code == 3)
    #expect(
      try shell("exec \"$0\" train -o \"$1.json\" --size 300 --pattern '(' /etc/passwd", empty).code == 3)
  }

  @Test func `a trained tokenizer is inspected down to its merges`() throws {
    let folder = try TemporaryFolder()
    let ran = try tessera("inspect", "-t", trained(folder), "--text", " newest")
    #expect(ran.code == 0)
    #expect(ran.text.contains("Merges"))
  }
}

@Suite struct FindingTests {
  @Test func `the tokenizers of this machine are listed with the reason when one cannot be opened`() throws {
    let ran = try tessera("tokenizers", "--format", "csv")
    #expect(ran.code == 0)
    #expect(ran.lines.first == "name,source,path,trouble,detail")
    #expect(ran.lines.contains { $0.hasPrefix("bytes,built in,") })
  }

  @Test func `the doctor works without a terminal and says why colours are as they are`() throws {
    let ran = try tessera("doctor", environment: ["NO_COLOR": "1", "TERM": "xterm-256color"])
    #expect(ran.code == 0)
    #expect(ran.text.contains("colour mode") && ran.text.contains("NO_COLOR"))
    #expect(ran.text.contains("config.toml"))
  }

  @Test func `files named like a subcommand are reached behind two dashes`() throws {
    let ran = try tessera("--", "encode", environment: ["TERM": ""])
    #expect(!ran.err.contains("Usage: tessera encode"))
  }
}
