import Basics
import CZlib
import Synchronization
import Tensors

/// A packed member of an archive. It is unpacked as a whole when its bytes are first asked for, checked, and then kept.
final class DeflatedMember: ByteStore {
  let file: String
  let count: Int
  private let member: ZipDirectory.Member
  private let archive: any ByteStore
  private let unpacked = Mutex<[UInt8]?>(nil)

  /// The largest that is unpacked into memory: 1 GiB.
  static let limit = 1 << 30

  init(_ member: ZipDirectory.Member, in archive: any ByteStore) throws(Trouble) {
    file = archive.file + ":" + member.name
    guard member.count <= Self.limit else {
      throw Trouble(
        .limit, at: .file(file),
        "unpacked it has \(member.count) bytes, more than the limit of \(Self.limit)",
        remedy: "Save the arrays with numpy.savez, not packed, which are read in place")
    }
    count = member.count
    self.member = member
    self.archive = archive
  }

  func read(_ range: Range<Int>, into bytes: inout [UInt8]) throws(Trouble) {
    guard range.lowerBound >= 0, range.upperBound <= count else { throw outside(range) }
    let all = try whole()
    bytes.removeAll(keepingCapacity: true)
    bytes += all[range]
  }

  /// The first bytes, without unpacking the rest: at most `limit` of them.
  func beginning(_ limit: Int) throws(Trouble) -> [UInt8] {
    let packed = member.range.prefix(2 * limit + 1024)
    let (bytes, end) = Self.unpack(
      try archive.bytes(packed.startIndex..<packed.endIndex), room: min(limit, count))
    // What was cut off before its end is damaged only when too little came of it.
    guard end != CZ_DAMAGED || bytes.count == min(limit, count) else { throw damaged }
    return bytes
  }

  private func whole() throws(Trouble) -> [UInt8] {
    if let bytes = unpacked.withLock({ $0 }) { return bytes }
    let (bytes, end) = Self.unpack(try archive.bytes(member.range), room: count)
    guard end == CZ_DONE, bytes.count == count, Self.checksum(bytes) == member.checksum else { throw damaged }
    unpacked.withLock { $0 = bytes }
    return bytes
  }

  private var damaged: Trouble {
    Trouble(.input, at: .file(file), "the packed bytes are damaged", remedy: "Fetch the file again")
  }

  /// Raw DEFLATE in memory: at most `room` bytes of it, and how it ended as `cz_inflate` tells.
  static func unpack(_ packed: [UInt8], room: Int) -> ([UInt8], Int) {
    var end = CZ_DAMAGED
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(1, room)) { buffer, filled in
      var made = room
      end = unsafe packed.withUnsafeBufferPointer { packed in
        unsafe Int(cz_inflate(packed.baseAddress, packed.count, buffer.baseAddress, &made))
      }
      filled = made
    }
    return (bytes, end)
  }

  /// CRC-32 as zip has it.
  static func checksum(_ bytes: [UInt8], after before: UInt32 = 0) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe UInt32(truncatingIfNeeded: crc32_z(UInt(before), buffer.baseAddress, buffer.count))
    }
  }
}
