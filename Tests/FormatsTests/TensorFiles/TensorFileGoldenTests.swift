import Basics
import Formats
import Foundation
import Tensors
import Testing

/// What the reference libraries wrote is read as they mean it.
struct TensorFileGoldenTests {
  @Test func `every element is the one that the reference library has`() throws {
    let all = try TensorFileSamples.expected()
    #expect(all.count == 30)
    for (name, expected) in all {
      let file = try TensorFileReader.open(TensorFileSamples.folder + "/" + name)
      #expect(file.tensors.map(\.name) == expected.map(\.name), "\(name)")
      for (tensor, expected) in zip(file.tensors, expected) {
        #expect(tensor.shape == Shape(expected.shape), "\(name) \(tensor.name)")
        #expect(tensor.type.rawValue == expected.type, "\(name) \(tensor.name)")
        let same = zip(try tensor.read(), expected.bits).allSatisfy {
          $0.bitPattern == $1 || $0.isNaN && Float(bitPattern: $1).isNaN
        }
        #expect(try tensor.read().count == expected.bits.count && same, "\(name) \(tensor.name)")
      }
    }
  }

  @Test func `every row of a golden is a stretch of the whole`() throws {
    for name in ["types.gguf", "types.safetensors", "deflated.npz", "stored.npz", "columns4.npy"] {
      for tensor in try TensorFileReader.open(TensorFileSamples.folder + "/" + name).tensors {
        let whole = try tensor.read().map(\.bitPattern)
        var row: [Float] = []
        for index in 0..<tensor.rowCount {
          try tensor.rows(index..<index + 1, into: &row)
          #expect(
            row.map(\.bitPattern)
              == Array(whole[index * tensor.columnCount..<(index + 1) * tensor.columnCount]))
        }
      }
    }
  }

  @Test func `metadata are kept`() throws {
    let safe = try TensorFileReader.open(TensorFileSamples.folder + "/types.safetensors")
    #expect(safe.format == "safetensors" && safe.metadata == ["note": "a \"quoted\" note"])
    let gguf = try TensorFileReader.open(TensorFileSamples.folder + "/types.gguf")
    #expect(gguf.metadata["test.number"] == "7" && gguf.metadata["test.list"] == "list of 2")
    #expect(gguf.metadata["general.name"] == "types")
  }

  @Test func `a type that is not read is listed, and says so when it is asked for`() throws {
    let gguf = try TensorFileReader.open(TensorFileSamples.folder + "/types.gguf")
    #expect(gguf.withheld.map(\.type) == ["Q5_K"])
    let trouble = #expect(throws: Trouble.self) { _ = try gguf.tensor(named: "Q5_K") }
    #expect(
      trouble?.description
        == "types.gguf, Q5_K: elements of type Q5_K are not read by this version. Quantise the model to Q8_0 or Q4_K_M, or open its safetensors."
    )
  }

  @Test func `a file with nothing but eight-bit floats is refused`() {
    let trouble = #expect(throws: Trouble.self) {
      _ = try TensorFileReader.open(TensorFileSamples.folder + "/f8.safetensors")
    }
    #expect(
      trouble?.description
        == "f8.safetensors, x: elements of type F8_E4M3 are not read by this version, since their scales are kept elsewhere. Convert the tensor to BF16 or F32."
    )
  }

  @Test func `a name that is not there brings near names`() throws {
    let file = try TensorFileReader.open(TensorFileSamples.folder + "/types.safetensors")
    #expect(try file.tensor(named: "vector").columnCount == 7)
    let trouble = #expect(throws: Trouble.self) { _ = try file.tensor(named: "vektor") }
    #expect(trouble?.remedy == "Near names: vector")
  }
}
