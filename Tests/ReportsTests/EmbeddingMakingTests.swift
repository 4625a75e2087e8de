import Basics
import Figures
import Formats
import Foundation
import Tensors
import Testing
import Tokens
import Workbench

struct EmbeddingMakingTests {
  private let folder = NSTemporaryDirectory() + "tessera-embedding-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private func files(_ texts: [String]) throws -> [FoundFile] {
    try texts.enumerated().map { index, text in
      let path = "\(folder)/\(index).txt"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return FoundFile(path: path, byteCount: text.utf8.count)
    }
  }

  private var rule: CooccurrenceEmbeddings { CooccurrenceEmbeddings(dimension: 3, window: 2) }

  @Test func `texts become a file that is found, opened, and says what it is`() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let tokenizer = ToyTokenizer()
    let making = EmbeddingMaking(tokenizer, rule)
    let (counts, sums) = try await making.count(
      files(["abcab cab", "xyz xyz", "bin\u{0}ary"]), Ticket()
    ) { _ in }
    #expect(sums == EmbeddingMaking.Sums(texts: 2, bytes: 16, tokens: 13, skipped: 1))
    let matrix = try making.matrix(counts, Ticket())
    let ids = try [Array("abcab cab".utf8), Array("xyz xyz".utf8)].map { text throws(Trouble) in
      try tokenizer.encode(text).map(\.id)
    }
    #expect(try rule.matrix(of: ids, vocabulary: 259) == matrix)
    let path = folder + "/toy.embed.safetensors"
    let about = making.about(counts, sums, names: ["x"])
    try EmbeddingMaking.write(matrix, about: about, to: path, Ticket())
    #expect(Embeddings.path(beside: folder + "/toy.json") == path)
    let opened = try Embeddings(tokenizer, path: path)
    #expect(opened.matrix.type == .f16 && opened.matrix.shape == Shape([259, 3]))
    #expect(opened.notes.last == about && about.contains("no part of a language model"))
    #expect(about.contains("7 of 259 entries"))
    let rows = try opened.rows(of: [97, 98, 256, TokenID(UInt8(ascii: "q"))])
    for (index, id) in [97, 98, 256].enumerated() {
      for column in 0..<3 { #expect(abs(rows[index, column] - matrix[id, column]) < 2e-3) }
    }
    #expect(rows.at(3) == .zeros([3]), "never seen")
  }

  @Test func `no text, and a stopped ticket, are told`() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let making = EmbeddingMaking(ToyTokenizer(), rule)
    let empty = try files([""])
    await #expect(throws: Trouble.self) { try await making.count(empty, Ticket()) { _ in } }
    let ticket = Ticket()
    ticket.cancel()
    let some = try files(["abc"])
    await #expect(throws: Trouble.cancelled) { try await making.count(some, ticket) { _ in } }
  }

  @Test func `hidden states are read layer by layer, with the tokens of their text`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/states.safetensors"
    func write(_ metadata: [String: String]) throws {
      let tensor = WrittenTensor(name: "hidden_states", Shape([2, 3, 2]), (0..<12).map { Float($0) })
      try Safetensors.write([tensor], metadata: metadata, to: path)
    }
    try write([
      "text": "é ab", "spans": "[[0, 2], [2, 5], [5, 5]]", "tokens": "[\"é\", \"Ġab\", \"<end>\"]",
      "about": "Random.",
    ])
    let states = try HiddenStates(TensorFileReader.open(path))
    #expect(states.layerCount == 2 && states.notes.last == "Random.")
    let last = try states.vectors(layer: 1)
    #expect(
      last.items.map(\.label) == [
        .bytes(Array("é".utf8)), .bytes(Array(" ab".utf8)), .bytes(Array("<end>".utf8)),
      ])
    #expect(last.items.map(\.bytes) == [0..<2, 2..<5, nil])
    #expect(last.rows == Tensor(rows: [[6, 7], [8, 9], [10, 11]]))
    #expect(throws: Trouble.self) { try states.vectors(layer: 2) }
    try write([:])
    #expect(
      try HiddenStates(TensorFileReader.open(path)).items.map(\.label) == [
        .integer(0), .integer(1), .integer(2),
      ])
    for bad in [
      "[[0, 2]]", "[[0, 2], [2, 9], [4, 5]]", "{}", "[[0, 2], [2, 1], [5, 5]]", "[1, 2, 3]", "[[", "",
    ] {
      try write(["text": "é ab", "spans": bad])
      #expect(throws: Trouble.self, "\(bad)") { try HiddenStates(TensorFileReader.open(path)) }
    }
  }
}
