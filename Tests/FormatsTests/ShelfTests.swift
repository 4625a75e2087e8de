import Basics
import Formats
import Foundation
import Testing
import Tokens

struct ShelfTests {
  /// A folder that looks like the caches of a person's machine, removed afterwards.
  private func withMachine(_ body: (String, TokenizerShelf) throws -> Void) throws {
    let root = NSTemporaryDirectory() + "tessera-shelf-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    func write(_ path: String, _ text: String) throws {
      let path = root + "/" + path
      try FileManager.default.createDirectory(
        atPath: PathNames.folder(path), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    let model = #"{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}"#
    try write("hub/models--org--tiny-model/refs/main", "abc")
    try write("hub/models--org--tiny-model/snapshots/abc/tokenizer.json", model)
    try write("hub/models--org--tiny-model/snapshots/old/tokenizer.json", "{}")
    try write("hub/models--ggml--packed/snapshots/1/weights-q4.gguf", "GGUF\u{3}")
    try write("tiktoken/9b5ad71b2ce5302211f9c61530b329a4922fc6a4", "IQ== 0\n")
    try write("mine/one/tokenizer.json", model)
    try write("mine/two.json", model)
    try write("mine/odd.json", "not JSON")
    let environment = [
      "HF_HUB_CACHE": root + "/hub", "TIKTOKEN_CACHE_DIR": root + "/tiktoken", "TMPDIR": root,
    ]
    let folders = AssetFolders(
      environment: ["TESSERA_ASSETS": root + "/none"], executable: root + "/bin/tessera")
    try body(
      root,
      TokenizerShelf(
        folders: folders, environment: environment, configured: [root + "/mine", root + "/gone"]))
  }

  @Test func `everything on the machine is listed once, with what can be opened`() throws {
    try withMachine { (root, shelf) throws in
      let entries = try shelf.entries(.open)
      let names = entries.map(\.name)
      #expect(names.prefix(4) == ["bytes", "scalars", "graphemes", "words"])
      for name in ["one", "two", "org/tiny-model", "cl100k_base", "ggml/packed:weights-q4"] {
        #expect(names.contains(name))
      }
      #expect(Set(names).count == names.count)
      let packed = try #require(entries.first { $0.name == "ggml/packed:weights-q4" })
      #expect(packed.unreadable == nil)
      #expect(packed.detail.contains("GGUF"))
      let odd = try #require(entries.first { $0.name == "odd" })
      #expect(odd.unreadable == "this is no tokenizer of a known kind")
      #expect(entries.first { $0.path == root + "/gone" }?.unreadable == "no such file or folder")
      #expect(entries.first { $0.name == "org/tiny-model" }?.path?.hasSuffix("abc/tokenizer.json") == true)
    }
  }

  @Test func `a name resolves by path, by itself, by its last part, and by what fits alone`() throws {
    try withMachine { (root, shelf) throws in
      #expect(try shelf.resolve("bytes").source == .builtIn)
      #expect(try shelf.resolve("ORG/Tiny-Model").name == "org/tiny-model")
      #expect(try shelf.resolve("tiny-model").name == "org/tiny-model")
      #expect(try shelf.resolve("cl100").name == "cl100k_base")
      #expect(try shelf.resolve(root + "/mine/two.json").source == .file)
      #expect(try shelf.load("one", .open).vocabulary.count == 1)
      #expect(try shelf.load("graphemes", .open).encode(Array("e\u{301}a".utf8)).count == 2)
    }
  }

  @Test func `a name that means nothing gets near ones`() throws {
    try withMachine { (_, shelf) throws in
      do {
        _ = try shelf.resolve("byets")
        Issue.record("resolved")
      } catch {
        #expect("\(error)" == "-t: no tokenizer is called byets. Did you mean bytes.")
      }
      #expect(throws: Trouble.self) { try shelf.resolve("/nowhere/at/all.json") }
      #expect(throws: Trouble.self) { try shelf.load("ggml/packed:weights-q4", .open) }
    }
  }

  @Test func `a work that is cancelled stops`() throws {
    try withMachine { (_, shelf) throws in
      let ticket = Ticket()
      ticket.cancel()
      #expect(throws: Trouble.cancelled) { try shelf.entries(ticket) }
    }
  }
}
