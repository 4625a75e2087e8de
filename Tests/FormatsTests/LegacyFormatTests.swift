import Basics
import Formats
import Foundation
import Testing
import Tokens

/// Vocabularies with companions: which file is opened, what is taken from where, and what the card says.
struct LegacyFormatTests {
  private func withFolder<R>(_ files: [String: String], _ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    return try body(folder)
  }

  private static let vocabulary = #"{"a":0,"b":1,"ab":2,"Ġ":3,"Ġa":4,"<s>":5,"</s>":6,"<unk>":7,"<mask>":8}"#
  private static let merges = "#version: 0.2\na b\nĠ a\n"
  private static let words = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\nA\n"

  private func ids(_ tokenizer: any Tokenizer, _ text: String, special: Bool = false) throws -> [TokenID] {
    try tokenizer.encode(Array(text.utf8), EncodeOptions(addSpecial: special), .open).map(\.id)
  }

  @Test(arguments: ["", "/vocab.json", "/merges.txt"])
  func `either file opens both, and so does the folder`(_ name: String) throws {
    try withFolder(["vocab.json": Self.vocabulary, "merges.txt": Self.merges]) { folder in
      let tokenizer = try TokenizerReader.read(path: folder + name, ticket: .open)
      #expect(try ids(tokenizer, "ab a<s>") == [2, 4])
      #expect(tokenizer.card.name == PathNames.last(folder))
      #expect(
        tokenizer.card.notes == [
          "Nothing says how text is split; by its entries it is taken for GPT-2's byte-level BPE."
        ])
    }
  }

  @Test func `the beginning of the names is enough`() throws {
    try withFolder(["x.vocab.json": Self.vocabulary, "x.merges.txt": Self.merges]) { folder in
      let tokenizer = try TokenizerReader.read(path: folder + "/x", ticket: .open)
      #expect(tokenizer.card.name == "x")
      #expect(try ids(tokenizer, "ab") == [2])
    }
  }

  @Test func `the class frames the text, and details are kept`() throws {
    let config = #"""
      {"tokenizer_class": "RobertaTokenizer", "model_max_length": 512, "chat_template": "{{ x }}",
      "added_tokens_decoder": {"9": {"content": "<x>", "special": false}}}
      """#
    let files = ["vocab.json": Self.vocabulary, "merges.txt": Self.merges, "tokenizer_config.json": config]
    try withFolder(files) { folder in
      let tokenizer = try TokenizerReader.read(path: folder, ticket: .open)
      #expect(try ids(tokenizer, "ab <mask><x>", special: true) == [5, 2, 8, 9, 6])
      #expect(
        tokenizer.card.notes == ["It is built as a RobertaTokenizer, which tokenizer_config.json names."])
      #expect(
        tokenizer.card.details == [
          TokenizerDetail(name: "tokenizer_class", value: "RobertaTokenizer"),
          TokenizerDetail(name: "model_max_length", value: "512"),
          TokenizerDetail(name: "chat_template", value: "{{ x }}"),
        ])
    }
  }

  @Test func `special tokens of the map are added`() throws {
    let map = #"{"bos_token": "<s>", "additional_special_tokens": ["<new>"]}"#
    let files = ["vocab.json": Self.vocabulary, "merges.txt": Self.merges, "special_tokens_map.json": map]
    try withFolder(files) { folder in
      let tokenizer = try TokenizerReader.read(path: folder, ticket: .open)
      #expect(try ids(tokenizer, "<s>ab<new>") == [5, 2, 9])
    }
  }

  @Test func `case is taken from the configuration, the name or the entries`() throws {
    let lower = #"{"do_lower_case": true}"#
    try withFolder(["vocab.txt": Self.words, "tokenizer_config.json": lower]) { folder in
      let tokenizer = try TokenizerReader.read(path: folder, ticket: .open)
      #expect(try ids(tokenizer, "Ab A", special: true) == [2, 5, 6, 5, 3])
    }
    try withFolder(["x-uncased-vocab.txt": Self.words, "vocab.txt": Self.words]) { folder in
      let named = try TokenizerReader.read(path: folder + "/x-uncased-vocab.txt", ticket: .open)
      #expect(try ids(named, "Ab A") == [5, 6, 5])
      #expect(named.card.notes == ["Text is put into lower case, which is assumed from the name x-uncased."])
      let plain = try TokenizerReader.read(path: folder + "/vocab.txt", ticket: .open)
      #expect(try ids(plain, "Ab A") == [7, 6, 7])
      #expect(
        plain.card.notes == [
          "Text is left in its case, which is assumed because entries hold capital letters."
        ])
    }
  }

  @Test func `half a tokenizer says what is missing`() throws {
    try withFolder(["vocab.json": Self.vocabulary]) { folder in
      do {
        _ = try TokenizerReader.read(path: folder, ticket: .open)
        Issue.record("half a tokenizer was read")
      } catch {
        #expect("\(error)".contains("its merges.txt is not beside it"), "\(error)")
      }
    }
  }

  @Test func `a bad merge is named by its line`() throws {
    for (bad, what) in [
      ("a b\nx y\n", "line 3: the part x is not"), ("a b c\n", "line 2: two parts"),
      ("\na b\n", "line 2: two parts"),
    ] {
      try withFolder(["vocab.json": Self.vocabulary, "merges.txt": "#version: 0.2\n" + bad]) { folder in
        do {
          _ = try TokenizerReader.read(path: folder, ticket: .open)
          Issue.record("\(bad) was read")
        } catch { #expect("\(error)".contains("merges.txt, \(what)"), "\(error)") }
      }
    }
  }

  @Test func `the class decides between vocabularies, tokenizer.json comes first`() throws {
    let config = #"{"tokenizer_class": "BertTokenizerFast"}"#
    var files = [
      "vocab.txt": Self.words, "vocab.json": Self.vocabulary, "merges.txt": Self.merges,
      "tokenizer_config.json": config,
    ]
    try withFolder(files) { folder in
      let file = try TokenizerReader.file(in: folder)
      #expect(file == folder + "/vocab.txt")
    }
    files["tokenizer.json"] = "{}"
    try withFolder(files) { folder in
      let file = try TokenizerReader.file(in: folder)
      #expect(file == folder + "/tokenizer.json")
    }
    for name in ["m.model", "m.gguf"] {
      try withFolder([name: "x", "config.json": "{}"]) { folder in
        let file = try TokenizerReader.file(in: folder)
        #expect(file == folder + "/" + name)
      }
    }
  }

  @Test(arguments: [
    (
      #""type":"WordPiece","unk_token":"?","continuing_subword_prefix":"-","vocab":{"?":0}"#,
      "max_input_chars"
    ),
    (#""type":"WordLevel","vocab":{"?":0}"#, "unk_token"),
    (#""type":"Unigram","vocab":{"?":0}"#, "a list expected"),
    (#""type":"Unigram","unk_id":3,"vocab":[["a",0]]"#, "unk_id"),
    (#""type":"Unigram","unk_id":0,"vocab":[["a",0,1]]"#, "more found"),
    (#""type":"Unigram","unk_id":0,"vocab":[["a"]]"#, "no score"),
    (#""type":"WordLevel","unk_token":"?","vocab":[["a",0]]"#, "an object expected"),
    (#""type":"BPE","dropout":1.5,"vocab":{"a":0},"merges":[]"#, "dropout"),
  ])
  func `a model that is not complete is refused by the name of what is wrong`(_ model: String, _ what: String)
  {
    var source = FormatSource(path: "x.json", bytes: Array("{\"model\":{\(model)}}".utf8), name: "x")
    do {
      _ = try TokenizerJSON.read(&source, .open)
      Issue.record("\(model) was read")
    } catch { #expect("\(error)".contains(what), "\(error)") }
  }
}
