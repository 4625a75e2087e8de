import Foundation
import Testing

@Suite struct MeasureTests {
  private func rows(_ ran: Ran) throws -> [[String: Any]] {
    let json = try #require(JSONSerialization.jsonObject(with: Data(ran.out)) as? [String: Any])
    let figures = try #require(json["figures"] as? [[String: Any]])
    return try #require(figures.first?["rows"] as? [[String: Any]])
  }

  @Test func `tokenizers are measured side by side`() throws {
    let ran = try tessera("measure", "-t", "bytes", "-t", "scalars", "--format", "json", "-", input: "éa éa")
    let rows = try rows(ran)
    #expect(ran.code == 0 && rows.count == 2)
    #expect(rows.map { $0["tokens"] as? Int } == [7, 5])
    #expect(rows[1]["bytes_per_token"] as? Double == 1.4)
    #expect(rows[0]["fertility"] as? Double == 3.5)
    #expect(rows[0]["vocabulary"] as? Int == 256)
    #expect(rows.allSatisfy { $0["state"] as? String == "complete" })
    // é a space: 2/5, 2/5 and 1/5.
    let entropy = try #require(rows[1]["h1"] as? Double)
    #expect(abs(entropy - (0.8 * log2(2.5) + 0.2 * log2(5))) < 1e-12)
  }

  @Test func `a gold segmentation is compared, alone or with texts`() throws {
    let folder = try TemporaryFolder()
    let gold = try folder.file("gold", "ev|ler\na\\||b\n")
    let ran = try tessera("measure", "-t", "bytes", "--gold", gold, "--format", "json")
    let row = try #require(rows(ran).first)
    #expect(row["gold_cuts"] as? Int == 2 && row["found_cuts"] as? Int == 6)
    #expect(row["boundary_recall"] as? Double == 1 && row["boundary_f1"] as? Double == 0.5)
    #expect(row["bytes"] as? Int == 0)
    let read = try tessera("measure", "-t", "bytes", "--gold", gold)
    #expect(read.text.hasPrefix("Cuts against the gold segmentation"))
    let spaced = try tessera(
      "measure", "-t", "bytes", "--gold", folder.file("spaced", "ev ler\n"), "--gold-mark", " ", "-",
      input: "ev")
    #expect(spaced.code == 0 && spaced.text.contains("Compression") && spaced.text.contains("gold cuts"))
    let wrong = try tessera("measure", "-t", "bytes", "--gold", folder.file("wrong", "evler\n"))
    #expect(wrong.code == 3 && wrong.err.contains("no line has a cut marked with |"))
  }

  @Test(arguments: ["text", "csv", "md", "html", "json", "jsonl"])
  func `every form has the measures and their values`(format: String) throws {
    let ran = try tessera(
      "measure", "-t", "bytes", "--shuffled", "--format", format, "-", input: "abcabcabc abc")
    #expect(ran.code == 0 && ran.err.isEmpty)
    #expect(ran.text.contains(["text", "md", "html"].contains(format) ? "H₂ shuffled" : "shuffled_h2"))
  }

  @Test func `options that make no sense are refused`() throws {
    #expect(try tessera("measure", "--alpha", "-1").code == 2)
    #expect(try tessera("measure", "--gold-mark", "ab").code == 2)
    #expect(try tessera("measure", "--gram-limit", "0").code == 2)
    #expect(try tessera("measure", "-t", "bytes", "/no/such/file").code == 3)
  }

  @Test func `a low limit gives the highest orders up`() throws {
    let ran = try tessera(
      "measure", "-t", "bytes", "--gram-limit", "30", "--format", "json", "-",
      input: "the cat sat on the mat, the rat too")
    let row = try #require(rows(ran).first)
    #expect(row["h1"] is Double && row["h5"] is NSNull)
  }

  @Test func `Ctrl-C shows what was measured so far`() throws {
    let folder = try TemporaryFolder()
    // The writer never ends; the measuring is interrupted by its own process id.
    let line =
      #"mkfifo "$1/pipe"; yes "the cat sat on the mat" >"$1/pipe" & "#
      + #""$0" measure -t bytes --format json - <"$1/pipe" & p=$!; sleep 2; kill -INT $p; wait $p"#
    let ran = try shell(line, folder.path)
    #expect(ran.code == 130)
    #expect(try rows(ran)[0]["state"] as? String == "partial")
    #expect(try #require(rows(ran)[0]["bytes"] as? Int) > 0)
  }
}
