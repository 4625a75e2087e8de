import Basics
import Foundation

/// The pictures and values of Tests/References/make_picture_goldens.py.
enum Formula {
  /// Edges, ramps and something like noise.
  static func pixels(_ width: Int, _ height: Int) -> Pixels {
    var bytes: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<3 {
          let noise = x * y * (c + 1) % 31 * 5
          let edge = (x / 5 + y / 4) % 2 * 90
          bytes.append(UInt8((x * 7 + y * 13 + c * 50 + noise + edge) % 256))
        }
      }
    }
    return Pixels(width: width, height: height, bytes: bytes)
  }

  /// A file of values beside the tests.
  static func file(_ name: String) throws -> Data {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try Data(contentsOf: folder.appendingPathComponent("Goldens/\(name).json"))
  }

  /// Numbers of single precision as they stand in a file.
  static func floats(_ data: Data) -> [Float] {
    stride(from: 0, to: data.count, by: 4).map { start in
      let bits = (0..<4).reduce(UInt32(0)) {
        $0 | UInt32(data[data.startIndex + start + $1]) << (8 * UInt32($1))
      }
      return Float(bitPattern: bits)
    }
  }
}
