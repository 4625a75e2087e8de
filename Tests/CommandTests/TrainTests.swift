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

  @Test func `the first merges are shown with those that were next best, as the file then has them`() throws {
    let folder = try TemporaryFolder()
    let texts = try folder.file("a.txt", "abab abab ab cd cd")
    let ran = try tessera("train", "--steps", "3", "--min-frequency", "1", "--format", "csv", texts)
    #expect(ran.code == 0, "\(ran.err)")
    try #require(ran.lines.count == 4)
    #expect(ran.lines[0].hasPrefix("rank,entry"))
    // Five times ab; of the pairs that occur twice those of lower ids come first, and the space has a high one.
    #expect(ran.lines[1] == "0,6162,256,5,ba (2) cd (2)  a (2)  c (2)")
    #expect(ran.lines[2].hasPrefix("1,6364,257,2,"))
    let more = try tessera("train", "--steps", "1000", "--min-frequency", "2", "--format", "jsonl", texts)
    #expect(more.code == 0 && more.lines.count < 20)
    let chars = try tessera("train", "--steps", "2", "--algorithm", "bpe-chars", texts)
    #expect(chars.code == 0 && chars.text.contains("The first 2 merges"))
  }

  @Test(arguments: [
    (["--steps", "3", "-o", "x.json"], "leave -o out"), (["--size", "300"], "ask for --steps"),
    (["--steps", "0"], "from 1 to"), (["--steps", "3", "--algorithm", "unigram"], "no list of merges"),
  ])
  func `steps and files exclude each other, and one of them is needed`(_ options: [String], _ message: String)
    throws
  {
    let ran = try shell("\"$0\" train \(options.joined(separator: " ")) /etc/passwd")
    #expect(ran.code == 2 && ran.err.contains(message), "\(ran.err)")
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

  @Test(arguments: ["bpe", "bpe-chars", "wordpiece", "unigram", "superbpe"])
  func `training from counts is training from texts`(_ algorithm: String) throws {
    let folder = try TemporaryFolder()
    let texts = try folder.file("a.txt", String(repeating: "low lower lowest: new newer newest\n", count: 20))
    let more = try folder.file("b.txt", String(repeating: "the news is low, as in 2024\r\n", count: 9))
    let rules = [
      "wordpiece": "--pattern bert --normalization bert", "unigram": "--pattern metaspace",
      "superbpe": "--pattern none --lines",
    ]
    let line = """
      cd "$1" && "$0" counts \(rules[algorithm] ?? "") a.txt -o a.tsv && "$0" counts \(rules[algorithm] ?? "") b.txt -o b.json \\
      && "$0" counts --merge b.json a.tsv -o c.tsv && "$0" train --algorithm \(algorithm) --size 300 --counts c.tsv -o c.out \\
      && "$0" train --algorithm \(algorithm) --size 300 -o t.out a.txt b.txt && cmp c.out t.out
      """
    let ran = try shell(line, folder.path)
    #expect(ran.code == 0, "\(ran.err) \(ran.text)")
    #expect(texts != more)
  }

  @Test func `counts of other rules are neither merged nor learned from`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("a.txt", "one two three\n")
    let merged = try shell(
      "cd \"$1\"; \"$0\" counts a.txt -o a.tsv; \"$0\" counts --pattern cl100k a.txt -o b.tsv; \"$0\" counts --merge a.tsv b.tsv -o c",
      folder.path)
    #expect(merged.code == 3 && merged.err.contains("other rules"))
    let learned = try shell(
      "cd \"$1\"; \"$0\" train --counts a.tsv --pattern cl100k --size 300 -o c", folder.path)
    #expect(learned.code == 2 && learned.err.contains("other rules"))
  }

  @Test func `an executable is learned from when asked for`() throws {
    let folder = try TemporaryFolder()
    let ran = try shell("\"$0\" train --binary --size 400 -o \"$1/b.json\" /bin/true", folder.path)
    #expect(ran.code == 0, "\(ran.err)")
    let ids = try shell(
      "\"$0\" encode -t \"$1/b.json\" --format ids /bin/true >\"$1/ids\"; \"$0\" decode -t \"$1/b.json\" <\"$1/ids\" | cmp - /bin/true",
      folder.path)
    #expect(ids.code == 0, "\(ids.err)")
    #expect(try shell("\"$0\" train --size 400 -o \"$1/c.json\" /bin/true", folder.path).code == 3)
  }

  @Test func `Ctrl-C ends training without a file`() throws {
    let folder = try TemporaryFolder()
    let ran = try shell(
      "\"$0\" train --algorithm unigram --size 20000 -o \"$1/u.json\" --binary \"$0\" & p=$!; sleep 1; kill -INT $p; wait $p",
      folder.path)
    #expect(ran.code == 130, "\(ran.err)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/u.json"))
  }

  @Test(arguments: [
    "--transition 5", "--algorithm wordpiece --end-of-word-suffix x", "--alphabet abc",
    "--algorithm superbpe --pattern gpt2",
    "--max-length 0", "--algorithm nothing",
  ])
  func `options that do not go together are refused`(_ options: String) throws {
    #expect(try shell("exec \"$0\" train -o /tmp/x --size 300 \(options) /etc/passwd").code == 2)
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
