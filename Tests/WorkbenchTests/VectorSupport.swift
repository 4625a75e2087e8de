import Basics
import Formats
import Foundation
import Screen
import Tensors
import Workbench

/// A file of embeddings for the tokenizer `bytes`, gone with the value.
final class ByteVectors {
  let folder: String
  var path: String { folder + "/bytes.npy" }

  /// `row` gives the vector of a byte.
  init(_ row: (UInt8) -> [Float]) throws {
    folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let matrix = Tensor(rows: (0...255).map { row(UInt8($0)) })
    try Npy.write(WrittenTensor(name: "", matrix.shape, matrix.values), to: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Vowels beside each other, digits beside each other, all else anywhere; `z` was never seen.
  convenience init() throws {
    try self.init { byte in
      var random = SeededRandom(seed: UInt64(byte) + 7)
      let noise = Tensor.normal([8], deviation: 1, &random).values
      func near(_ axis: Int) -> [Float] {
        noise.enumerated().map { $0.offset == axis ? 8 + $0.element : $0.element }
      }
      switch byte {
      case UInt8(ascii: "z"): return Array(repeating: 0, count: 8)
      case 0x30...0x39: return near(0)
      case _ where Array("aeiou".utf8).contains(byte): return near(1)
      default: return noise
      }
    }
  }

  /// Opens the tokenizer and the file.
  var steps: String { "tokenizer.pick bytes\nvectors.embeddings \(path)\n" }

  /// A state at the first byte of a text.
  func state(_ text: String, _ size: Size = Size(columns: 80, rows: 24)) -> State {
    makeState(text, tokenizer: "bytes", size)
  }
}
