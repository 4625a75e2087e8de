import Basics
import Tensors

/// Several arrays of numpy with names, in a zip archive of .npy files.
///
/// Stored members are read in place, row by row; their checksums are compared when the file is opened, except of
/// members larger than 64 MiB, so that a large one opens at once. Packed ones are unpacked when they are first read.
package enum Npz: TensorFileFormat {
  /// Name and summary.
  package static let card = FormatCard(
    name: "npz", extensions: ["npz"], summary: "Arrays of numpy with names.")

  private static let checkedSize = 64 << 20

  /// A member's header, or the end of an archive without members.
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6])
  }

  /// The arrays in the order of their bytes.
  package static func open(_ source: TensorFileSource, _ ticket: Ticket) throws(Trouble) -> TensorFile {
    let members = try ZipDirectory(source).members
    if members.contains(where: { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") }) {
      throw PyTorchCheckpoint.refusal(source.file)
    }
    var tensors: [StoredTensor] = []
    var notes: [String] = []
    for (index, member) in members.enumerated() {
      try ticket.step(Double(index) / Double(members.count))
      guard member.name.hasSuffix(".npy") else {
        throw source.trouble(
          "not an array: its name does not end in .npy", of: member.name, remedy: "Unpack the archive first")
      }
      tensors.append(
        member.isDeflated ? try deflated(member, source) : try stored(member, source, &notes, ticket))
    }
    return try TensorFile(path: source.path, format: card.name, tensors: tensors, notes: notes)
  }

  private static func name(_ member: ZipDirectory.Member) -> String { String(member.name.dropLast(4)) }

  private static func stored(
    _ member: ZipDirectory.Member, _ source: TensorFileSource, _ notes: inout [String], _ ticket: Ticket
  ) throws(Trouble) -> StoredTensor {
    let window = ByteWindow(source.bytes, member.range, file: source.file + ":" + member.name)
    if member.count <= checkedSize {
      try check(window, member.checksum, ticket)
    } else {
      notes.append("\(member.name) is larger than 64 MiB, and its checksum was not compared.")
    }
    let (header, start) = try Npy.header(TensorFileSource(path: source.path, bytes: window))
    return try Npy.tensor(header, at: start, name: name(member), in: window)
  }

  private static func check(_ bytes: any ByteStore, _ expected: UInt32, _ ticket: Ticket) throws(Trouble) {
    var block: [UInt8] = []
    var checksum: UInt32 = 0
    for start in stride(from: 0, to: bytes.count, by: 1 << 20) {
      if ticket.isCancelled { throw .cancelled }
      try bytes.read(start..<min(start + (1 << 20), bytes.count), into: &block)
      checksum = DeflatedMember.checksum(block, after: checksum)
    }
    guard checksum == expected else {
      throw Trouble(
        .input, at: .file(bytes.file), "the bytes do not have the checksum that the archive gives",
        remedy: "Fetch the file again")
    }
  }

  private static func deflated(_ member: ZipDirectory.Member, _ source: TensorFileSource) throws(Trouble)
    -> StoredTensor
  {
    let bytes = try DeflatedMember(member, in: source.bytes)
    let head = MemoryBytes(try bytes.beginning(Npy.headerLimit + 12), file: bytes.file)
    let (header, start) = try Npy.header(TensorFileSource(path: source.path, bytes: head))
    return try Npy.tensor(header, at: start, name: name(member), in: bytes)
  }
}
