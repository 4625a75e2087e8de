import Basics
import Tensors

/// What is in a zip archive, by its central directory.
///
/// Archives of arrays need little of the format: members that are stored or deflated, and the 64-bit sizes. It is read
/// here and not by libzip, which does not say where a stored member lies in the file; so rows of an array of any size are
/// read from the archive in place. Refused: encryption, other methods, several disks, names that are absolute or climb
/// out with `..`, members that overlap (so that a small file cannot stand for a large one many times over), and what
/// grows more than 1000 times when it is unpacked. Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
struct ZipDirectory {
  /// A file in the archive.
  struct Member: Equatable {
    var name: String
    var isDeflated: Bool
    /// CRC-32 of its bytes.
    var checksum: UInt32
    /// Unpacked, in bytes.
    var count: Int
    /// Where its bytes lie in the archive, packed.
    var range: Range<Int>
  }

  /// In the order of their bytes.
  let members: [Member]

  static let memberLimit = 4096
  static let ratioLimit = 1000
  private static let directoryLimit = 64 << 20

  init(_ source: TensorFileSource) throws(Trouble) {
    let end = try ZipEnd(source)
    guard end.count <= Self.memberLimit else {
      throw Trouble(
        .limit, at: .file(source.file), "\(end.count) members are more than the limit of \(Self.memberLimit)",
        remedy: "Save the arrays in several files")
    }
    guard end.directory.count <= Self.directoryLimit else {
      throw source.trouble("a directory of \(end.directory.count) bytes", at: end.directory.lowerBound)
    }
    let bytes = try source.bytes.bytes(end.directory)
    var record = ZipRecord(bytes, at: end.directory.lowerBound, source)
    var members: [Member] = []
    for _ in 0..<end.count {
      members.append(try Self.member(&record, before: end.directory.lowerBound, source))
    }
    guard record.position == bytes.count else {
      throw source.trouble("something follows the last member of the directory", at: record.offset)
    }
    members.sort { $0.range.lowerBound < $1.range.lowerBound }
    for (member, next) in zip(members, members.dropFirst())
    where next.range.lowerBound < member.range.upperBound {
      throw source.trouble("its bytes overlap those of \(member.name)", of: next.name)
    }
    var names: Set<String> = []
    for member in members where !names.insert(member.name).inserted {
      throw source.trouble("this member is there twice", of: member.name)
    }
    self.members = members
  }

  private static func member(
    _ record: inout ZipRecord, before end: Int, _ source: TensorFileSource
  ) throws(Trouble) -> Member {
    try record.signature(0x0201_4B50)
    try record.skip(4)
    let flags = try record.number(2)
    let method = try record.number(2)
    try record.skip(4)
    let checksum = UInt32(try record.number(4))
    var sizes = ZipSizes(packed: try record.number(4), unpacked: try record.number(4))
    let (nameLength, extraLength, commentLength) = (
      try record.number(2), try record.number(2), try record.number(2)
    )
    try record.skip(8)
    sizes.header = try record.number(4)
    let name = String(decoding: try record.take(nameLength), as: UTF8.self)
    try sizes.extend(ZipRecord(Array(try record.take(extraLength)), at: record.offset, source))
    try record.skip(commentLength)
    try check(name, flags, method, sizes, source)
    let start = try begin(name, sizes.header, before: end, source)
    guard sizes.packed <= end - start else {
      throw source.trouble("its bytes end behind the directory", of: name)
    }
    return Member(
      name: name, isDeflated: method == 8, checksum: checksum, count: sizes.unpacked,
      range: start..<start + sizes.packed)
  }

  private static func check(
    _ name: String, _ flags: Int, _ method: Int, _ sizes: ZipSizes, _ source: TensorFileSource
  ) throws(Trouble) {
    try checkName(name, source)
    if flags & 1 != 0 {
      throw source.trouble(
        "it is encrypted", of: name, remedy: "Unpack the archive with its password, and open its members")
    }
    guard method == 0 || method == 8 else {
      throw source.trouble(
        "it is packed by method \(method); 0 (stored) and 8 (deflated) are read", of: name,
        remedy: "Save the arrays again with numpy.savez")
    }
    if method == 0 && sizes.packed != sizes.unpacked {
      throw source.trouble("it is stored, but with two sizes", of: name)
    }
    if sizes.unpacked / ratioLimit > sizes.packed {
      throw Trouble(
        .limit, at: .field(file: source.file, name: name),
        "its \(sizes.packed) bytes become \(sizes.unpacked), more than \(ratioLimit) times as many",
        remedy: "Save the arrays with numpy.savez, not packed")
    }
  }

  private static func checkName(_ name: String, _ source: TensorFileSource) throws(Trouble) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isOdd = name.isEmpty || name.contains("\\") || name.contains("\0") || parts[0].hasSuffix(":")
    guard isOdd || name.hasPrefix("/") || parts.contains("..") else { return }
    throw source.trouble(
      "a member's name that leads out of the archive", of: name,
      remedy: "Do not use this file; such names are made to do harm")
  }

  /// Where a member's bytes begin, behind a header of its own that must have the same name.
  private static func begin(
    _ name: String, _ header: Int, before end: Int, _ source: TensorFileSource
  ) throws(Trouble) -> Int {
    guard header >= 0, header <= end - 30 else {
      throw source.trouble("its header is not inside of the file", of: name)
    }
    var record = ZipRecord(try source.bytes.bytes(header..<header + 30), at: header, source)
    try record.signature(0x0403_4B50)
    try record.skip(22)
    let nameLength = try record.number(2)
    let extraLength = try record.number(2)
    guard nameLength + extraLength <= end - header - 30 else {
      throw source.trouble("its header is not inside of the file", of: name)
    }
    let own = try source.bytes.bytes(header + 30..<header + 30 + nameLength)
    guard String(decoding: own, as: UTF8.self) == name else {
      throw source.trouble("its own header calls it otherwise", of: name)
    }
    return header + 30 + nameLength + extraLength
  }
}
