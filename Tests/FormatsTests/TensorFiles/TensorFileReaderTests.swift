import Basics
import Formats
import Foundation
import Tensors
import Testing

/// Folders, shards, and the catalogue.
struct TensorFileReaderTests {
  private func refusal(_ path: String) -> String {
    do throws(Trouble) {
      _ = try TensorFileReader.open(path)
      return "opened"
    } catch { return error.description }
  }

  @Test func `every reader is listed, and has a name of its own`() throws {
    let folder =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
      + "/../../../Sources/Formats/TensorFiles"
    var readers: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      if text.contains(": TensorFileFormat {") { readers.insert(String(name.dropLast(".swift".count))) }
    }
    #expect(readers == Set(TensorFileCatalog.all.map { "\($0)" }))
    #expect(Set(TensorFileCatalog.all.map { $0.card.name }).count == readers.count)
  }

  @Test func `a folder is opened by its index, or by the only model in it`() throws {
    let sharded = try TensorFileReader.open(TensorFileSamples.folder + "/sharded")
    #expect(sharded.tensors.map(\.name) == ["a", "b", "c"])
    try TensorFileSamples.withFolder { folder in
      #expect(refusal(folder).contains("there is no model in this folder"))
      let bytes = try TensorFileSamples.bytes("types.safetensors")
      try TensorFileSamples.write(bytes, folder + "/x.safetensors")
      #expect(try TensorFileReader.open(folder).format == "safetensors")
      try TensorFileSamples.write(bytes, folder + "/y.safetensors")
      #expect(refusal(folder).contains("there are 2 models in this folder"))
      try TensorFileSamples.write(bytes, folder + "/model.safetensors")
      #expect(try TensorFileReader.open(folder).path == folder + "/model.safetensors")
    }
  }

  @Test(arguments: [
    (#"{"weight_map":{"a":"../model.safetensors"}}"#, "outside of the index's folder"),
    (#"{"weight_map":{"a":"/etc/passwd"}}"#, "outside of the index's folder"),
    (#"{"weight_map":{"a":".."}}"#, "outside of the index's folder"),
    (
      #"{"weight_map":{"a":"none.safetensors"}}"#,
      "the file none.safetensors is missing. Fetch it into the same folder."
    ),
    (
      #"{"weight_map":{"zzz":"model-00001-of-00002.safetensors"}}"#,
      "it should be in model-00001-of-00002.safetensors, but is not"
    ),
    (#"{"weight_map":{}}"#, "the index names no tensors"),
    (#"{"weight_map":{"a":"x","a":"x"}}"#, "a is listed twice"),
    (#"{"weight_map":{"a":"x"},"weight_map":{"a":"x"}}"#, "stands there twice"),
  ])
  func `an index that leads nowhere, or out of its folder`(_ index: String, _ reason: String) throws {
    try TensorFileSamples.withFolder { folder in
      let shard = "model-00001-of-00002.safetensors"
      try TensorFileSamples.write(TensorFileSamples.bytes("sharded/" + shard), folder + "/" + shard)
      try TensorFileSamples.write(Array(index.utf8), folder + "/model.safetensors.index.json")
      let found = refusal(folder)
      #expect(found.contains(reason), "\(found)")
    }
  }

  @Test func `an index of too many files is refused`() throws {
    let map = (0..<513).map { #""\#($0)":"s\#($0)""# }.joined(separator: ",")
    try TensorFileSamples.withFolder { folder in
      try TensorFileSamples.write(
        Array("{\"weight_map\":{\(map)}}".utf8), folder + "/model.safetensors.index.json")
      #expect(refusal(folder).contains("513 files are more than the limit of 512"))
    }
  }

  @Test(arguments: ["types.safetensors", "types.gguf", "stored.npz", "deflated.npz", "float64.npy"])
  func `a file that shrinks after it was opened is a trouble`(_ name: String) throws {
    try TensorFileSamples.withFolder { folder in
      let path = folder + "/" + name
      try TensorFileSamples.write(TensorFileSamples.bytes(name), path)
      let file = try TensorFileReader.open(path)
      try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: 60)
      let troubles = file.tensors.filter { $0.byteCount > 0 }.map { tensor in
        do throws(Trouble) {
          _ = try tensor.read()
          return ""
        } catch { return error.what }
      }
      #expect(
        !troubles.isEmpty && troubles.allSatisfy { $0.contains("has become shorter than") }, "\(troubles)")
    }
  }
}
