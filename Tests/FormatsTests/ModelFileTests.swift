import Basics
import Formats
import Foundation
import Testing
import Tokens

/// Small files of GGUF, tekken and RWKV, made here.
struct ModelFileTests {
  /// A GGUF header in the making.
  struct Header {
    var pairs: [[UInt8]] = []

    static func number(_ value: Int, _ size: Int) -> [UInt8] {
      (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static func text(_ bytes: [UInt8]) -> [UInt8] { number(bytes.count, 8) + bytes }

    mutating func add(_ key: String, _ kind: Int, _ value: [UInt8]) {
      pairs.append(Self.text(Array(key.utf8)) + Self.number(kind, 4) + value)
    }

    mutating func add(_ key: String, _ value: String) { add(key, 8, Self.text(Array(value.utf8))) }

    mutating func add(_ key: String, texts: [String]) {
      add(
        key, 9, Self.number(8, 4) + Self.number(texts.count, 8) + texts.flatMap { Self.text(Array($0.utf8)) })
    }

    mutating func add(_ key: String, numbers: [Int]) {
      add(key, 9, Self.number(5, 4) + Self.number(numbers.count, 8) + numbers.flatMap { Self.number($0, 4) })
    }

    func bytes(version: Int = 3) -> [UInt8] {
      Array("GGUF".utf8) + Self.number(version, 4) + Self.number(0, 8) + Self.number(pairs.count, 8)
        + pairs.joined()
    }
  }

  static func gguf(_ model: String, pre: String? = "gpt-2") -> Header {
    var header = Header()
    header.add("tokenizer.ggml.model", model)
    if let pre { header.add("tokenizer.ggml.pre", pre) }
    let entries = ["a", "b", "ab", "Ġ", "Ġab", "<x>", "cd", "c", "d", "\u{2581}a", "<0x41>", "é"]
    header.add("tokenizer.ggml.tokens", texts: entries)
    header.add("tokenizer.ggml.token_type", numbers: [1, 1, 1, 1, 1, 3, 4, 1, 1, 1, 6, 2])
    header.add("tokenizer.ggml.merges", texts: ["a b", "Ġ ab", "x y"])
    header.add("tokenizer.ggml.bos_token_id", 4, Header.number(5, 4))
    header.add("tokenizer.ggml.seperator_token_id", 4, Header.number(5, 4))
    header.add("tokenizer.ggml.add_bos_token", 7, [1])
    return header
  }

  private static let letters: [Character] = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

  static let tekken: [UInt8] = {
    let tokens = (0..<256).map { byte in
      #"{"rank": \#(byte), "token_bytes": "\#(letters[byte >> 2])\#(letters[(byte & 3) << 4])==", "token_str": null}"#
    }
    let more = [
      #"{"rank": 256, "token_bytes": "YWI=", "token_str": "ab"}"#,
      #"{"rank": 257, "token_bytes": "YWJj", "token_str": "abc"}"#,
    ]
    let config =
      #"{"pattern": "\\p{L}+|\\s+", "num_vocab_tokens": 258, "default_vocab_size": 277, "default_num_special_tokens": 20, "version": "v3"}"#
    return Array(#"{"config": \#(config), "vocab": [\#((tokens + more).joined(separator: ",\n"))]}"#.utf8)
  }()

  static let rwkv: [UInt8] = {
    let lines = (0..<256).map { byte in
      let digits = String(byte, radix: 16)
      return "\(byte + 1) b'\\x\(digits.count == 1 ? "0" : "")\(digits)' 1\n"
    }
    return Array(
      (lines.joined() + "257 'ab' 2\n258 '\\u4f60' 3\n259 \"it's\" 4\n260 b'\\xe4\\xbd' 2\n261 ' \\n\\t' 3\n")
        .utf8)
  }()

  static func read(_ bytes: [UInt8], pattern: String? = nil) throws -> any Tokenizer {
    var source = FormatSource(path: "/x/small", bytes: bytes, name: "small", pattern: pattern)
    guard let format = FormatCatalog.all.first(where: { $0.sniff(bytes.prefix(4096)) }) else {
      throw Trouble(.input, "of no known kind")
    }
    switch try format.read(&source, .open) {
    case .tokenizer(let tokenizer): return tokenizer
    }
  }

  @Test func `byte pairs of a GGUF file, with tokens that are always found and those that are asked for`()
    throws
  {
    let tokenizer = try Self.read(Self.gguf("gpt2").bytes())
    let text = Array("ab abcd<x>".utf8)
    #expect(try tokenizer.encode(text).map(\.id) == [2, 4, 6])
    let options = EncodeOptions(special: .allow, addSpecial: true)
    let tokens = try tokenizer.encode(text, options, .open)
    #expect(tokens.map(\.id) == [5, 2, 4, 6, 5])
    #expect(tokens.map(\.bytes) == [0..<0, 0..<2, 2..<5, 5..<7, 7..<10])
    #expect(try tokenizer.decode([2, 4, 6, 5]) == text)
    #expect(tokenizer.card.notes.contains { $0.contains("1 merges") })
  }

  @Test func `an absent pre-tokenizer is assumed, an unknown one is refused, a given pattern forces it`()
    throws
  {
    let absent = try Self.read(Self.gguf("gpt2", pre: nil).bytes())
    #expect(absent.card.notes.contains { $0.contains("default") })
    do {
      _ = try Self.read(Self.gguf("gpt2", pre: "gpt-3").bytes())
      Issue.record("it was read")
    } catch {
      #expect("\(error)".contains("gpt-3 is not a pre-tokenizer that llama.cpp knows"), "\(error)")
      #expect("\(error)".contains("tokenizer.ggml.pre"), "\(error)")
    }
    let forced = try Self.read(Self.gguf("gpt2", pre: "gpt-3").bytes(), pattern: #"\S+|\s+"#)
    #expect(forced.card.notes.contains { $0.contains("gpt-3") })
    #expect(throws: Trouble.self) { try Self.read(Self.gguf("none").bytes()) }
  }

  @Test func `of a model of 40 GB only the header is read`() throws {
    let path = NSTemporaryDirectory() + "tessera-large-\(UUID().uuidString).gguf"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var header = Self.gguf("gpt2")
    // A list that is longer than what is read first.
    header.add("other.numbers", numbers: Array(repeating: 7, count: 1_500_000))
    try Data(header.bytes()).write(to: URL(fileURLWithPath: path))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: 40 << 30)
    try file.close()
    #expect(try TokenizerReader.read(path: path, ticket: .open).vocabulary.count == 12)
  }

  @Test func `a big-endian file is named`() {
    do {
      _ = try Self.read(Self.gguf("gpt2").bytes(version: 3 << 24))
      Issue.record("it was read")
    } catch { #expect("\(error)".contains("big-endian"), "\(error)") }
  }

  @Test func `tokens of a tekken file stand behind the special ones, of which a text has none`() throws {
    let tokenizer = try Self.read(Self.tekken)
    let text = Array("abc ab<s>".utf8)
    // Of 258 tokens 257 count, so `abc` is none; the pattern leaves `<` and `>` out.
    #expect(try tokenizer.encode(text).map(\.id) == [276, 119, 52, 276, 135])
    let options = EncodeOptions(special: .allow, addSpecial: true)
    #expect(try tokenizer.encode(text, options, .open).map(\.id) == [1, 276, 119, 52, 276, 1])
    #expect(try tokenizer.decode([1, 276, 119], DecodeOptions(skipSpecial: true)) == Array("abc".utf8))
  }

  @Test func `the longest entry is taken, and Python literals are read exactly`() throws {
    let tokenizer = try Self.read(Self.rwkv)
    #expect(try tokenizer.encode(Array("abit's你 \n\t".utf8)).map(\.id) == [257, 259, 258, 261])
    #expect(try tokenizer.encode([0xE4, 0xBD, 0x61]).map(\.id) == [260, 98])
    #expect(throws: Trouble.self) { try Self.read(Self.rwkv + Array("262 'abc' 2\n".utf8)) }
    #expect(throws: Trouble.self) { try Self.read(Self.rwkv + Array("262 'a'c' 3\n".utf8)) }
    #expect(throws: Trouble.self) { try Self.read(Self.rwkv + Array("257 'abd' 3\n".utf8)) }
  }

  private static func use(_ bytes: [UInt8]) {
    guard let tokenizer = try? read(bytes, pattern: nil) else { return }
    let text: [UInt8] = Array("ab <x>a1 é\u{301}cd A".utf8) + [0xFF, 0xC3]
    guard let tokens = try? tokenizer.encode(text, EncodeOptions(special: .allow, addSpecial: true), .open)
    else { return }
    _ = tokenizer.referenceSpans(tokens, in: text)
    _ = try? tokenizer.decode(tokens.map(\.id))
  }

  @Test(arguments: ["gpt2", "llama", "bert", "t5", "rwkv", "gemma4"])
  func `every prefix and every changed byte of a GGUF file is read or refused`(_ model: String) {
    var header = Self.gguf(model)
    header.add(
      "tokenizer.ggml.precompiled_charsmap", 9,
      Header.number(0, 4) + Header.number(12, 8) + [4, 0, 0, 0, 1, 0, 0, 0, 97, 0, 98, 0])
    let bytes = header.bytes()
    for count in 0..<bytes.count { Self.use(Array(bytes.prefix(count))) }
    for index in bytes.indices {
      for value in [0, 1, 0x7F, 0x80, 0xFF, bytes[index] ^ 1, bytes[index] ^ 0x20] where value != bytes[index]
      {
        var changed = bytes
        changed[index] = value
        Self.use(changed)
      }
    }
  }

  @Test func `every prefix and many changed bytes of other files are read or refused`() {
    var random = SeededRandom(seed: 5)
    for bytes in [Self.tekken, Self.rwkv] {
      for count in stride(from: 0, to: bytes.count, by: 3) { Self.use(Array(bytes.prefix(count))) }
      for _ in 0..<2500 {
        var changed = bytes
        changed[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
        Self.use(changed)
      }
    }
  }
}

extension ModelFileTests {
  @Test func `what is written as GGUF is read back as the same tokenizer`() throws {
    let json = #"""
      {"added_tokens": [{"id": 6, "content": "<x>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
      "special": true}], "normalizer": null, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false,
      "trim_offsets": true}, "post_processor": null, "decoder": {"type": "ByteLevel", "add_prefix_space": true,
      "trim_offsets": true}, "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "Ġ": 3, "Ġab": 4, "c": 5},
      "merges": [["a", "b"], ["Ġ", "ab"]]}}
      """#
    let tokenizer = try Self.read(Array(json.utf8))
    let pipeline = try #require(tokenizer as? Pipeline)
    let files = try GGUF.write(pipeline, .open)
    #expect(files.count == 1)
    let again = try Self.read(files[0].bytes)
    for special in [SpecialPolicy.text, .allow] {
      let text = Array("ab abc ba<x>  cab".utf8)
      let options = EncodeOptions(special: special)
      #expect(try tokenizer.encode(text, options, .open) == again.encode(text, options, .open))
    }
    #expect(again.vocabulary.count == 7)
    #expect(throws: Trouble.self) {
      try GGUF.write(try #require(try Self.read(Self.rwkv) as? Pipeline), .open)
    }
  }
}

/// Small vocabularies written in another format and read back.
struct SmallConversionTests {
  private func read(_ bytes: [UInt8], _ format: any Format.Type) throws -> Pipeline {
    var source = FormatSource(path: "made", bytes: bytes, name: "made")
    guard case .tokenizer(let tokenizer) = try format.read(&source, .open) else { throw Trouble.cancelled }
    return try #require(tokenizer as? Pipeline)
  }

  @Test func `a tekken file comes back as it was, from tokenizer json too`() throws {
    let first = try read(ModelFileTests.tekken, Tekken.self)
    let again = try Tekken.write(first, .open)[0].bytes
    let json = try TokenizerJSON.write(first, .open)[0].bytes
    let second = try read(json, TokenizerJSON.self)
    #expect(try Tekken.write(second, .open)[0].bytes == again)
    for text in ["", "ab <s> c", "naïve\n"] {
      let options = EncodeOptions(special: .text, addSpecial: true)
      let ids = try first.encode(Array(text.utf8), options, .open).map(\.id)
      #expect(try second.encode(Array(text.utf8), options, .open).map(\.id) == ids, "\(text)")
      #expect(try read(again, Tekken.self).encode(Array(text.utf8), options, .open).map(\.id) == ids)
    }
  }

  @Test func `scores of llama come back from GGUF, and give the merges of tokenizer json`() throws {
    let first = try read(ModelFileTests.scored, GGUF.self)
    let again = try GGUF.write(first, .open)[0].bytes
    let second = try read(again, GGUF.self)
    #expect(try GGUF.write(second, .open)[0].bytes == again)
    let json = try read(TokenizerJSON.write(first, .open)[0].bytes, TokenizerJSON.self)
    for text in ["ab", " ab abab", "ba b", "aab", ""] {
      let ids = try first.encode(Array(text.utf8), EncodeOptions(addSpecial: true), .open).map(\.id)
      for other in [second, json] {
        #expect(try other.encode(Array(text.utf8), EncodeOptions(addSpecial: true), .open).map(\.id) == ids)
      }
      #expect(try json.decode(ids, DecodeOptions(skipSpecial: true)) == Array(text.utf8))
    }
  }

  @Test func `a GGUF of byte pairs becomes a tokenizer json with its pattern`() throws {
    let first = try read(ModelFileTests.gguf("gpt2").bytes(), GGUF.self)
    let json = try TokenizerJSON.write(first, .open)[0].bytes
    #expect(String(decoding: json, as: UTF8.self).contains("\"Split\""))
    let second = try read(json, TokenizerJSON.self)
    for text in ["ab ab", " ab", "aab b"] {
      let options = EncodeOptions(special: .allow, addSpecial: true)
      let ids = try first.encode(Array(text.utf8), options, .open).map(\.id)
      #expect(try second.encode(Array(text.utf8), options, .open).map(\.id) == ids)
    }
  }
}

extension ModelFileTests {
  /// Byte pairs by scores with all byte entries, as llama.cpp's kind `llama`.
  static let scored: [UInt8] = {
    var header = Header()
    header.add("tokenizer.ggml.model", "llama")
    let digits = Array("0123456789ABCDEF")
    let bytes = (0..<256).map { "<0x\(digits[$0 >> 4])\(digits[$0 & 15])>" }
    let entries = ["<unk>", "<s>", "</s>"] + bytes + ["\u{2581}ab", "ab", "\u{2581}a", "\u{2581}", "a", "b"]
    header.add("tokenizer.ggml.tokens", texts: entries)
    let types = [2, 3, 3] + bytes.map { _ in 6 } + [1, 1, 1, 1, 1, 1]
    header.add("tokenizer.ggml.token_type", numbers: types)
    let scores: [Float] = entries.indices.map { $0 < 259 ? 0 : -Float($0 - 258) }
    header.add(
      "tokenizer.ggml.scores", 9,
      Header.number(6, 4) + Header.number(scores.count, 8)
        + scores.flatMap { Header.number(Int($0.bitPattern), 4) })
    header.add("tokenizer.ggml.bos_token_id", 4, Header.number(1, 4))
    return header.bytes()
  }()
}
