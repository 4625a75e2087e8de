import Basics
import Formats
import Foundation
import Tensors
import Testing

/// What is written is what the reference libraries write, byte for byte.
struct TensorFileWriterTests {
  private func golden(_ name: String) throws -> TensorFile {
    try TensorFileReader.open(TensorFileSamples.folder + "/" + name)
  }

  @Test func `arrays of numpy`() throws {
    let names = try TensorFileSamples.expected().keys.filter { $0.hasSuffix(".npy") }
    try TensorFileSamples.withFolder { folder in
      for name in names {
        let tensor = try golden(name).tensors[0]
        let path = folder + "/" + name
        try Npy.write(WrittenTensor(tensor), to: path)
        // Other versions, orders and byte orders are read but not written.
        if !name.hasPrefix("big-") && !name.hasPrefix("version") && !name.hasPrefix("columns") {
          #expect(try Files.read(path) == TensorFileSamples.bytes(name), "\(name)")
        }
        let again = try TensorFileReader.open(path).tensors[0]
        #expect(again.shape == tensor.shape && again.type == tensor.type)
        #expect(try again.read().map(\.bitPattern) == tensor.read().map(\.bitPattern), "\(name)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == names.count)
    }
  }

  @Test func `safetensors`() throws {
    let file = try golden("types.safetensors")
    try TensorFileSamples.withFolder { folder in
      let path = folder + "/types.safetensors"
      try Safetensors.write(
        file.tensors.reversed().map { WrittenTensor($0) }, metadata: file.metadata, to: path)
      #expect(try Files.read(path) == TensorFileSamples.bytes("types.safetensors"))
    }
  }

  @Test func `floats in memory`() throws {
    let floats = (0..<200_000).map { Float($0) * 0.25 - 7 }
    let tensor = WrittenTensor(name: "x", Shape([1000, 200]), floats)
    try TensorFileSamples.withFolder { folder in
      try Npy.write(tensor, to: folder + "/x.npy")
      try Safetensors.write([tensor], metadata: ["b": "1", "a": "\n"], to: folder + "/x.safetensors")
      #expect(try TensorFileReader.open(folder + "/x.safetensors").metadata == ["b": "1", "a": "\n"])
      for name in ["/x.npy", "/x.safetensors"] {
        let read = try TensorFileReader.open(folder + name).tensors[0]
        #expect(try read.shape == Shape([1000, 200]) && read.type == .f32 && read.read() == floats)
      }
    }
  }

  @Test func `types that a format lacks are refused with a remedy, and nothing is left behind`() throws {
    let gguf = try golden("types.gguf")
    try TensorFileSamples.withFolder { folder in
      let bf16 = #expect(throws: Trouble.self) {
        try Npy.write(WrittenTensor(try gguf.tensor(named: "bfloat16")), to: folder + "/x.npy")
      }
      #expect(
        bf16?.description
          == "npy has no elements of type bf16, which bfloat16 has. Write it as safetensors, or as Float32.")
      let block = try gguf.tensor(named: "Q4_K")
      #expect(throws: Trouble.self) { try Safetensors.write([WrittenTensor(block)], to: folder + "/x") }
      let twice = WrittenTensor(name: "a", Shape([1]), [1])
      #expect(throws: Trouble.self) { try Safetensors.write([twice, twice], to: folder + "/x") }
      let ticket = Ticket()
      ticket.cancel()
      #expect(throws: Trouble.cancelled) { try Npy.write(twice, to: folder + "/x", ticket) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      #expect(throws: Trouble.self) { try Npy.write(twice, to: folder + "/none/x") }
    }
  }

  /// A Python with numpy and safetensors, to read what we write; without it this is left out.
  private static let python = ProcessInfo.processInfo.environment["TESSERA_PYTHON"]

  @Test(
    .enabled(if: python != nil, "TESSERA_PYTHON names no Python with numpy, safetensors, ml_dtypes and gguf"))
  func `numpy and safetensors read what is written`() throws {
    let python = try #require(Self.python)
    try TensorFileSamples.withFolder { folder in
      for name in try TensorFileSamples.expected().keys where name.hasSuffix(".npy") {
        try Npy.write(WrittenTensor(try golden(name).tensors[0]), to: folder + "/" + name)
      }
      let file = try golden("types.safetensors")
      try Safetensors.write(
        file.tensors.map { WrittenTensor($0) }, metadata: file.metadata, to: folder + "/types.safetensors")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: python)
      let script =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        + "/../../References/make_tensor_files.py"
      process.arguments = [script, "--compare", folder]
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
  }
}
