import Basics
import Formats
import Testing
import Tokens

/// Broken and borderline files, with the reference loaders' verdicts in EXPECT.json.
@Suite(.enabled(if: GoldenData.isPresent, "needs TESSERA_DATA"))
struct InvalidTests {
  /// What we refuse though the reference loads it: of two meanings one would be lost.
  private static let stricter = ["dup-id.json": "used twice", "dupkey.json": "twice"]

  /// Where the refusal of a file should point, in part.
  private static let places = [
    "bad-regex.json": "pre_tokenizer.pattern.Regex", "merge-missing.json": "model.merges[2]",
    "bom.json": "byte 0",
    "merge-result-missing.json": "model.merges[2]", "negative-id.json": "the id -1",
    "version2.json": "version",
    "unknown-model.json": "is not a known model", "unknown-pre.json": "is not a known pre-tokenizer",
    "nan.json": "byte 21",
    "norank.tiktoken": "line 257", "negrank.tiktoken": "line 257", "duprank.tiktoken": "the rank 97",
    "charsmap-short.model": "precompiled_charsmap", "charsmap-size.model": "precompiled_charsmap",
    "charsmap-oob.model": "precompiled_charsmap", "truncated.model": "byte ", "no-unk.model": "pieces",
    "dup-piece.model": "pieces", "nan-score.model": "pieces", "empty-piece.model": "pieces",
    "no-pieces.model": "pieces", "bytefallback-incomplete.model": "256 byte entries",
    "missingbyte.tiktoken": "0x7a", "deep.json": "an object expected", "extra-key.json": "is not a section",
    "lone-surrogate.json": "surrogate", "truncated.json": "the file ends",
    "template-missing-id.json": "special_tokens",
    "truncated.gguf": "more than the file has room for", "version99.gguf": "version 2 or 3 of GGUF expected",
    "huge-count.gguf": "more than the file has room for",
    "huge-string.gguf": "more than the file has room for",
    "bigendian.gguf": "big-endian", "empty.gguf": "empty",
    "merge-3.json": "two parts", "merge-space.json": "two parts", "merge-mixed.json": "strings and as pairs",
  ]

  private static func expectations() throws -> [(String, Setting)] {
    guard GoldenData.isPresent else { return [] }
    let file = GoldenData.path("invalid/EXPECT.json")
    var scanner = try JSONScanner(try Files.read(file), file: file)
    guard case .fields(let fields) = try scanner.value() else { return [] }
    return fields.map { (String(decoding: $0.name, as: UTF8.self), $0.value) }
      .filter {
        [".tiktoken", ".txt", ".model", ".gguf"].contains(where: $0.0.hasSuffix)
          || ($0.0.hasSuffix(".json") && $0.0 != "EXPECT.json")
      }
  }

  /// What the verdicts of files that load are about.
  private static func text(_ name: String) -> String {
    if name.hasSuffix(".model") { return "Hello é" }
    return name.hasSuffix(".tiktoken") ? "ab zz" : name.hasSuffix(".txt") ? "a ab zz" : "ab ## c <x>"
  }

  @Test func `broken files are refused where the reference refuses them, others give its ids`() throws {
    let all = try Self.expectations()
    #expect(all.count > 30)
    for (name, expected) in all {
      let isRanks = name.hasSuffix(".tiktoken")
      let path = GoldenData.path("invalid/" + name)
      do {
        let tokenizer = try TokenizerReader.read(
          path: path, pattern: isRanks ? #"\S+|\s+"# : nil, ticket: .open)
        let text = Self.text(name)
        let ids = try tokenizer.encode(Array(text.utf8)).map { Int($0.id) }
        #expect(expected["reference"]?["loads"] == .flag(true), "\(name) should be refused")
        #expect(ids == expected["reference"]?["ids"]?.integers, "\(name)")
      } catch {
        let isExpected = expected["reference"]?["loads"] == .flag(false) || Self.stricter[name] != nil
        #expect(isExpected, "\(name): \(error)")
        let place = Self.places[name] ?? Self.stricter[name] ?? name
        #expect("\(error)".contains(place), "\(name): \(error)")
      }
    }
  }
}
