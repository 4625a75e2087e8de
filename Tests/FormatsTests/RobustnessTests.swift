import Basics
import Formats
import Testing
import Tokens

/// Readers never trap, whatever the bytes: they load or they say what is wrong.
struct RobustnessTests {
  private static let small = #"""
    {"version": "1.0", "added_tokens": [{"id": 7, "content": "<x>", "single_word": false, "lstrip": true, "rstrip": false,
    "normalized": true, "special": true}], "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"},
    {"type": "Replace", "pattern": {"String": "q"}, "content": "a"}]}, "pre_tokenizer": {"type": "Sequence", "pretokenizers":
    [{"type": "Digits", "individual_digits": true}, {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true}]},
    "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<x>", "type_id": 0}}, {"Sequence":
    {"id": "A", "type_id": 0}}], "pair": [], "special_tokens": {"<x>": {"id": "<x>", "ids": [7], "tokens": ["<x>"]}}},
    "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true}, "model": {"type": "BPE", "unk_token": null,
    "vocab": {"a": 0, "b": 1, "ab": 2, "\u0120": 3, "\u0120a": 4, "c": 5, "\n": 6}, "merges": [["a", "b"], ["\u0120", "a"]]}}
    """#

  private func open(_ bytes: [UInt8]) {
    var source = FormatSource(
      path: "/x/small.json", bytes: bytes, name: "small", pattern: #"\S+|\s+"#, specials: nil)
    for format in FormatCatalog.all {
      guard case .tokenizer(let tokenizer)? = try? format.read(&source, .open) else { continue }
      let text: [UInt8] = Array("ab <x>a1 é\u{301}".utf8) + [0xFF, 0xC3]
      guard let tokens = try? tokenizer.encode(text, EncodeOptions(special: .allow, addSpecial: true), .open)
      else { continue }
      _ = tokenizer.referenceSpans(tokens, in: text)
      _ = try? tokenizer.decode(tokens.map(\.id))
      source.bytes = bytes
    }
  }

  @Test func `the small file itself loads`() throws {
    var source = FormatSource(
      path: "small.json", bytes: Array(Self.small.utf8), name: "small", pattern: nil, specials: nil)
    guard case .tokenizer(let tokenizer) = try TokenizerJSON.read(&source, .open) else { return }
    let tokens = try tokenizer.encode(Array("ab<x>".utf8))
    #expect(tokens.map(\.id) == [3, 2, 7])
    #expect(tokens.map(\.bytes) == [0..<0, 0..<2, 2..<5])
  }

  @Test func `every prefix of a tokenizer file loads or is refused`() {
    let bytes = Array(Self.small.utf8)
    for count in 0..<bytes.count { open(Array(bytes.prefix(count))) }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func `one changed byte never stops the program`(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let bytes = Array(Self.small.utf8)
    for _ in 0..<1500 {
      var changed = bytes
      changed[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      open(changed)
    }
  }

  @Test func `rank files with anything in them load or are refused`() {
    var random = SeededRandom(seed: 9)
    let lines = (0..<256).map { "\(Self.base64(UInt8($0))) \($0)\n" }.joined() + "YWI= 256\n"
    let bytes = Array(lines.utf8)
    open(bytes)
    for count in stride(from: 0, to: bytes.count, by: 7) { open(Array(bytes.prefix(count))) }
    for _ in 0..<500 {
      var changed = bytes
      changed[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      open(changed)
    }
  }

  private static func base64(_ byte: UInt8) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    return "\(alphabet[Int(byte >> 2)])\(alphabet[Int(byte & 3) << 4])=="
  }
}
