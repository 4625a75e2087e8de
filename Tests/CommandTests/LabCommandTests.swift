import Foundation
import Testing

/// Micro models from the command line.
@Suite struct LabCommandTests {
  private static func bytes(_ folder: TemporaryFolder, _ name: String) throws -> Data {
    try Data(contentsOf: folder.url(name))
  }

  @Test func `the sample models are listed with what they are`() throws {
    let ran = try tessera("lab")
    #expect(ran.code == 0, "\(ran.err)")
    for name in ["cls-vit", "projector", "reader"] { #expect(ran.text.contains(name)) }
    let said = ran.text.split { $0.isWhitespace }.joined(separator: " ")
    #expect(said.contains("29640 weights, trained here on procedural scenes, 900 steps, seed 1"), "\(said)")
  }

  @Test func `a seed writes the same scenes, and a table of what is in them`() throws {
    let folder = try TemporaryFolder()
    for part in ["one", "two"] {
      let ran = try tessera("lab", "scenes", "-o", folder.path + "/" + part, "--count", "3", "--seed", "7")
      #expect(ran.code == 0, "\(ran.err)")
      #expect(ran.text.contains("yellow cross top 2, green square bottom 2"), "\(ran.text)")
    }
    for name in ["scene-01.png", "scene-02.png", "scene-03.png"] {
      let png = try Self.bytes(folder, "one/" + name)
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(try png == Self.bytes(folder, "two/" + name))
    }
  }

  @Test func `the same seed trains the same bytes, another seed others`() throws {
    let folder = try TemporaryFolder()
    for (part, seed) in [("one", "3"), ("two", "3"), ("three", "4")] {
      let out = folder.path + "/" + part
      let ran = try tessera("lab", "train", "projector", "--steps", "8", "--seed", seed, "--out", out)
      #expect(ran.code == 0, "\(ran.err)")
      let said = ran.text.split { $0.isWhitespace }.joined(separator: " ")
      #expect(said.contains("Loss of projector") && said.contains("8 steps, seed \(seed)."), "\(said)")
      #expect(ran.err.contains("projector 8/8"))
    }
    let name = "/projector.safetensors"
    #expect(try Self.bytes(folder, "one" + name) == Self.bytes(folder, "two" + name))
    #expect(try Self.bytes(folder, "one" + name) != Self.bytes(folder, "three" + name))
  }

  /// Ctrl-C comes once the first line of the curve is there.
  @Test func `a training that was stopped keeps a checkpoint and ends as one that was not`() throws {
    let folder = try TemporaryFolder()
    let train = ["lab", "train", "projector", "--steps", "80", "--out"]
    let stopped = try shell(
      #"""
      "$0" "$@" 2>"$OUT.err" & job=$!
      until [ -s "$OUT.err" ]; do sleep 0.05; done
      kill -INT $job; wait $job
      """#.replacingOccurrences(of: "$OUT", with: folder.path + "/cut"), train + [folder.path + "/cut"])
    #expect(stopped.code == 130)
    let said = try String(contentsOf: folder.url("cut.err"), encoding: .utf8)
    #expect(said.contains("of 80 is kept; the same command with --resume goes on"), "\(said)")
    let checkpoint = folder.url("cut/projector.checkpoint.safetensors").path
    #expect(FileManager.default.fileExists(atPath: checkpoint))
    let other = try tessera(train + [folder.path + "/cut", "--resume", "--seed", "2"])
    #expect(
      other.code == 2 && other.err.contains("it is of seed 1 and 80 steps, not of seed 2"), "\(other.err)")
    #expect(try tessera(train + [folder.path + "/cut", "--resume"]).code == 0)
    #expect(!FileManager.default.fileExists(atPath: checkpoint))
    #expect(try tessera(train + [folder.path + "/whole"]).code == 0)
    let name = "/projector.safetensors"
    #expect(try Self.bytes(folder, "cut" + name) == Self.bytes(folder, "whole" + name))
  }

  @Test func `the reader answers about a fresh scene and about a picture`() throws {
    let fresh = try tessera("lab", "ask", "--seed", "3", "--format", "csv")
    #expect(fresh.code == 0, "\(fresh.err)")
    #expect(fresh.lines.first == "question,answer,sure,true" && fresh.lines.count == 6, "\(fresh.text)")
    let folder = try TemporaryFolder()
    #expect(try tessera("lab", "scenes", "-o", folder.path, "--count", "1", "--objects", "1").code == 0)
    let asked = try tessera("lab", "ask", folder.path + "/scene-01.png", "--topic", "row", "--format", "csv")
    #expect(asked.lines.count == 2 && asked.lines[1].hasPrefix("row ?,"), "\(asked.text) \(asked.err)")
  }

  @Test func `what is measured names its seed and has controls of the same size`() throws {
    let ran = try tessera("lab", "measure", "--scenes", "12", "--seed", "5")
    #expect(ran.code == 0, "\(ran.err)")
    for words in [
      "12 questions, seed 5", "all tokens as they are", "recurring removed", "as many alive removed",
      "as many at random removed", "as many evenly spaced removed", "all tokens enter before layer 1",
      "no tokens at all",
    ] {
      #expect(ran.text.contains(words), "\(words)")
    }
  }

  @Test func `wrong options and missing models are refused`() throws {
    let folder = try TemporaryFolder()
    #expect(try tessera("lab", "train", "projector", "--steps", "0", "--out", folder.path).code == 2)
    #expect(try tessera("lab", "train", "reader", "--attention", "--out", folder.path).code == 2)
    #expect(try tessera("lab", "train", "projector", "--resume", "--out", folder.path).code == 3)
    #expect(try tessera("lab", "scenes", "-o", folder.path, "--objects", "5").code == 2)
    #expect(try tessera("lab", "measure", "--scenes", "3").code == 2)
    let missing = try tessera("lab", "--models", folder.path)
    #expect(missing.code == 3 && missing.err.contains("cls-vit.safetensors"), "\(missing.err)")
    let file = try folder.file("broken.png", "no picture")
    #expect(try tessera("lab", "ask", file).code == 3)
  }
}
