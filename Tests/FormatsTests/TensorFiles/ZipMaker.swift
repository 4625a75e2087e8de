import Foundation

/// Makes zip archives, also wrong ones.
enum ZipMaker {
  struct Member {
    var name: String
    var bytes: [UInt8]
    /// What the directory says, where that is not the truth.
    var count: Int?
    var checksum: UInt32?
    var method = 0
    var flags = 0
    /// Where its header is said to begin.
    var header: Int?
    /// What its own header calls it.
    var ownName: String?

    init(_ name: String, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }

    func with(_ change: (inout Member) -> Void) -> Member {
      var copy = self
      change(&copy)
      return copy
    }
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  private static func number(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// The same as `archive` makes of good members, but with all sizes in their 64-bit places.
  static func largeArchive(_ members: [Member]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    let unknown = [UInt8](repeating: 0xFF, count: 4)
    for member in members {
      let name = number(member.name.utf8.count, 2)
      let count = member.bytes.count
      let head = number(0, 8) + number(Int(checksum(member.bytes)), 4)
      let larger = number(count, 8) + number(count, 8)
      directory += [0x50, 0x4B, 1, 2] + number(45, 2) + number(45, 2) + head + unknown + unknown + name
      directory += number(28, 2) + number(0, 10) + unknown + Array(member.name.utf8)
      directory += number(1, 2) + number(24, 2) + larger + number(bytes.count, 8)
      bytes += [0x50, 0x4B, 3, 4] + number(45, 2) + head + unknown + unknown + name + number(20, 2)
      bytes += Array(member.name.utf8) + number(1, 2) + number(16, 2) + larger + member.bytes
    }
    let end = bytes.count + directory.count
    let record =
      [0x50, 0x4B, 6, 6] + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8)
      + number(members.count, 8) + number(members.count, 8) + number(directory.count, 8)
      + number(bytes.count, 8)
    let locator = [0x50, 0x4B, 6, 7] + number(0, 4) + number(end, 8) + number(1, 4)
    let last = [0x50, 0x4B, 5, 6] + number(0, 4) + [UInt8](repeating: 0xFF, count: 12) + number(0, 2)
    return bytes + directory + record + locator + last
  }

  static func archive(_ members: [Member]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let start = member.header ?? bytes.count
      let sizes =
        number(Int(member.checksum ?? checksum(member.bytes)), 4) + number(member.bytes.count, 4)
        + number(member.count ?? member.bytes.count, 4)
      let own = member.ownName ?? member.name
      let common = number(member.flags, 2) + number(member.method, 2) + number(0, 4) + sizes
      bytes +=
        [0x50, 0x4B, 3, 4] + number(20, 2) + common + number(own.utf8.count, 2) + number(0, 2)
        + Array(own.utf8)
      bytes += member.bytes
      directory +=
        [0x50, 0x4B, 1, 2] + number(20, 2) + number(20, 2) + common + number(member.name.utf8.count, 2)
      directory += number(0, 12) + number(start, 4) + Array(member.name.utf8)
    }
    return bytes + directory + [0x50, 0x4B, 5, 6] + number(0, 4) + number(members.count, 2)
      + number(members.count, 2)
      + number(directory.count, 4) + number(bytes.count, 4) + number(0, 2)
  }
}
