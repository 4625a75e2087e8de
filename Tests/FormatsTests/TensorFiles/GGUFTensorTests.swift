import Basics
import Formats
import Tensors
import Testing

/// Tables of tensors in GGUF files that are wrong.
struct GGUFTensorTests {
  private func number(_ value: UInt64, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }

  private struct Entry {
    var name = "t"
    var sizes: [UInt64] = [4]
    var kind: UInt64 = 24
    var offset: UInt64 = 0
  }

  /// A file with these tensors, an alignment, and 64 bytes of data.
  private func refusal(_ entries: [Entry], alignment: UInt64 = 32, said: UInt64? = nil) -> String {
    let key = "general.alignment"
    var bytes = Array("GGUF".utf8) + number(3, 4) + number(said ?? UInt64(entries.count), 8) + number(1, 8)
    bytes += number(UInt64(key.utf8.count), 8) + Array(key.utf8) + number(4, 4) + number(alignment, 4)
    for entry in entries {
      bytes += number(UInt64(entry.name.utf8.count), 8) + Array(entry.name.utf8)
      bytes += number(UInt64(entry.sizes.count), 4) + entry.sizes.flatMap { number($0, 8) }
      bytes += number(entry.kind, 4) + number(entry.offset, 8)
    }
    if alignment > 0, alignment < 1000 { while bytes.count % Int(alignment) != 0 { bytes.append(0) } }
    bytes += [UInt8](repeating: 2, count: 64)
    do throws(Trouble) {
      let file = try TensorFileSamples.open(bytes)
      return "opened \(try file.tensors.map { tensor throws(Trouble) in try tensor.read().count })"
    } catch { return error.description }
  }

  @Test func `a table as it should be`() {
    #expect(refusal([Entry(), Entry(name: "u", sizes: [4, 2], offset: 32)]) == "opened [4, 8]")
    #expect(refusal([Entry(sizes: [32, 1], kind: 2, offset: 8)], alignment: 8) == "opened [32]")
  }

  @Test func `offsets and sizes that do not fit the file`() {
    #expect(refusal([Entry(offset: 1)]).contains("its offset 1 is no multiple of 32"))
    #expect(refusal([Entry(offset: 96)]).contains("its offset 96 is no multiple of 32 inside of the file"))
    #expect(refusal([Entry(offset: .max - 31)]).contains("inside of the file"))
    #expect(refusal([Entry(sizes: [65])]).contains("end behind the end of the file"))
    #expect(refusal([Entry(sizes: [1 << 40, 1 << 40])]).contains("has the sizes"))
    #expect(refusal([Entry(sizes: [.max])]).contains("end behind the end of the file"))
    #expect(refusal([Entry(sizes: [16], kind: 2)]).contains("no tensor of type Q4_0 has the sizes [16]"))
    #expect(refusal([Entry(sizes: [1, 1, 1, 1, 1])]).contains("a tensor of 5 axes, 4 are possible"))
  }

  @Test func `names, kinds, counts and alignments that cannot be`() {
    #expect(refusal([Entry(), Entry()]).contains("this tensor is listed twice"))
    #expect(refusal([Entry(kind: 999)]).contains("999 is not an element type of ggml"))
    #expect(
      refusal([Entry()], said: 1 << 60).contains(
        "tensors are said to follow, more than the file has room for"))
    for alignment in [0, 3, 1 << 17] as [UInt64] {
      #expect(refusal([Entry()], alignment: alignment).contains("\(alignment) is not a power of two"))
    }
  }
}
