import Basics
import Tokens

/// The vocabulary of a model with byte-level spelling undone, and the look-up of spellings in it.
struct EntryTable {
  let table: VocabularyTable
  private let isByteLevel: Bool
  /// Entries spelled with characters outside the byte alphabet.
  private let literal: Set<TokenID>
  /// How many entries the file lists.
  let count: Int

  init(_ section: ModelSection, _ scanner: JSONScanner, isByteLevel: Bool) throws(Trouble) {
    self.isByteLevel = isByteLevel
    count = section.ids.count
    let limit = Int(section.ids.max() ?? 0) + (section.ids.isEmpty ? 0 : 1)
    var starts = [UInt32](repeating: 0, count: limit)
    var lengths = starts
    var kinds = [EntryKind](repeating: .hole, count: limit)
    var blob: [UInt8] = []
    blob.reserveCapacity(section.spellings.reduce(0) { $0 + $1.count })
    var literal: Set<TokenID> = []
    for (spelling, id) in zip(section.spellings, section.ids) {
      guard kinds[Int(id)] == .hole else {
        throw Self.repeatedID(id, scanner.string(spelling), scanner.file)
      }
      starts[Int(id)] = UInt32(blob.count)
      let isUndone = isByteLevel && scanner.withSpan(of: spelling) { ByteAlphabet.undo($0, into: &blob) }
      if !isUndone {
        scanner.append(spelling, to: &blob)
        if isByteLevel { literal.insert(id) }
      }
      lengths[Int(id)] = UInt32(blob.count) - starts[Int(id)]
      kinds[Int(id)] = .normal
    }
    self.literal = literal
    table = VocabularyTable(blob: blob, starts: starts, lengths: lengths, kinds: kinds, outsideModel: literal)
  }

  private static func repeatedID(_ id: UInt32, _ spelling: String, _ file: String) -> Trouble {
    Trouble(
      .input, at: .field(file: file, name: "model.vocab"), "the id \(id) of \(spelling) is used twice",
      remedy: "Give every entry an id of its own")
  }

  /// Throws when a spelling stands twice. Where merges are read the index for that finds it.
  func checkRepeats(_ file: String) throws(Trouble) {
    for id in 0..<TokenID(table.idLimit) where table.length(of: id) > 0 {
      guard let bytes = table.bytes(of: id), table.id(of: bytes) != id else { continue }
      throw Trouble(
        .input, at: .field(file: file, name: "model.vocab"),
        "the key \(String(decoding: bytes, as: UTF8.self)) stands twice", remedy: "Remove one of them")
    }
  }

  /// Whether the entry is spelled outside the byte alphabet of a byte-level vocabulary.
  func isLiteral(_ id: TokenID) -> Bool { !literal.isEmpty && literal.contains(id) }

  /// The entry with this spelling.
  func id(spelled spelling: Span<UInt8>) -> TokenID? {
    guard isByteLevel else { return table.find(spelling) }
    var bytes: [UInt8] = []
    if ByteAlphabet.undo(spelling, into: &bytes) { return table.modelID(of: bytes.span) }
    return table.find(spelling).flatMap { literal.contains($0) ? $0 : nil }
  }

  /// The token that `unk_token` names for models that need one. The library refuses texts with unknown words when the
  /// vocabulary does not have it; here those words give no token.
  func unknown(_ settings: Declaration, default standard: String) throws(Trouble) -> (TokenID?, [String]) {
    let name = try settings.text("unk_token", default: standard)
    if let id = id(spelled: name.span) { return (id, []) }
    let shown = String(decoding: name, as: UTF8.self)
    return (
      nil, ["The vocabulary has no \(shown): words without an entry give no token; the library refuses them."]
    )
  }
}
