import Basics
import Formats
import Foundation
import Tensors
import Testing

/// The files that `make_tensor_files.py` wrote with the reference libraries, and what should be in them.
enum TensorFileSamples {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Goldens"

  struct Expected: Decodable {
    var name: String
    var shape: [Int]
    var type: String
    /// Of each element as Float32.
    var bits: [UInt32]
  }

  static func expected() throws -> [String: [Expected]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/expected.json"))
    return try JSONDecoder().decode([String: [Expected]].self, from: data)
  }

  static func bytes(_ name: String) throws -> [UInt8] { try Files.read(folder + "/" + name) }

  /// Opens bytes as if they were a file.
  static func open(_ bytes: [UInt8], _ name: String = "small") throws(Trouble) -> TensorFile {
    try TensorFileReader.open(
      TensorFileSource(path: folder + "/" + name, bytes: MemoryBytes(bytes, file: name)), .open)
  }

  /// A folder of its own, removed afterwards.
  static func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/tessera-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  static func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// A safetensors file of this header.
  static func safetensors(_ header: String, data: Int) -> [UInt8] {
    let text = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
      + [UInt8](repeating: 1, count: data)
  }

  /// An array of numpy with this header, version 1.
  static func npy(_ header: String, data: Int) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
      + Array(header.utf8) + [UInt8](repeating: 1, count: data)
  }
}
