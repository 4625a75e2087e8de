import Basics
import Tokens

/// The vocabulary of a BPE model with byte-level spelling undone, and the look-up of spellings in it.
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

  /// Whether the entry is spelled outside the byte alphabet of a byte-level vocabulary.
  func isLiteral(_ id: TokenID) -> Bool { !literal.isEmpty && literal.contains(id) }

  /// The entry with this spelling.
  func id(spelled spelling: Span<UInt8>) -> TokenID? {
    guard isByteLevel else { return table.find(spelling) }
    var bytes: [UInt8] = []
    if ByteAlphabet.undo(spelling, into: &bytes) { return table.modelID(of: bytes.span) }
    return table.find(spelling).flatMap { literal.contains($0) ? $0 : nil }
  }

  /// The rules that the model's settings ask for. Empty affixes mean none.
  func rules(_ settings: Declaration, isByteLevel: Bool) throws(Trouble) -> BytePairRules {
    var rules = BytePairRules(alphabet: isByteLevel ? .bytes : .characters)
    rules.ignoresMerges = try settings.flag("ignore_merges", default: false)
    rules.fusesUnknown = try settings.flag("fuse_unk", default: false)
    rules.fallsBackToBytes = try settings.flag("byte_fallback", default: false)
    rules.continuingPrefix = try settings.text("continuing_subword_prefix", default: "")
    rules.endOfWordSuffix = try settings.text("end_of_word_suffix", default: "")
    let unknown = try settings.text("unk_token", default: "")
    if settings.has("unk_token") {
      guard let id = id(spelled: unknown.span) else {
        throw settings.trouble(
          "the token \(String(decoding: unknown, as: UTF8.self)) is not in the vocabulary", in: "unk_token",
          remedy: "Add it to the vocabulary, or remove unk_token")
      }
      rules.unknown = id
    }
    return rules
  }
}
