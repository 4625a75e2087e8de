import Basics
import Documents
import Formats
import Foundation
import Glibc
import Prints
import Testing
import Tokens
import Workbench

/// Counting files in parts on all processors, beside encoding them whole.
struct CountingTests {
  @Test("Large files in parts and small ones in groups have the counts of the whole texts")
  func counts() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tessera-counting-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let tokenizer = try TokenizerReader.read(path: "Samples/tessera-sample.json", ticket: .open)
    var random = SeededRandom(seed: 7)
    var wanted: [FileCount] = []
    for (index, size) in [0, 10, 5_000, 3_500_000, 1_048_576, 1_048_577, 700_000].enumerated() {
      var text: [UInt8] = []
      while text.count < size {
        text += (0..<random.next() % 9).map { _ in UInt8(97 + random.next() % 26) }
        text += Array([" ", "\n", ". ", " 42 ", "é", "  \n\n"][Int(random.next() % 6)].utf8)
      }
      if index == 2 { text[100] = 0 }
      let path = folder.appending(path: "\(index).txt").path
      try Data(text).write(to: URL(filePath: path))
      let isBinary = index == 2
      wanted.append(
        FileCount(
          path: path, byteCount: text.count, tokenCounts: [isBinary ? 0 : try tokenizer.encode(text).count],
          isBinary: isBinary))
    }
    let files = FolderWalk.files([folder.path]) { _ in }
    var found: [FileCount] = []
    found = await Counting([tokenizer], EncodeOptions(), countsBinary: false).run(files) {
      Issue.record("\($0)")
    } progress: { _ in
    }
    #expect(found.map(\.tokenCounts) == wanted.map(\.tokenCounts))
    #expect(found.map(\.byteCount) == wanted.map(\.byteCount))
    #expect(found.map(\.isBinary) == wanted.map(\.isBinary))
  }

  @Test("Bare ids are printed as the print for ids has them", arguments: ["", "a", "the cat ", "\n"])
  func ids(unit: String) async throws {
    let tokenizer = try TokenizerReader.read(path: "Samples/tessera-sample.json", ticket: .open)
    let folder = FileManager.default.temporaryDirectory.appending(path: "tessera-ids-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = folder.appending(path: "text").path
    try Data(String(repeating: unit, count: 300_000).utf8).write(to: URL(filePath: text))
    let encoding = TextEncoding(tokenizer, EncodeOptions())
    let quick = try await written(folder) { (output: inout OutputBytes) async throws(Trouble) in
      try await encoding.runIDs(text, to: &output)
    }
    let plain = try await written(folder) { (output: inout OutputBytes) async throws(Trouble) in
      try await encoding.run(text, as: IDsPrint(PrintOptions()), to: &output)
    }
    #expect(quick == plain && !quick.isEmpty)
  }

  private func written(
    _ folder: URL, _ body: (inout OutputBytes) async throws(Trouble) -> Void
  ) async throws -> [UInt8] {
    let path = folder.appending(path: "ids").path
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    var output = OutputBytes(descriptor)
    try await body(&output)
    return try Files.read(path)
  }
}
