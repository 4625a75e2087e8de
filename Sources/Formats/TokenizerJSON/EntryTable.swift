import Basics
import Tokens

/// The vocabulary of a model with byte-level spelling undone, and the look-up of spellings in it.
struct EntryTable {
  let table: VocabularyTable
  private let isByteLevel: Bool
  /// Entries that the model never makes: those spelled with characters outside the byte alphabet.
  private let literal: Set<TokenID>
  /// Those of them that share their bytes with an entry of the model, which is found instead.
  private let hidden: [[UInt8]: TokenID]
  /// How many entries the file lists.
  let count: Int

  /// Gives the file back as soon as the spellings are copied: the look-up tables take its place in memory.
  init(_ sections: inout TokenizerJSON.Sections, isByteLevel: Bool) throws(Trouble) {
    self.isByteLevel = isByteLevel
    count = sections.model.ids.count
    let isList = sections.model.shape == .scored
    var copied = try Copied(sections.model, sections.scanner, isByteLevel: isByteLevel)
    sections.release()
    if isList { copied.literal = copied.repeats() }
    literal = copied.literal
    table = VocabularyTable(
      blob: copied.blob, starts: copied.starts, lengths: copied.lengths, kinds: copied.kinds,
      outsideModel: copied.literal)
    var hidden: [[UInt8]: TokenID] = [:]
    if isByteLevel {
      for id in literal {
        if let bytes = table.bytes(of: id), let found = table.id(of: bytes), !literal.contains(found) {
          hidden[bytes] = id
        }
      }
    }
    self.hidden = hidden
  }

  /// The entries' bytes and where they stand, by id.
  private struct Copied {
    var blob: [UInt8] = []
    var starts: [UInt32]
    var lengths: [UInt32]
    var kinds: [EntryKind]
    var literal: Set<TokenID> = []

    init(_ section: ModelSection, _ scanner: JSONScanner, isByteLevel: Bool) throws(Trouble) {
      let limit = Int(section.ids.max() ?? 0) + (section.ids.isEmpty ? 0 : 1)
      starts = Array(repeating: 0, count: limit)
      lengths = starts
      kinds = Array(repeating: .hole, count: limit)
      blob.reserveCapacity(section.spellings.reduce(8) { $0 + $1.count })
      for (spelling, id) in zip(section.spellings, section.ids) {
        guard kinds[Int(id)] == .hole else {
          throw EntryTable.repeatedID(id, scanner.string(spelling), scanner.file)
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
    }

    /// Of entries in a list that are spelled alike all but the last, which is the one that counts.
    func repeats() -> Set<TokenID> {
      var last: [ArraySlice<UInt8>: TokenID] = [:]
      last.reserveCapacity(starts.count)
      var earlier: Set<TokenID> = []
      for id in starts.indices {
        let spelling = blob[Int(starts[id])..<Int(starts[id] + lengths[id])]
        if let other = last.updateValue(TokenID(id), forKey: spelling) { earlier.insert(other) }
      }
      return earlier
    }
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

  /// Whether any entry is spelled outside the byte alphabet of a byte-level vocabulary.
  var hasLiteral: Bool { !literal.isEmpty }

  /// Whether the entry is spelled outside the byte alphabet of a byte-level vocabulary.
  func isLiteral(_ id: TokenID) -> Bool { !literal.isEmpty && literal.contains(id) }

  /// The entry with this spelling.
  func id(spelled spelling: Span<UInt8>) -> TokenID? {
    guard isByteLevel else { return table.find(spelling) }
    var bytes: [UInt8] = []
    if ByteAlphabet.undo(spelling, into: &bytes) { return table.modelID(of: bytes.span) }
    guard let found = table.find(spelling) else { return nil }
    return literal.contains(found)
      ? found : hidden.isEmpty ? nil : hidden[spelling.indices.map { spelling[$0] }]
  }

  /// The token that `unk_token` names for models that need one. The library refuses texts with unknown words when the
  /// vocabulary does not have it; here those words give no token.
  func unknown(_ settings: Declaration) throws(Trouble) -> (TokenID?, [String]) {
    let name = try settings.text("unk_token")
    if let id = id(spelled: name.span) { return (id, []) }
    let shown = String(decoding: name, as: UTF8.self)
    return (
      nil, ["The vocabulary has no \(shown): words without an entry give no token; the library refuses them."]
    )
  }
}
