import Testing

/// `encode` with --dropout, --sample and --best; the unigram tokenizer is learned on the spot.
@Suite struct SamplingCommandTests {
  private func unigram(_ folder: TemporaryFolder) throws -> String {
    let text = try folder.file("a.txt", String(repeating: "low lower lowest new newer newest\n", count: 50))
    let path = folder.url("u.json").path
    #expect(
      try tessera("train", "--algorithm", "unigram", "-o", path, "--size", "30", text).code == 0)
    return path
  }

  @Test func `dropout draws by its seed and decodes to the text`() throws {
    let text = "Tokens are drawn at random, again and again.\n"
    func ids(_ arguments: String...) throws -> String {
      let all = ["encode", "--format", "ids"] + arguments
      return try shell("printf '%s' '\(text)' | \"$0\" \(all.joined(separator: " "))").text
    }
    let plain = try ids()
    #expect(try ids("--dropout", "0") == plain)
    let drawn = try ids("--dropout", "0.5", "--seed", "1")
    #expect(drawn != plain)
    #expect(try ids("--dropout", "0.5", "--seed", "1") == drawn)
    #expect(try ids("--dropout", "0.5", "--seed", "2") != drawn)
    let bytes = try ids("--dropout", "1").split(whereSeparator: \.isWhitespace)
    #expect(bytes.count == text.utf8.count)
    #expect(try shell("\"$0\" decode \(drawn)").text.hasPrefix(text.dropLast()))
  }

  @Test func `lines with the same text draw different cuts`() throws {
    let input = String(repeating: "{\"text\":\"Tokens are drawn at random\"}\n", count: 50)
    let ran = try tessera("encode", "--jsonl", "--dropout", "0.5", "--seed", "3", input: input)
    #expect(ran.code == 0)
    #expect(Set(ran.lines).count > 40)
    #expect(try tessera("encode", "--jsonl", "--dropout", "0.5", "--seed", "3", input: input).out == ran.out)
  }

  @Test func `the best ways come with log probabilities, and samples are possible`() throws {
    let folder = try TemporaryFolder()
    let path = try unigram(folder)
    let ran = try tessera("encode", "-t", path, "--best", "3", "--format", "csv", input: "lower newest")
    #expect(ran.code == 0 && ran.err.isEmpty)
    try #require(ran.lines.count == 4)
    #expect(ran.lines[0].hasPrefix("way,log_probability,share,entries"))
    let plain = try tessera("encode", "-t", path, "--format", "ids", input: "lower newest")
    let best = try tessera("encode", "-t", path, "--best", "2", "--format", "ids", input: "lower newest")
    try #require(best.lines.count == 2 && plain.lines.count == 1)
    #expect(best.lines[0] == plain.lines[0] && best.lines[1] != best.lines[0])
    let many = try tessera("encode", "-t", path, "--best", "1000", "--format", "ids", input: "lower newest")
    for seed in 0..<10 {
      let drawn = try tessera(
        "encode", "-t", path, "--sample", "0.2", "--seed", "\(seed)", "--format", "ids", input: "lower newest"
      )
      #expect(many.lines.contains(try #require(drawn.lines.first)))
    }
  }

  @Test(arguments: [
    (["-t", "bytes", "--dropout", "0.1"], 2, "the built-in segmenter bytes merges nothing"),
    (["-t", "bytes", "--best", "2"], 2, "has one way to cut a text"),
    (["--sample", "1"], 2, "gives no probabilities"), (["--best", "2"], 2, "has one way to cut a text"),
    (["--dropout", "file"], 2, "names no dropout"), (["--dropout", "1.5"], 2, "from 0 to 1"),
    (["--dropout", "0.5", "--best", "2"], 2, "exclude each other"), (["--best", "0"], 2, "from 1 to 1000"),
    (["--best", "2", "--jsonl"], 2, "--best goes with neither"), (["--sample", "-1"], 2, "--sample"),
  ])
  func `what cannot be drawn is said`(_ arguments: [String], _ code: Int32, _ message: String) throws {
    let ran = try shell("printf hello | \"$0\" encode \(arguments.joined(separator: " "))")
    #expect(ran.code == code)
    #expect(ran.err.contains(message), "\(ran.err)")
  }
}
