import Basics
import Formats
import Foundation
import Testing
import Tokens

/// Every prefix and every change of one byte of a small valid file of each kind is loaded or refused, never a trap.
struct EveryByteTests {
  private static let wordPiece = #"""
    {"model":{"type":"WordPiece","unk_token":"?","continuing_subword_prefix":"#","max_input_chars_per_word":9,
    "vocab":{"?":0,"a":1,"#b":2,"\u00e9":3}},"decoder":{"type":"WordPiece","prefix":"#","cleanup":true},"normalizer":
    {"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
    "pre_tokenizer":{"type":"BertPreTokenizer"},"post_processor":{"type":"BertProcessing","sep":["?",0],"cls":["a",1]}}
    """#

  private static let wordLevel = #"""
    {"model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0,"ab":1}},"pre_tokenizer":{"type":"WhitespaceSplit"},
    "post_processor":{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A","type_id":0}}],"pair":[{"Sequence":
    {"id":"A","type_id":0}},{"SpecialToken":{"id":"?","type_id":1}},{"Sequence":{"id":"B","type_id":1}}],"special_tokens":
    {"?":{"id":"?","ids":[0],"tokens":["?"]}}},"truncation":{"max_length":9,"stride":1,"strategy":"LongestFirst","direction":
    "Left"},"padding":{"strategy":{"Fixed":9},"direction":"Left","pad_to_multiple_of":8,"pad_id":0,"pad_type_id":0}}
    """#

  private static let unigram = #"""
    {"model":{"type":"Unigram","unk_id":0,"byte_fallback":true,"vocab":[["?",0],["a",-1.5],["ab",-2e0],["<0xFF>",-9]]},
    "pre_tokenizer":{"type":"Metaspace","replacement":"_","prepend_scheme":"always","split":true},"decoder":null}
    """#

  private static let vocabulary = #"{"a":0,"b":1,"ab":2,"\u0120":3,"\u0120a":4}"#
  private static let merges = "#version: 0.2\na b\nĠ a\n"
  private static let words = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\ncafé\n"
  private static let config = #"""
    {"tokenizer_class":"RobertaTokenizer","add_prefix_space":false,"bos_token":"a","eos_token":{"content":"<e>"},
    "added_tokens_decoder":{"5":{"content":"<x>","lstrip":true,"special":true}},"model_max_length":1e30,"chat_template":"{{a}}"}
    """#

  /// Writes files into a folder of its own and removes them afterwards.
  private func withFolder(_ files: [String: [UInt8]], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name)) }
    try body(folder)
  }

  /// Opens bytes as if they were the file at `path`; whether they loaded.
  @discardableResult
  private func open(_ bytes: [UInt8], _ path: String) -> Bool {
    var source = FormatSource(path: path, bytes: bytes, name: "small")
    for format in FormatCatalog.all where format.sniff(bytes.prefix(4096)) {
      guard case .tokenizer(let tokenizer)? = try? format.read(&source, .open) else { return false }
      let text: [UInt8] = Array("ab <x>aé \u{301}?b".utf8) + [0xFF, 0xC3]
      let tokens = try? tokenizer.encode(text, EncodeOptions(special: .allow, addSpecial: true), .open)
      _ = tokens.map { tokenizer.referenceSpans($0, in: text) }
      _ = tokens.flatMap { try? tokenizer.decode($0.map(\.id)) }
      if let pipeline = tokenizer as? Pipeline {
        _ = try? pipeline.input(
          text, text, truncation: pipeline.parts.truncation, padding: pipeline.parts.padding)
        _ = pipeline.parts.model.reasons(text.span, 0..<text.count)
      }
      return tokens != nil
    }
    return false
  }

  /// All prefixes; and at every place every other byte, or every `step`-th.
  private func openAll(_ bytes: [UInt8], _ path: String, step: Int = 1) {
    #expect(open(bytes, path), "\(path) itself should load")
    for count in 0..<bytes.count { open(Array(bytes.prefix(count)), path) }
    for place in bytes.indices {
      for change in stride(from: 1 + place % step, to: 256, by: step) {
        var changed = bytes
        changed[place] ^= UInt8(change)
        open(changed, path)
      }
    }
  }

  @Test(arguments: [wordPiece, wordLevel, unigram])
  func `a tokenizer file of each model kind`(_ file: String) {
    openAll(Array(file.utf8), "/x/small.json", step: 11)
  }

  @Test func `a vocabulary and merges`() throws {
    let files = ["vocab.json": Array(Self.vocabulary.utf8), "merges.txt": Array(Self.merges.utf8)]
    try withFolder(files) { folder in
      openAll(Array(Self.vocabulary.utf8), folder + "/vocab.json")
      openAll(Array(Self.merges.utf8), folder + "/merges.txt")
    }
  }

  @Test func `a vocabulary of word pieces`() {
    openAll(Array(Self.words.utf8), "/x/vocab.txt")
  }

  @Test func `merges of CLIP`() {
    openAll(
      Array("\"bpe_simple_vocab_16e6.txt#version: 0.2\ni n\nt h</w>\nin th</w>\n".utf8), "/x/clip.txt",
      step: 17)
  }

  @Test func `a configuration beside a vocabulary`() throws {
    let files = ["vocab.json": Array(Self.vocabulary.utf8), "merges.txt": Array(Self.merges.utf8)]
    try withFolder(files) { folder in
      let bytes = Array(Self.config.utf8)
      let path = folder + "/tokenizer_config.json"
      for place in bytes.indices {
        for change in [1, 2, 0x80, 0x20, 0x5B] as [UInt8] {
          var changed = bytes
          changed[place] ^= change
          try Data(changed).write(to: URL(fileURLWithPath: path))
          open(Array(Self.vocabulary.utf8), folder + "/vocab.json")
        }
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(open(Array(Self.vocabulary.utf8), folder + "/vocab.json"))
    }
  }
}
