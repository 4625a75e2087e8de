import Basics
import Formats
import Foundation
import Testing

@testable import Tokens

/// The file of classes beside the folder of unpacked data.
enum UnicodeClasses {
  static let all: Setting? = {
    guard let folder = GoldenData.folder else { return nil }
    let file = URL(fileURLWithPath: folder).deletingLastPathComponent().path + "/unicode/classes.json"
    guard let bytes = try? Files.read(file), var scanner = try? JSONScanner(bytes, file: file) else {
      return nil
    }
    return try? scanner.value()
  }()
}

/// What the Hugging Face library does to each single character, asked of it and kept in classes.json.
@Suite(.enabled(if: UnicodeClasses.all != nil, "needs TESSERA_DATA"))
struct UnicodeEditionTests {
  private static var scalars: [UInt32] { Array(0..<0xD800) + Array(0xE000..<0x110000) }

  private func apply(_ normalizer: any Normalizer, _ text: [UInt8]) throws -> [UInt8] {
    try normalizer.normalize(AlignedText(text.span, 0..<text.count)).bytes
  }

  private func part(_ type: String, _ settings: [(String, Setting)] = []) throws -> any Normalizer {
    let fields = [("type", Setting.text(Array(type.utf8)))] + settings
    let setting = Setting.fields(fields.map { Setting.Field(name: Array($0.0.utf8), value: $0.1) })
    return try #require(
      try PipelineCatalog.normalizers(Declaration(setting, file: "test", field: "normalizer")).first)
  }

  @Test(arguments: ["NFC", "NFD", "NFKC", "NFKD"])
  func `normal forms of all characters have the digest of the reference`(_ form: String) throws {
    let normalizer = try part(form)
    let table = NormalizationTable.shared
    var lines: [[UInt8]] = []
    for scalar in Self.scalars where scalar >= 0xA0 {
      guard table.decomposition(of: scalar, compatible: true) != nil else { continue }
      var text: [UInt8] = []
      Unit.append(scalar, to: &text)
      let result = try apply(normalizer, text)
      if result != text { lines.append(Array("\(String(scalar, radix: 16)) ".utf8) + result) }
    }
    let digest = SHA256.hex(Array(lines.joined(separator: [0x0A])))
    #expect(digest == UnicodeClasses.all?["hf_norm"]?[form]?["sha256"]?.string)
  }

  @Test(arguments: ["Lowercase", "StripAccents", "Nmt", "BertLowercaseStripAccents"])
  func `changed characters are those of the reference`(_ name: String) throws {
    let isBert = name == "BertLowercaseStripAccents"
    let normalizer =
      isBert
      ? try part(
        "BertNormalizer",
        [("clean_text", .flag(false)), ("handle_chinese_chars", .flag(false)), ("lowercase", .flag(true))])
      : try part(name)
    guard case .fields(let fields)? = UnicodeClasses.all?["hf_norm"]?[name] else { return }
    let expected = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value.bytes ?? []) })
    var wrong: [String] = []
    for scalar in Self.scalars where !(0xAC00..<0xD7A4).contains(scalar) {
      var text: [UInt8] = []
      Unit.append(scalar, to: &text)
      let result = try apply(normalizer, text)
      if result != expected[Array(String(scalar, radix: 16).utf8)] ?? text {
        wrong.append(String(scalar, radix: 16))
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(20))")
  }

  @Test func `sets of characters are those of the reference`() throws {
    let pre = try #require(UnicodeClasses.all?["hf_pre"])
    let bert = try #require(UnicodeClasses.all?["hf_bert"])
    for (set, ranges) in [
      (ScalarSet.punctuation, pre["Punctuation"]), (.whitespace, pre["WhitespaceSplit"]),
      (.word, pre["Whitespace_word"]),
      (.bertRemoved, bert["removed"]), (.punctuation, bert["punctuation"]),
    ] {
      let listed = Set((ranges?.spans ?? []).flatMap { UInt32($0.lowerBound)...UInt32($0.upperBound) })
      #expect(!listed.isEmpty)
      #expect(Self.scalars.first { set.contains($0) != listed.contains($0) } == nil)
    }
  }
}
