import Basics
import Formats
import Foundation
import Tokens

/// Vocabularies and expected tokens, when they are on this machine: `TESSERA_DATA`, or `../shared/data/unpacked` beside the package.
enum GoldenData {
  static let folder: String? = {
    if let folder = ProcessInfo.processInfo.environment["TESSERA_DATA"] { return folder }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let beside = root.deletingLastPathComponent().appendingPathComponent("shared/data/unpacked").path
    return FileManager.default.fileExists(atPath: beside) ? beside : nil
  }()

  static var isPresent: Bool { folder != nil }

  /// Shelves and files of all vocabularies that are compared: `hf/llama3.json`.
  static let vocabularies = names(on: ["hf", "synthetic-hf", "tiktoken", "bpe", "wordpiece"])

  /// The vocabularies on some shelves.
  static func names(on shelves: [String]) -> [String] {
    guard let folder else { return [] }
    let others = [".meta.json", ".merges.txt", ".gz", ".inp", ".out"]
    var result: [String] = []
    for shelf in shelves {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/vocabs/\(shelf)")) ?? []
      for name in names.sorted() where !others.contains(where: name.contains) {
        result.append("\(shelf)/\(name)")
      }
    }
    return result
  }

  static func path(_ name: String) -> String { "\(folder ?? "")/vocabs/\(name)" }

  /// The records of one vocabulary.
  static func records(_ name: String) throws -> [Setting] {
    let file = "\(folder ?? "")/goldens/\(name.replacingOccurrences(of: "/", with: ".")).jsonl"
    let bytes = try Files.read(file)
    return try bytes.split(separator: 0x0A).map { line in
      var scanner = try JSONScanner(Array(line), file: file)
      return try scanner.value()
    }
  }
}

extension Setting {
  var integers: [Int]? {
    guard case .list(let values) = self else { return nil }
    return values.compactMap { if case .integer(let value) = $0 { value } else { nil } }
  }

  var bytes: [UInt8]? { if case .text(let bytes) = self { bytes } else { nil } }
  var string: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
  var integer: Int? { if case .integer(let value) = self { value } else { nil } }

  var spans: [Range<Int>]? {
    guard case .list(let values) = self else { return nil }
    return values.compactMap { $0.integers }.map { $0[0]..<$0[1] }
  }

  /// A record's input: text, bytes, or a rule to make a long text.
  var input: [UInt8]? {
    if let text = self["text"]?.bytes { return text }
    if let packed = self["bytes_b64"]?.bytes { return decoded(packed) }
    guard let rule = self["gen"], let unit = rule["repeat"]?.bytes, let count = rule["count"]?.integer else {
      return nil
    }
    return (rule["prefix"]?.bytes ?? []) + Array(repeatElement(unit, count: count).joined())
      + (rule["suffix"]?.bytes ?? [])
  }

  func decoded(_ base64: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    _ = Base64.decode(base64[...], into: &bytes)
    return bytes
  }
}
