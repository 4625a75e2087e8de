import Foundation
import Testing

/// A Python with torch, transformers and safetensors, named by TESSERA_PYTHON.
private let python: String? = {
  guard let path = ProcessInfo.processInfo.environment["TESSERA_PYTHON"] else { return nil }
  let needed = "import torch, transformers, tokenizers, safetensors"
  let ran = try? shell("exec \"$1\" -c \"$2\"", path, needed)
  return ran?.code == 0 ? path : nil
}()

/// The script in `Samples` that writes what a model makes of a text, and what the program reads of it.
@Suite(.enabled(if: python != nil, "TESSERA_PYTHON names no Python with torch, transformers and safetensors"))
struct HiddenStatesTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let text = "the café cat sat on the mat"

  private struct Expected: Decodable {
    var shape: [Int]
    var cosines: [Double]
  }

  /// A random model, and its states as the script writes them.
  private func dumped(_ folder: TemporaryFolder) throws -> (file: String, expected: Expected) {
    let (model, file) = (folder.path + "/model", folder.path + "/states.safetensors")
    let made = try shell(
      "exec \"$1\" \"$2/Tests/References/make_tiny_model.py\" \"$3\" \"$4\"", python ?? "", Self.root, model,
      Self.text)
    #expect(made.code == 0, "\(made.err)")
    let ran = try shell(
      "exec \"$1\" \"$2/Samples/dump_hidden_states.py\" \"$3\" \"$4\" -o \"$5\" --embeddings", python ?? "",
      Self.root, model, Self.text, file)
    #expect(ran.code == 0 && ran.text == "\(file): 9 tokens\n", "\(ran.err)")
    return (file, try JSONDecoder().decode(Expected.self, from: Data(made.out)))
  }

  @Test func `what the script writes is what the library computes, with the tokens' own bytes`() throws {
    let folder = try TemporaryFolder()
    let (file, expected) = try dumped(folder)
    #expect(expected.shape == [3, 9, 16])
    let list = try tessera("tensor", "ls", file).text
    for part in ["hidden_states", "[3, 9, 16]", "attentions", "[2, 2, 9, 9]", "embeddings", "[9, 16]", "[9]"]
    {
      #expect(list.contains(part), "\(part)")
    }
    let ran = try tessera("similar", "--states", file, "--format", "csv")
    #expect(ran.code == 0, "\(ran.err)")
    let rows = ran.lines.dropFirst().map { $0.split(separator: ",") }
    #expect(
      rows.map { String($0[0]) } == ["[CLS]", "the", "café", "cat", "sat", "on", "the", "mat", "[SEP]"])
    let found = rows.flatMap { $0.dropFirst().compactMap { Double($0) } }
    #expect(found.count == 81)
    for (a, b) in zip(found, expected.cosines) { #expect(abs(a - b) < 1e-5) }
  }

  @Test func `layers are compared, and tokens laid out`() throws {
    let folder = try TemporaryFolder()
    let (file, _) = try dumped(folder)
    let layers = try tessera("similar", "--states", file, "--layers", "--format", "csv")
    #expect(layers.lines.count == 4, "\(layers.err)")
    let plane = try tessera("project", "--states", file, "--layer", "0", "--format", "csv")
    #expect(plane.lines.count == 10 && plane.text.contains("café"), "\(plane.err)")
    #expect(try tessera("similar", "--states", file, "--layer", "3").code == 2)
  }
}
