import Foundation
import Testing

/// Embeddings made, compared and laid out from the command line.
@Suite struct VectorCommandTests {
  private static let text = String(
    repeating: "the cat sat on the mat. the dog sat on the rug. a cat and a dog ran home. ", count: 20)

  /// A tokenizer of whole words, and embeddings beside it.
  private func made(_ folder: TemporaryFolder) throws -> String {
    let text = try folder.file("text.txt", Self.text)
    let tokenizer = folder.path + "/words.json"
    #expect(try tessera("train", "-o", tokenizer, "--size", "300", text).code == 0)
    let ran = try tessera(
      "embed", "-t", tokenizer, "-o", folder.path + "/words.embed.safetensors", "--dimension", "8", text)
    #expect(ran.code == 0, "\(ran.err)")
    #expect(ran.text.contains("× 8, counted in 1 texts") && ran.text.contains("do not occur"))
    return tokenizer
  }

  @Test func `embeddings are made, found beside the tokenizer, and the same each time`() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try made(folder)
    let first = try Data(contentsOf: folder.url("words.embed.safetensors"))
    #expect(
      try tessera(
        "embed", "-t", tokenizer, "-o", folder.path + "/b.safetensors", "--dimension", "8",
        folder.path + "/text.txt"
      ).code == 0)
    #expect(try Data(contentsOf: folder.url("b.safetensors")) == first)
    let ran = try tessera("neighbours", "-t", tokenizer, "cat", "--count", "3")
    #expect(ran.code == 0, "\(ran.err)")
    #expect(ran.text.contains("Counted, not trained, and no part of a language model"))
    let csv = try tessera("neighbours", "-t", tokenizer, "cat", "--count", "3", "--format", "csv")
    #expect(csv.lines.count == 4 && csv.text.contains("dog"), "\(csv.text)")
    #expect(try tessera("neighbours", "-t", tokenizer).code == 2)
    let row = try tessera(
      "neighbours", "--embeddings", folder.path + "/words.embed.safetensors", "--row", "97", "--format", "csv"
    )
    #expect(row.code == 0 && row.lines.count == 11 && !row.lines.contains { $0.hasPrefix("97,") })
    #expect(
      try tessera("neighbours", "--embeddings", folder.path + "/b.safetensors", "--row", "999").code == 2)
  }

  @Test func `tokens of texts are compared in every format`() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try made(folder)
    let csv = try tessera("similar", "-t", tokenizer, "--text", " cat dog mat", "--format", "csv")
    #expect(csv.code == 0, "\(csv.err)")
    #expect(csv.lines.count == 4, "\(csv.text)")
    for format in ["text", "json", "md", "html", "svg"] {
      let ran = try tessera(
        "similar", "-t", tokenizer, "--text", "a cat", "--text", "a dog", "--by", "centred", "--order",
        "cluster",
        "--threshold", "0", "--format", format)
      #expect(ran.code == 0 && !ran.out.isEmpty, "\(format): \(ran.err)")
    }
    let pairs = try tessera(
      "similar", "-t", tokenizer, "--text", " cat dog", "--pairs", "5", "--format", "csv")
    #expect(pairs.lines.count == 2, "\(pairs.text)")
    let file = folder.path + "/words.embed.safetensors"
    let rows = try tessera(
      "similar", "--matrix", file + ":embeddings.weight", "--rows", "97..100", "--format", "csv")
    #expect(rows.lines.count == 4, "\(rows.err)")
    for wrong in [
      ["similar"], ["similar", "--matrix", file, "--text", "a"], ["similar", "--text", "a", "--layers"],
    ] {
      #expect(try tessera(wrong).code == 2, "\(wrong)")
    }
    #expect(try tessera("similar", "-t", tokenizer, "--limit", "2", "--text", " cat dog mat").code == 3)
    #expect(try tessera("similar", "--states", file).code == 2)
  }

  @Test func `tokens, entries and rows become points`() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try made(folder)
    let named = try tessera("project", "-t", tokenizer, "--entries", "cat dog mat rug", "--format", "csv")
    #expect(named.code == 0, "\(named.err)")
    #expect(named.lines.count == 5 && named.text.contains("dog"))
    let text = try tessera(
      "project", "-t", tokenizer, folder.path + "/text.txt", "--most", "6", "--method", "tsne", "--format",
      "csv")
    #expect(text.lines.count == 7, "\(text.err)")
    for format in ["text", "json", "svg"] {
      let ran = try tessera("project", "-t", tokenizer, "--text", Self.text, "--format", format)
      #expect(ran.code == 0 && ran.text.contains("cat"), "\(format): \(ran.err)")
    }
    let rows = try tessera(
      "project", "--matrix", folder.path + "/words.embed.safetensors", "--rows", "97..120", "--format", "csv")
    #expect(rows.lines.count == 24, "\(rows.err)")
    #expect(try tessera("project", "--text", "a", "--entries", "b").code == 2)
  }
}
