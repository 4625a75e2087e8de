import Basics
import Formats
import Foundation
import Tensors
import Testing

/// Whatever the bytes: a reader of tensors opens them or says what is wrong, quickly and in little memory.
struct EveryTensorByteTests {
  /// Of each format a file as the reference library writes it.
  static let samples = [
    "columns3.npy", "version3.npy", "stored.npz", "deflated.npz", "types.safetensors", "types.gguf",
    "f8.safetensors",
    "sharded/model.safetensors.index.json",
  ]

  /// Opens and reads everything; how many numbers there were, or −1 when something was refused. A refusal says what is wrong, and where.
  @discardableResult
  private func read(_ bytes: [UInt8], _ name: String) -> Int {
    do throws(Trouble) {
      let file = try TensorFileSamples.open(bytes, name)
      var numbers = 0
      for tensor in file.tensors {
        let floats = try tensor.read(limit: 1 << 24)
        numbers += floats.count
        var row: [Float] = []
        if tensor.rowCount > 0 { try tensor.rows(tensor.rowCount - 1..<tensor.rowCount, into: &row) }
      }
      // Elements take at least a seventh of what they become, and packed ones a thousandth.
      #expect(numbers <= max(1, bytes.count) * 1000 || name.hasSuffix(".json"))
      return numbers
    } catch {
      #expect(!error.what.isEmpty && error.place != .nowhere && error.kind != .fault, "\(error)")
      return -1
    }
  }

  @Test(arguments: samples)
  func `every prefix of a file opens or is refused`(_ name: String) throws {
    let bytes = try TensorFileSamples.bytes(name)
    #expect(read(bytes, name) >= (name.hasPrefix("f8") ? -1 : 1))
    // Behind the last tensor of a GGUF file zeros may follow up to a multiple of its alignment.
    let spare = name.hasSuffix(".gguf") ? 31 : 0
    for count in 0..<bytes.count - spare {
      let read = read(Array(bytes.prefix(count)), name)
      #expect(read == -1, "the first \(count) bytes of \(name)")
    }
  }

  @Test(arguments: samples)
  func `every change of one byte opens or is refused`(_ name: String) throws {
    let bytes = try TensorFileSamples.bytes(name)
    var random = SeededRandom(seed: 5)
    for place in bytes.indices {
      for change in [1, 0x80, 0xFF, UInt8(truncatingIfNeeded: random.next() | 2)] as Set<UInt8> {
        var changed = bytes
        changed[place] ^= change
        read(changed, name)
      }
    }
  }

  /// Several changes at once: bytes, numbers of interest, stretches copied, cut out and put in.
  private func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var changed = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) where !changed.isEmpty {
      let place = Int.random(in: 0..<changed.count, using: &random)
      let length = min(Int.random(in: 1...16, using: &random), changed.count - place)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: changed[place] = UInt8(truncatingIfNeeded: random.next())
      case 1: for index in 0..<min(8, length) { changed[place + index] = index == 7 ? 0x7F : 0xFF }
      case 2: for index in 0..<length { changed[place + index] = 0 }
      case 3: changed.removeSubrange(place..<place + length)
      case 4: changed.insert(contentsOf: changed[place..<place + length], at: place)
      default:
        let digits = Array(
          ["0", "-1", "9223372036854775807", "1e9", "{", "(", "\"", "'"].randomElement(using: &random)?.utf8
            ?? "0".utf8)
        changed.replaceSubrange(place..<place + min(length, digits.count), with: digits)
      }
    }
    return changed
  }

  @Test(arguments: samples)
  func `ten thousand mutations of a file open or are refused`(_ name: String) throws {
    let bytes = try TensorFileSamples.bytes(name)
    var random = SeededRandom(seed: 11)
    var opened = 0
    for _ in 0..<10_000 {
      if read(mutated(bytes, &random), name) >= 0 { opened += 1 }
    }
    // Mutations that nobody notices reach the conversions; those of a checked archive are noticed.
    #expect(opened > 0 || name.hasPrefix("f8"))
  }
}
