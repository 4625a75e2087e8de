import Foundation
import Testing

/// Token graphs from the command line.
@Suite struct GraphCommandTests {
  private static let text = String(
    repeating: "the cat sat on the mat. the dog sat on the rug. a cat and a dog ran home. ", count: 20)

  /// A tokenizer of whole words, and embeddings beside it.
  private func made(_ folder: TemporaryFolder) throws -> String {
    let text = try folder.file("text.txt", Self.text)
    let tokenizer = folder.path + "/words.json"
    #expect(try tessera("train", "-o", tokenizer, "--size", "300", text).code == 0)
    let file = folder.path + "/words.embed.safetensors"
    #expect(try tessera("embed", "-t", tokenizer, "-o", file, "--dimension", "8", text).code == 0)
    return tokenizer
  }

  @Test func `links, groups and the picture are printed in every format`() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try made(folder)
    let ran = try tessera("graph", "-t", tokenizer, "--threshold", "0.5", "--text", " cat dog mat rug sat on")
    #expect(ran.code == 0, "\(ran.err)")
    #expect(
      ran.text.contains("joined where cosine ≥ 0.50") && ran.text.contains("6 entries · "), "\(ran.text)")
    #expect(ran.text.contains("connected components") && ran.text.contains("Counted, not trained"))
    for format in ["json", "jsonl", "csv", "md", "html", "svg"] {
      let ran = try tessera("graph", "-t", tokenizer, "--format", format, "--text", " cat dog mat rug sat on")
      #expect(ran.code == 0 && !ran.out.isEmpty, "\(format): \(ran.err)")
    }
  }

  @Test func `a high threshold leaves all alone, a low one joins all, positions are tokens`() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try made(folder)
    let high = try tessera("graph", "-t", tokenizer, "--threshold", "1.5", "--text", " cat dog mat rug")
    #expect(high.text.contains("4 entries · 0 links · 0 groups · 4 alone"), "\(high.text)")
    let low = try tessera("graph", "-t", tokenizer, "--threshold", "-1", "--text", " cat dog mat rug")
    #expect(low.text.contains("4 entries · 6 links · 1 group · 0 alone"), "\(low.text)")
    let same = try tessera(
      "graph", "-t", tokenizer, "--positions", "--threshold", "0.999", "--text", " cat cat cat")
    #expect(same.text.contains("3 tokens · 3 links · 1 group · 0 alone"), "\(same.text)")
  }

  @Test func `wrong options are refused`() throws {
    #expect(try tessera("graph", "-t", "bytes", "--text", "abc").code == 3)
    #expect(try tessera("graph", "-t", "bytes", "--limit", "0", "--text", "abc").code == 2)
    #expect(try tessera("graph", "-t", "bytes", "--threshold", "nan", "--text", "abc").code == 2)
  }
}
