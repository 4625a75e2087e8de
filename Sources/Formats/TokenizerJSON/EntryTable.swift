import Basics
import Tokens

/// The vocabulary of a model with byte-level spelling undone, and the look-up of spellings in it.
struct EntryTable {
  let table: VocabularyTable
  /// Whether the file spells bytes as characters.
  let isByteLevel: Bool
  /// Entries that the model never makes: those spelled with characters outside the byte alphabet.
  private let literal: Set<TokenID>
  /// Those of them that share their bytes with an entry of the model, which is found instead.
  private let hidden: [[UInt8]: TokenID]
  /// How many entries the file lists.
  let count: Int

  /// Copies the spellings; the file is not needed any more.
  init(_ section: ModelSection, _ scanner: JSONScanner, isByteLevel: Bool) throws(Trouble) {
    self.isByteLevel = isByteLevel
    count = section.ids.count
    var copied = try CopiedEntries(section, scanner, isByteLevel: isByteLevel)
    var table = copied.takeTable()
    if section.shape == .scored && table.hasRepeats {
      copied = try CopiedEntries(section, scanner, isByteLevel: isByteLevel)
      copied.leaveOutRepeats()
      table = copied.takeTable()
    }
    self.table = table
    literal = copied.literal
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

  /// Gives the file back as soon as the spellings are copied.
  init(_ sections: inout TokenizerJSON.Sections, isByteLevel: Bool) throws(Trouble) {
    try self.init(sections.model, sections.scanner, isByteLevel: isByteLevel)
    sections.release()
  }

  /// Throws when a spelling stands twice. Where merges are read the index for that finds it.
  func checkRepeats(_ file: String) throws(Trouble) {
    if !table.hasRepeats { return }
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
