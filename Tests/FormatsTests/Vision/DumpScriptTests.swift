import Basics
import Formats
import Foundation
import Patches
import Tensors
import Testing

/// A Python with torch, transformers, safetensors and Pillow, named by TESSERA_PYTHON.
private let python: String? = {
  guard let path = ProcessInfo.processInfo.environment["TESSERA_PYTHON"] else { return nil }
  return (try? run(path, ["-c", "import torch, transformers, safetensors, PIL"])) == 0 ? path : nil
}()

private func run(_ program: String, _ arguments: [String]) throws -> Int32 {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
  try process.run()
  process.waitUntilExit()
  return process.terminationStatus
}

/// The script in `Samples` beside our own way from a picture's file to its tokens.
@Suite(.enabled(if: python != nil, "TESSERA_PYTHON names no Python with torch, transformers and Pillow"))
struct DumpScriptTests {
  private static let script =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/Samples/dump_hidden_states.py"
  private static let processor = """
    {"image_processor_type": "BitImageProcessor", "size": {"shortest_edge": 16}, "do_center_crop": false, "resample": 3,
    "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
    """

  /// 30 × 20 pixels in waves.
  private static var picture: Picture {
    var pixels = Pixels(width: 30, height: 20)
    for y in 0..<20 {
      for x in 0..<30 { pixels[x, y] = .init(UInt8(8 * x), UInt8(12 * y), UInt8((x * y) % 256)) }
    }
    return Picture(pixels: pixels)
  }

  @Test(arguments: ["registers", "siglip"])
  func `a dump of the script has the tokens that the model has here`(kind: String) throws {
    try VisionSamples.withCopy(kind) { folder in
      try Self.processor.write(
        toFile: folder + "/preprocessor_config.json", atomically: true, encoding: .utf8)
      let picture = Self.picture
      try Data(Array("P6 30 20 255\n".utf8) + picture.pixels.bytes).write(
        to: URL(fileURLWithPath: folder + "/waves.ppm"))
      let dump = folder + "/dump.safetensors"
      let code = try run(
        python ?? "", [Self.script, folder, "--picture", folder + "/waves.ppm", "--keys", "-o", dump])
      #expect(code == 0)
      let theirs = try #require(
        try VisualDump.read(dump, keeping: .init(attention: .all, keys: .all), .open).first)
      try FileManager.default.removeItem(atPath: dump)
      var model = try VisionFolder.open(folder, .open)
      model.keeping = .init(attention: .all, keys: .all)
      let ours = try model.tokens(of: picture, named: "waves.ppm", .open)
      #expect(
        theirs.name == ours.name && theirs.specials == ours.specials && theirs.firstPatch == ours.firstPatch)
      #expect((theirs.grid.rows, theirs.grid.columns, theirs.grid.patch) == (4, 6, 4))
      for (a, b) in zip(ours.layers, theirs.layers) {
        agree(a.hidden, b.hidden, "\(kind), \(b.name)")
        #expect(a.name == b.name && (a.attention == nil) == (b.attention == nil))
        if let maps = a.attention, let others = b.attention {
          agree(maps, others, "\(kind), attention of \(b.name)")
        }
        #expect((a.keys == nil) == (b.keys == nil))
        if let keys = a.keys, let others = b.keys { agree(keys, others, "\(kind), keys of \(b.name)") }
      }
    }
  }
}
