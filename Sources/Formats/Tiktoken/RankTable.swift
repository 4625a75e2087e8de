import Basics
import Tokens

/// The tokens of a rank file; ids are ranks.
///
/// A file as everybody writes them is read in one pass over its bytes (`QuickRanks`); one with anything out of the ordinary, or with a
/// fault, is read line by line, which knows what to say.
struct RankTable {
  let table: VocabularyTable
  let notes: [String]

  static let rankLimit = 1 << 24
  static let tokenLimit = 64 << 10
  static let lineLimit = 4_000_000

  init(_ bytes: [UInt8], file: String, _ ticket: Ticket) throws(Trouble) {
    if var quick = try QuickRanks(bytes, ticket) {
      let table = quick.takeTable()
      if !table.hasRepeats {
        try Self.checkBytes(table, file)
        self.init(table: table, notes: [])
        return
      }
    }
    try self.init(byLine: bytes, file: file, ticket)
  }

  private init(table: VocabularyTable, notes: [String]) {
    self.table = table
    self.notes = notes
  }

  /// Line by line.
  init(byLine bytes: [UInt8], file: String, _ ticket: Ticket) throws(Trouble) {
    var blob: [UInt8] = []
    blob.reserveCapacity(bytes.count / 2)
    var starts: [UInt32] = []
    var lengths: [UInt32] = []
    var kinds: [EntryKind] = []
    var lines = RankLines(bytes[...])
    var oddLines = 0
    while let line = lines.next() {
      let (start, rank, isClean) = try Self.token(line, into: &blob, file, lines.number)
      if !isClean { oddLines += 1 }
      if rank >= kinds.count {
        let more = rank + 1 - kinds.count
        starts += repeatElement(0, count: more)
        lengths += repeatElement(0, count: more)
        kinds += repeatElement(.hole, count: more)
      }
      let length = blob.count - start
      guard
        kinds[rank] == .hole
          || blob[start...].elementsEqual(blob[Int(starts[rank])..<Int(starts[rank] + lengths[rank])])
      else { throw Self.repeated(rank, file, lines.number) }
      (starts[rank], lengths[rank], kinds[rank]) = (UInt32(start), UInt32(length), .normal)
      if lines.number & 0x3FFF == 0 { try ticket.step(0.05 + 0.3 * Double(start) / Double(bytes.count)) }
      if lines.number > Self.lineLimit {
        throw Trouble(.limit, at: .file(file), "more than \(Self.lineLimit) lines")
      }
    }
    Self.dropRepeats(&kinds, blob, starts, lengths)
    table = VocabularyTable(blob: blob, starts: starts, lengths: lengths, kinds: kinds)
    notes =
      oddLines == 0
      ? [] : ["\(oddLines) lines hold characters that are not base64; they were skipped, as tiktoken does."]
    try Self.checkBytes(table, file)
  }

  private static func token(
    _ line: ArraySlice<UInt8>, into blob: inout [UInt8], _ file: String, _ number: Int
  ) throws(Trouble) -> (start: Int, rank: Int, isClean: Bool) {
    let place = Trouble.Place.line(file: file, number: number)
    let fields = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
    guard fields.count == 2 else {
      throw Trouble(
        .input, at: place, "a token in base64 and its rank expected, \(fields.count) fields found",
        remedy: "Fetch the file again")
    }
    guard let rank = Int(String(decoding: fields[1], as: UTF8.self)), rank >= 0, rank < rankLimit else {
      throw Trouble(
        .input, at: place,
        "a rank from 0 to \(rankLimit - 1) expected, \(String(decoding: fields[1], as: UTF8.self)) found",
        remedy: "Fetch the file again")
    }
    let start = blob.count
    let isClean = Base64.decode(fields[0], into: &blob)
    if blob.count - start > tokenLimit {
      throw Trouble(
        .limit, at: place, "a token of \(blob.count - start) bytes is over the limit of \(tokenLimit)")
    }
    return (start, rank, isClean)
  }

  /// Of a token listed with several ranks only the last in the file stays.
  private static func dropRepeats(
    _ kinds: inout [EntryKind], _ blob: [UInt8], _ starts: [UInt32], _ lengths: [UInt32]
  ) {
    let table = VocabularyTable(blob: blob, starts: starts, lengths: lengths, kinds: kinds)
    for rank in kinds.indices where kinds[rank] != .hole {
      let start = Int(starts[rank])
      guard let other = table.find(blob.span.extracting(start..<start + Int(lengths[rank]))),
        Int(other) != rank
      else { continue }
      kinds[starts[rank] > starts[Int(other)] ? Int(other) : rank] = .hole
    }
  }

  private static func checkBytes(_ table: VocabularyTable, _ file: String) throws(Trouble) {
    for byte in UInt8.min...255 where table.id(of: [byte]) == nil {
      throw Trouble(
        .input, at: .file(file),
        "the byte 0x\(String(byte, radix: 16)) has no token, so some texts could not be encoded",
        remedy: "Fetch the file again")
    }
  }

  private static func repeated(_ rank: Int, _ file: String, _ number: Int) -> Trouble {
    Trouble(
      .input, at: .line(file: file, number: number), "the rank \(rank) belongs to another token already",
      remedy: "Give every token a rank of its own")
  }

  /// FNV-1a over rank and bytes of all tokens in rank order, to recognise well-known vocabularies whatever the file is called.
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var bytes: [UInt8] = []
    for rank in 0..<TokenID(table.idLimit) {
      bytes.removeAll(keepingCapacity: true)
      guard table.append(rank, to: &bytes) else { continue }
      hash = (hash ^ UInt64(rank)) &* 0x100_0000_01B3
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return hash
  }
}
