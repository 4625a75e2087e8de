import Basics
import Formats
import Tensors
import Testing

/// Archives of arrays that are wrong, or made to do harm.
struct NpzRefusalTests {
  private static let array = TensorFileSamples.npy(
    "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", data: 3)
  private static let good = ZipMaker.Member("a.npy", array)

  private func refusal(_ members: [ZipMaker.Member]) -> String { refusal(ZipMaker.archive(members)) }

  private func refusal(_ bytes: [UInt8]) -> String {
    do throws(Trouble) {
      for tensor in try TensorFileSamples.open(bytes).tensors { _ = try tensor.read() }
      return "opened"
    } catch { return error.description }
  }

  @Test func `an archive as it should be`() throws {
    let other = ZipMaker.Member("b.npy", Self.array)
    let file = try TensorFileSamples.open(ZipMaker.archive([Self.good, other]))
    #expect(file.tensors.map(\.name) == ["a", "b"])
    #expect(try file.tensors[1].read() == [1, 1, 1])
    #expect(try TensorFileSamples.open(ZipMaker.archive([])).tensors.isEmpty)
  }

  @Test func `sizes of 64 bits are read, and checked`() throws {
    let good = ZipMaker.largeArchive([Self.good, .init("b.npy", Self.array)])
    let file = try TensorFileSamples.open(good)
    #expect(file.tensors.map(\.name) == ["a", "b"])
    #expect(try file.tensors[1].read() == [1, 1, 1])
    for place in good.indices {
      for change in [1, 0x80, 0xFF] as [UInt8] {
        var changed = good
        changed[place] ^= change
        _ = refusal(changed)
      }
    }
    for count in good.indices { #expect(refusal(Array(good.prefix(count))) != "opened") }
  }

  @Test func `a large member is not read when it is opened, which is noted`() throws {
    let count = 65 << 20
    let array = TensorFileSamples.npy(
      "{'descr': '|u1', 'fortran_order': False, 'shape': (\(count >> 10), 1024), }", data: count)
    let member = ZipMaker.Member("a.npy", array).with { $0.checksum = 7 }
    let file = try TensorFileSamples.open(ZipMaker.archive([member]))
    #expect(file.notes == ["a.npy is larger than 64 MiB, and its checksum was not compared."])
    var row: [Float] = []
    try file.tensors[0].rows(66559..<66560, into: &row)
    #expect(row == [Float](repeating: 1, count: 1024))
  }

  @Test(arguments: ["/a.npy", "../a.npy", "x/../a.npy", "x/..", "..\\a.npy", "C:/a.npy", "a\0.npy", ""])
  func `names that lead out of the archive`(_ name: String) {
    #expect(refusal([Self.good.with { $0.name = name }]).contains("leads out of the archive"))
  }

  @Test func `encryption, other methods, and what is no array`() {
    #expect(refusal([Self.good.with { $0.flags = 1 }]).contains("it is encrypted"))
    #expect(refusal([Self.good.with { $0.method = 12 }]).contains("it is packed by method 12"))
    #expect(refusal([Self.good.with { $0.name = "a.txt" }]).contains("does not end in .npy"))
    #expect(refusal([Self.good, Self.good]).contains("this member is there twice"))
    #expect(refusal([Self.good.with { $0.ownName = "b.npy" }]).contains("calls it otherwise"))
  }

  @Test func `a checksum or a size that is wrong`() {
    #expect(refusal([Self.good.with { $0.checksum = 7 }]).contains("do not have the checksum"))
    #expect(refusal([Self.good.with { $0.count = 9 }]).contains("stored, but with two sizes"))
    let longer = ZipMaker.Member("a.npy", Self.array + [0])
    #expect(refusal([longer]).contains("1 bytes follow the array"))
    #expect(refusal([Self.good.with { $0.method = 8 }]).contains("the packed bytes are damaged"))
  }

  @Test func `members that overlap`() {
    let other = ZipMaker.Member("a.npy", Self.array).with { $0.header = 0 }
    #expect(refusal([Self.good, other]).contains("overlap"))
  }

  @Test func `too many members, and what grows too much`() {
    let many = (0...4096).map { ZipMaker.Member("\($0).npy", []) }
    #expect(refusal(many).contains("4097 members are more than the limit of 4096"))
    let bomb = Self.good.with {
      $0.method = 8
      $0.count = 1_000_000
    }
    #expect(refusal([bomb]).contains("more than 1000 times as many"))
    let large = ZipMaker.Member("a.npy", [UInt8](repeating: 0, count: 2_000_000)).with {
      $0.method = 8
      $0.count = 1_900_000_000
    }
    #expect(refusal([large]).contains("more than the limit of 1073741824"))
  }

  @Test func `a packed member whose checksum is wrong is found when it is read`() throws {
    var bytes = try TensorFileSamples.bytes("deflated.npz")
    // The checksum in the first record of the directory.
    let place = try #require((0..<bytes.count).first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    bytes[place + 16] ^= 1
    #expect(refusal(bytes).contains("the packed bytes are damaged"))
  }
}
