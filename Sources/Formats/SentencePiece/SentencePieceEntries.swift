import Basics
import Tokens

/// The entries of a model as the library checks and numbers them.
struct SentencePieceEntries {
  let table: VocabularyTable
  let scores: [Double]
  let unknown: TokenID
  private let place: Trouble.Place

  init(_ pieces: [SentencePieceEntry], fallsBackToBytes: Bool, _ place: Trouble.Place) throws(Trouble) {
    self.place = place
    var blob: [UInt8] = []
    var starts: [UInt32] = []
    var lengths: [UInt32] = []
    var kinds: [EntryKind] = []
    var scores: [Double] = []
    for (id, piece) in pieces.enumerated() {
      guard !piece.piece.isEmpty else { throw Self.refusal("entry \(id) is empty", place) }
      guard piece.score.isFinite else {
        throw Self.refusal("the score of entry \(id) is not a finite number", place)
      }
      starts.append(UInt32(truncatingIfNeeded: blob.count))
      lengths.append(UInt32(truncatingIfNeeded: piece.piece.count))
      blob.append(contentsOf: piece.piece)
      kinds.append(Self.kind(piece.type))
      scores.append(Double(piece.score))
    }
    let reserved = Set((0..<TokenID(kinds.count)).filter { Self.isReserved(kinds[Int($0)]) })
    table = VocabularyTable(
      blob: blob, starts: starts, lengths: lengths, kinds: kinds, outsideModel: reserved)
    self.scores = scores
    guard let unknown = kinds.firstIndex(of: .unknown) else {
      throw Self.refusal("there is no unknown entry", place)
    }
    self.unknown = TokenID(unknown)
    try checkRepeats()
    try Self.checkBytes(pieces, kinds, fallsBackToBytes, place)
  }

  /// By its number in the file; an unknown number is the default.
  private static func kind(_ type: Int32) -> EntryKind {
    switch type {
    case 2: .unknown
    case 3: .control
    case 4: .userDefined
    case 5: .unused
    case 6: .byte
    default: .normal
    }
  }

  private static func isReserved(_ kind: EntryKind) -> Bool {
    kind == .control || kind == .unknown || kind == .byte
  }

  /// Entries that texts are cut into and the others may share a spelling, two of a sort may not.
  private func checkRepeats() throws(Trouble) {
    var reserved: Set<[UInt8]> = []
    var unknowns = 0
    for id in 0..<TokenID(table.idLimit) {
      let kind = table.kind(of: id)
      guard let bytes = table.bytes(of: id) else { continue }
      if kind == .unknown { unknowns += 1 }
      let isNew = Self.isReserved(kind) ? reserved.insert(bytes).inserted : table.find(bytes.span) == id
      guard isNew else {
        throw Self.refusal("entry \(id), \(String(decoding: bytes, as: UTF8.self)), is there already", place)
      }
    }
    if unknowns > 1 { throw Self.refusal("there are several unknown entries", place) }
  }

  private static func checkBytes(
    _ pieces: [SentencePieceEntry], _ kinds: [EntryKind], _ fallsBackToBytes: Bool, _ place: Trouble.Place
  ) throws(Trouble) {
    var found = Set<UInt8>()
    for (id, piece) in pieces.enumerated() where kinds[id] == .byte {
      guard fallsBackToBytes else {
        throw refusal("entry \(id) stands for a byte, but the model has no byte fallback", place)
      }
      guard let byte = ByteSpelling.byte([UInt8](piece.piece)) else {
        throw refusal("entry \(id) should be spelled like <0x0A>", place)
      }
      found.insert(byte)
    }
    if fallsBackToBytes && found.count < 256 {
      throw refusal("byte fallback needs 256 byte entries, \(found.count) are there", place)
    }
  }

  private static func refusal(_ what: String, _ place: Trouble.Place) -> Trouble {
    Trouble(.input, at: place, what, remedy: "Fetch the file again, or train the model anew")
  }
}
