import Basics
import Formats
import Foundation
import Testing
import Tokens

struct TiktokenTests {
  private static let meta =
    #"{"pat_str": "\\S+|\\s+", "special_tokens": {"<|end|>": 300, "<|end|><|end|>": 301}, "normalize": "nfkc"}"#

  /// 256 bytes in order, and `ab`.
  private static let ranks: String = {
    let bytes = (0..<256).map { "\(Data([UInt8($0)]).base64EncodedString()) \($0)\n" }.joined()
    return bytes + Data("ab".utf8).base64EncodedString() + " 256\n"
  }()

  /// A gzip file of one stored block.
  private static func packed(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var checksum: UInt32 = ~0
    for byte in bytes {
      checksum ^= UInt32(byte)
      for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    func little(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }
    let size = UInt32(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(size, 2) + little(~size, 2) + bytes
      + little(~checksum, 4) + little(size, 4)
  }

  private func withFolder(_ files: [String: [UInt8]], _ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "tessera-ranks-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name)) }
    try body(folder)
  }

  private func ids(_ tokenizer: any Tokenizer, _ text: String, _ special: SpecialPolicy) throws -> [TokenID] {
    try tokenizer.encode(Array(text.utf8), EncodeOptions(special: special), .open).map(\.id)
  }

  @Test func `pattern, special tokens and normal form come from the sidecar, packed or not`() throws {
    let files = ["x.tiktoken.gz": Self.packed(Self.ranks), "x.tiktoken.meta.json": Array(Self.meta.utf8)]
    try withFolder(files) { (folder) throws in
      let tokenizer = try TokenizerReader.read(path: folder, ticket: .open)
      #expect(tokenizer.card.name == "x")
      #expect(tokenizer.card.notes == ["Split pattern and special tokens are those of x.tiktoken.meta.json."])
      #expect(try ids(tokenizer, "ab<|end|><|end|>\u{FF41}b", .allow) == [256, 301, 256])
      #expect(try ids(tokenizer, "\u{FF41}b", .text) == [256])
      let tokens = try tokenizer.encode(Array("\u{FF41}b".utf8))
      #expect(tokens.map(\.bytes) == [0..<4])
    }
  }

  @Test func `a packed file that is damaged or too large is refused`() throws {
    var damaged = Self.packed(Self.ranks)
    damaged[100] ^= 1
    #expect(throws: Trouble.self) { try Gzip.unpack(damaged, named: "x.gz", limit: 1 << 20) }
    #expect(throws: Trouble.self) {
      try Gzip.unpack(Array(damaged.prefix(50)), named: "x.gz", limit: 1 << 20)
    }
    #expect(throws: Trouble.self) { try Gzip.unpack(Self.packed(Self.ranks), named: "x.gz", limit: 100) }
    #expect(
      try Gzip.unpack(Self.packed("ab") + Self.packed("c"), named: "x.gz", limit: 100) == Array("abc".utf8))
  }

  @Test func `special text is refused by a plain encode, with place and remedy`() throws {
    try withFolder(["y.tiktoken": Array(Self.ranks.utf8), "y.meta.json": Array(Self.meta.utf8)]) {
      (folder) throws in
      let tokenizer = try TokenizerReader.read(path: folder + "/y.tiktoken", ticket: .open)
      for policy in [SpecialPolicy.library, .refuse] {
        do {
          _ = try ids(tokenizer, "ab <|end|>", policy)
          Issue.record("not refused")
        } catch {
          #expect(
            "\(error)" == "bytes 3 to 10 of the text: this spells the special token <|end|>. "
              + "Use --special allow to encode it as that token, or --special text to take it as plain text.")
        }
      }
      #expect(try ids(tokenizer, "ab <|end|>", .allow) == [256, 32, 300])
      #expect(try ids(tokenizer, "a<|end|>", .text).count == 8)
      #expect(try tokenizer.decode([256, 300], DecodeOptions(skipSpecial: true)) == Array("ab".utf8))
      #expect(throws: Trouble.self) { try tokenizer.decode([299]) }
    }
  }

  @Test func `a name, options, or nothing tell the pattern`() throws {
    try withFolder(["cl100k_base": Array(Self.ranks.utf8), "z.model": Array(Self.ranks.utf8)]) {
      (folder) throws in
      let named = try TokenizerReader.read(path: folder + "/cl100k_base", ticket: .open)
      #expect(
        named.card.notes == ["Split pattern and special tokens were assumed from the name cl100k_base."])
      let given = try TokenizerReader.read(
        path: folder + "/z.model", pattern: #"\S+|\s+"#,
        specials: [SpecialToken(content: Array("<e>".utf8), id: 9000)],
        ticket: .open)
      #expect(try ids(given, "ab<e>", .allow) == [256, 9000])
      do {
        _ = try TokenizerReader.read(path: folder + "/z.model", ticket: .open)
        Issue.record("read without a pattern")
      } catch {
        #expect("\(error)".contains("nothing tells its split pattern"))
        #expect("\(error)".contains("z.model.meta.json"))
      }
    }
  }

  @Test func `a tokenizer of the Hugging Face library refuses special text only when asked to`() throws {
    let file =
      #"{"added_tokens": [{"id": 3, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,"#
      + #" "special": true}], "model": {"type": "BPE", "vocab": {"<": 0, "s": 1, ">": 2}, "merges": []}}"#
    var source = FormatSource(path: "h.json", bytes: Array(file.utf8), name: "h")
    guard case .tokenizer(let tokenizer) = try TokenizerJSON.read(&source, .open) else { return }
    #expect(try ids(tokenizer, "s<s>", .library) == [1, 3])
    #expect(try ids(tokenizer, "s<s>", .allow) == [1, 3])
    #expect(try ids(tokenizer, "s<s>", .text) == [1, 0, 1, 2])
    #expect(throws: Trouble.self) { try ids(tokenizer, "s<s>", .refuse) }
    #expect(try tokenizer.decode([1, 3, 99]) == Array("s <s>".utf8))
  }
}
