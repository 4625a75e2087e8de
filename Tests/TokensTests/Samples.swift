import Basics
import Foundation
import Tokens

/// Files of vocabularies and expected results that are not part of the package.
enum Samples {
  /// The folder, nil when it is absent and the tests that need it are skipped.
  static let folder: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["TESSERA_DATA"]
    let path = named ?? root.deletingLastPathComponent().path + "/shared/data/unpacked"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  static var arePresent: Bool { folder != nil }

  static func bytes(_ name: String) throws -> [UInt8] { try Files.read((folder ?? "") + "/" + name) }

  static func json(_ name: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(try bytes(name)), options: [.fragmentsAllowed])
  }

  /// The entries of a tiktoken file in rank order, and its pattern.
  static func tiktoken(_ name: String) throws -> (table: VocabularyTable, pattern: String) {
    var entries: [[UInt8]] = []
    for line in try bytes("vocabs/tiktoken/\(name).tiktoken").split(whereSeparator: { $0 == 10 || $0 == 13 })
    {
      let parts = line.split(separator: 32)
      guard parts.count == 2, let data = Data(base64Encoded: Data(parts[0])),
        let text = String(bytes: parts[1], encoding: .utf8),
        let rank = Int(text)
      else { continue }
      while entries.count < rank { entries.append([]) }
      entries.append([UInt8](data))
    }
    let meta = try json("vocabs/tiktoken/\(name).tiktoken.meta.json") as? [String: Any]
    let kinds = entries.map { $0.isEmpty ? EntryKind.hole : .normal }
    return (VocabularyTable(entries, kinds: kinds), meta?["pat_str"] as? String ?? "")
  }

  /// One test of a file of expected results.
  struct Golden: Decodable {
    struct Repeated: Decodable {
      var prefix: String?
      var `repeat`: String
      var count: Int
      var suffix: String?
    }

    var id: String?
    var text: String?
    var coded: String?
    var gen: Repeated?
    var raises: Bool?
    var ids: [Int]?
    var spans: [[Int]]?
    var count: Int?
    var head: [Int]?
    var tail: [Int]?

    private enum CodingKeys: String, CodingKey {
      case id, text, gen, raises, ids, spans, head, tail
      case coded = "bytes_b64"
      case count = "n_ids"
    }

    /// The input.
    var bytes: [UInt8]? {
      if let text { return Array(text.utf8) }
      if let coded { return Data(base64Encoded: coded).map { [UInt8]($0) } }
      guard let gen else { return nil }
      let middle = String(repeating: gen.repeat, count: gen.count)
      return Array(((gen.prefix ?? "") + middle + (gen.suffix ?? "")).utf8)
    }
  }

  /// The tests of one file of expected results.
  static func goldens(_ name: String) throws -> [Golden] {
    try bytes("goldens/\(name).jsonl").split(separator: 10).map {
      try JSONDecoder().decode(Golden.self, from: Data($0))
    }
  }

  /// Every short text of the expected results of one file.
  static func texts(_ name: String) throws -> [[UInt8]] {
    try goldens(name).compactMap(\.text).map { Array($0.utf8) }
  }
}
