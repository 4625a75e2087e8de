import Basics
import Foundation
import Testing

/// Whole runs against the reference ids and spans of real vocabularies, when they are at hand.
@Suite struct GoldenCommandTests {
  private static let data: String? = {
    let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../shared/data/unpacked")
      .standardized.path
    let folder = ProcessInfo.processInfo.environment["TESSERA_DATA"] ?? root
    return FileManager.default.fileExists(atPath: folder + "/goldens") ? folder : nil
  }()

  @Test(
    .enabled(if: data != nil, "the reference data are not there"),
    arguments: [("hf", "qwen2.json"), ("hf", "roberta-base.json"), ("tiktoken", "o200k_base.tiktoken")])
  func `JSON lines give the reference's ids and spans`(_ kind: String, _ file: String) throws {
    let data = try #require(Self.data)
    let golden = try String(contentsOfFile: "\(data)/goldens/\(kind).\(file).jsonl", encoding: .utf8)
    let lines = golden.split(separator: "\n").filter {
      ($0.contains("\"text\":") || $0.contains("\"bytes_b64\":")) && $0.contains("\"spans\":")
        && $0.contains("\"ids\":")
    }
    let folder = try TemporaryFolder()
    let input = try folder.file("in.jsonl", lines.joined(separator: "\n"))
    let special = kind == "tiktoken" ? "text" : "library"
    let ran = try tessera(
      "encode", "-t", "\(data)/vocabs/\(kind)/\(file)", "--jsonl", "--spans", "--special", special, input)
    #expect(ran.lines.count == lines.count)
    for (expected, got) in zip(lines, ran.lines) {
      let (expected, got) = try (object(expected), object(got))
      let name = expected["id"] as? String ?? ""
      #expect(got["ids"] as? [Int] == expected["ids"] as? [Int], "\(name)")
      #expect(got["spans"] as? [[Int]] == expected["spans"] as? [[Int]], "\(name)")
    }
  }

  private func object(_ line: Substring) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
  }
}
