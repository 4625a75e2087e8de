import Basics
import Testing
import Tokens

@testable import Formats

/// Small SentencePiece models made here: what is read, what is refused, and what is written again.
struct SentencePieceTests {
  /// `<unk> <s> </s>`, then what is given, as a unigram model.
  static func model(
    _ pieces: [(String, Float, Int32)], _ change: (inout SentencePieceTrainerSpec) -> Void = { _ in }
  ) throws -> SentencePieceModel {
    var model = SentencePieceModel()
    for (text, score, type) in [("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3)] + pieces {
      var entry = SentencePieceEntry()
      entry.piece.append(contentsOf: Array(text.utf8))
      entry.score = score
      entry.type = type
      model.pieces.append(entry)
    }
    var trainer = SentencePieceTrainerSpec()
    change(&trainer)
    model.trainerSpec = [try trainer.serializedData()]
    return model
  }

  static func read(_ model: SentencePieceModel) throws -> Pipeline {
    var source = FormatSource(path: "small.model", bytes: try model.serializedBytes(), name: "small")
    let content = try SentencePiece.read(&source, .open)
    return try #require(
      { if case .tokenizer(let tokenizer) = content { tokenizer as? Pipeline } else { nil } }())
  }

  private static let letters: [(String, Float, Int32)] = [
    ("▁", -2, 1), ("a", -3, 1), ("b", -3.5, 1), ("ab", -4, 1), ("▁a", -4.25, 1), ("é", -5, 1), ("<x>", 0, 4),
  ]

  private func ids(_ pipeline: Pipeline, _ text: String, framed: Bool = false) throws -> [TokenID] {
    try pipeline.encode(Array(text.utf8), EncodeOptions(addSpecial: framed), .open).map(\.id)
  }

  @Test func `each kind of model cuts in its own way`() throws {
    let unigram = try Self.read(try Self.model(Self.letters))
    #expect(try ids(unigram, " ab  zz<x>é ") == [3, 6, 3, 0, 9, 8])
    #expect(try ids(unigram, "a", framed: true) == [1, 7, 2])
    let pairs = try Self.read(try Self.model(Self.letters) { $0.modelType = 2 })
    #expect(try ids(pairs, "ab ab") == [3, 6, 3, 6])
    #expect(try ids(pairs, "aab") == [7, 6])
    let words = try Self.read(try Self.model(Self.letters) { $0.modelType = 3 })
    #expect(try ids(words, "a ab a") == [7, 0, 7])
    let characters = try Self.read(try Self.model(Self.letters) { $0.modelType = 4 })
    #expect(try ids(characters, "ab<x>") == [3, 4, 5, 9])
  }

  @Test func `a part that stands twice counts as one with the fields of both`() throws {
    var model = try Self.model(Self.letters) { $0.modelType = 4 }
    var second = SentencePieceTrainerSpec()
    second.treatWhitespaceAsSuffix = true
    model.trainerSpec.append(try second.serializedData())
    let pipeline = try Self.read(model)
    #expect(pipeline.parts.model is CharacterModel)
    #expect(try ids(pipeline, "ab") == [4, 5, 3])
  }

  @Test func `an unused entry is taken apart into what made it`() throws {
    let pieces: [(String, Float, Int32)] = [
      ("a", -1, 1), ("b", -2, 1), ("c", -3, 1), ("ab", -4, 5), ("abc", -5, 5),
    ]
    let pipeline = try Self.read(try Self.model(pieces) { $0.modelType = 2 })
    #expect(try ids(pipeline, "abc") == [0, 3, 4, 5])
  }

  @Test(arguments: [1, 2, 3, 4] as [Int32])
  func `a model that was read is written so that it reads as the same`(_ type: Int32) throws {
    let model = try Self.model(Self.letters) {
      $0.modelType = type
      $0.treatWhitespaceAsSuffix = type == 4
      $0.unkSurface.append(contentsOf: Array("?".utf8))
    }
    let first = try Self.read(model)
    let bytes = try SentencePieceWriter.bytes(of: first, name: "small.model")
    var source = FormatSource(path: "small.model", bytes: bytes, name: "small")
    guard case .tokenizer(let tokenizer) = try SentencePiece.read(&source, .open) else { return }
    let second = try #require(tokenizer as? Pipeline)
    #expect(try SentencePieceWriter.bytes(of: second, name: "small.model") == bytes)
    for text in ["", " ab  zz<x>é ", "a<s>b", "ＡＢ é"] {
      #expect(try ids(first, text, framed: true) == ids(second, text, framed: true))
      let tokens = try first.encode(Array(text.utf8)).map(\.id)
      #expect(try first.decode(tokens) == second.decode(tokens))
    }
  }

  @Test func `what is no SentencePiece tokenizer is not written as one`() throws {
    var parts = try Self.read(try Self.model(Self.letters)).parts
    parts.preTokenizers = [try WhitespaceSplit(Declaration(.fields([]), file: "", field: ""))]
    #expect(throws: Trouble.self) { try SentencePieceWriter.bytes(of: Pipeline(parts), name: "x") }
  }

  @Test(arguments: [1, 2, 3, 4] as [Int32])
  func `every prefix and every change of a byte loads or is refused`(_ type: Int32) throws {
    var model = try Self.model(Self.letters + [("ab", 1, 5), ("▁ab", 2, 4)]) { $0.modelType = type }
    model.pieces[6].piece.append(0xFF)
    model.normalizerSpec = [try Self.normalizer().serializedData()]
    let bytes: [UInt8] = try model.serializedBytes()
    for count in 0..<bytes.count { Self.open(Array(bytes.prefix(count))) }
    var random = SeededRandom(seed: UInt64(type))
    for index in bytes.indices {
      for value in [0, 0xFF, bytes[index] ^ 1, bytes[index] ^ 0x80, UInt8(truncatingIfNeeded: random.next())]
      {
        var changed = bytes
        changed[index] = value
        Self.open(changed)
      }
    }
  }

  /// A table that maps A to a and B to nothing, by hand: the root leads to block 0, the leaves follow in it.
  static func normalizer() -> SentencePieceNormalizerSpec {
    var units = [UInt32](repeating: 0x8000_0000, count: 256)
    units[0] = 1 << 10  // Children of the root stand at 1 ^ label.
    let (a, b) = (1 ^ 0x41, 1 ^ 0x42)
    units[a] = 0x41 | 1 << 8 | UInt32(a ^ 0x80) << 10
    units[b] = 0x42 | 1 << 8 | UInt32(b ^ 0x81) << 10
    units[0x80] = 0x8000_0000
    units[0x81] = 0x8000_0001
    var bytes: [UInt8] = [0, 4, 0, 0]
    for unit in units {
      for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: unit >> UInt32(shift))) }
    }
    var spec = SentencePieceNormalizerSpec()
    spec.precompiledCharsmap.append(contentsOf: bytes + [0x61, 0])
    return spec
  }

  private static func open(_ bytes: [UInt8]) {
    var source = FormatSource(path: "small.model", bytes: bytes, name: "small")
    _ = SentencePiece.sniff(bytes.prefix(4096))
    guard case .tokenizer(let tokenizer)? = try? SentencePiece.read(&source, .open) else { return }
    let text: [UInt8] = Array("AaBb ab<x>é  ▁".utf8) + [0xFF, 0xC3]
    guard let tokens = try? tokenizer.encode(text, EncodeOptions(special: .allow, addSpecial: true), .open)
    else {
      return
    }
    _ = tokenizer.referenceSpans(tokens, in: text)
    _ = try? tokenizer.decode(tokens.map(\.id))
    let pipeline = tokenizer as? Pipeline
    for id in 0..<12 as Range<TokenID> { _ = pipeline?.derivation(of: id) }
    let reasons = pipeline?.parts.model.reasons(text.span, 0..<text.count)
    if case .lattice(let lattice)? = reasons { _ = lattice.bestPaths(9) }
  }

  @Test func `a table replaces what it names`() throws {
    var model = try Self.model(Self.letters) { $0.modelType = 4 }
    model.normalizerSpec = [try Self.normalizer().serializedData()]
    #expect(try ids(try Self.read(model), "AbBA") == [3, 4, 5, 4])
  }

  @Test func `other files are not taken for models`() {
    for text in ["\n{\"model\": 1}", "\n\n\n[", "IQ== 0\n", "\nIQ== 0\n", "GGUF", ""] {
      #expect(!SentencePiece.sniff(Array(text.utf8)[...]), "\(text)")
    }
  }
}
