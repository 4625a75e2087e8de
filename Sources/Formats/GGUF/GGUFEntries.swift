import Basics
import Tokens

/// The entries of a GGUF file with what they are for, as llama.cpp corrects that.
struct GGUFEntries: Sendable {
  let table: VocabularyTable
  /// By id, how the file spells the entry.
  let spellings: [Range<Int>]
  /// By id.
  let kinds: [EntryKind]
  /// By id; zero where the file has none.
  let scores: [Double]
  private(set) var notes: [String] = []
  private let file: GGUFFile

  /// With `isByteLevel` entries are spelled in the byte alphabet, which is undone here; entries with other characters, and those
  /// with a meaning of their own, stay as they are and are none of the model's.
  init(_ file: GGUFFile, spelledAs spelling: Spelling) throws(Trouble) {
    self.file = file
    let key = "tokenizer.ggml.tokens"
    guard let places = try file.texts(key), !places.isEmpty else {
      throw file.trouble(key, "the vocabulary is missing", remedy: "Open a model that has its vocabulary inside")
    }
    guard places.count < VocabularyTable.idCeiling else {
      throw file.trouble(key, "\(places.count) entries are over the limit of \(VocabularyTable.idCeiling)")
    }
    spellings = places
    kinds = try Self.kinds(file, places)
    scores = try Self.scores(file, places.count)
    table = Self.table(file, places, kinds, spelling)
    let distinct = Set(places.map { file.bytes[$0] }).count
    if distinct < places.count {
      notes.append(
        "\(places.count - distinct) entries are spelled like an earlier one and never found; llama.cpp refuses such a file.")
    }
  }

  /// How a vocabulary spells its entries.
  enum Spelling { case byteAlphabet, text, escapes }

  /// The id that the file gives under a key, or the usual one, when such an entry exists.
  func id(_ name: String, usual: Int? = nil) throws(Trouble) -> TokenID? {
    let given = try file.integer("tokenizer.ggml.\(name)_token_id")
    for id in [given, usual] { if let id, id >= 0, id < kinds.count { return TokenID(id) } }
    return nil
  }

  /// How the file spells an entry.
  func spelling(of id: TokenID) -> [UInt8] { Self.spelling(file, spellings[Int(id)], Int(id)) }

  private static func spelling(_ file: GGUFFile, _ place: Range<Int>, _ id: Int) -> [UInt8] {
    place.isEmpty ? Array("[EMPTY_\(id)]".utf8) : Array(file.bytes[place])
  }

  private static func kinds(_ file: GGUFFile, _ places: [Range<Int>]) throws(Trouble) -> [EntryKind] {
    let key = "tokenizer.ggml.token_type"
    var kinds = [EntryKind](repeating: .normal, count: places.count)
    if let numbers = try file.numbers(key) {
      guard numbers.count >= places.count else {
        throw file.trouble(key, "\(numbers.count) types for \(places.count) entries")
      }
      let known: [EntryKind] = [.unused, .normal, .unknown, .control, .userDefined, .unused, .byte]
      for index in kinds.indices {
        kinds[index] = Int(exactly: numbers[index]).flatMap { known.indices.contains($0) ? known[$0] : nil } ?? .unused
      }
    }
    try GGUFControls.correct(&kinds, file, places)
    return kinds
  }

  private static func scores(_ file: GGUFFile, _ count: Int) throws(Trouble) -> [Double] {
    let key = "tokenizer.ggml.scores"
    guard let scores = try file.numbers(key) else { return Array(repeating: 0, count: count) }
    guard scores.count >= count else { throw file.trouble(key, "\(scores.count) scores for \(count) entries") }
    if let index = scores.prefix(count).firstIndex(where: { !$0.isFinite }) {
      throw file.trouble(key, "the score of entry \(index) is not a finite number")
    }
    return Array(scores.prefix(count))
  }

  private static func table(
    _ file: GGUFFile, _ places: [Range<Int>], _ kinds: [EntryKind], _ spelling: Spelling
  ) -> VocabularyTable {
    var blob: [UInt8] = []
    var starts: [UInt32] = []
    var lengths: [UInt32] = []
    var outside: Set<TokenID> = []
    for (id, place) in places.enumerated() {
      let start = blob.count
      let spelled = Self.spelling(file, place, id)
      if !append(spelled, kinds[id], spelling, to: &blob) {
        blob.removeSubrange(start...)
        blob += spelled
        outside.insert(TokenID(id))
      }
      starts.append(UInt32(start))
      lengths.append(UInt32(blob.count - start))
    }
    return VocabularyTable(blob: blob, starts: starts, lengths: lengths, kinds: kinds, outsideModel: outside)
  }

  /// False when the entry cannot be one of the model's.
  private static func append(
    _ spelled: [UInt8], _ kind: EntryKind, _ spelling: Spelling, to blob: inout [UInt8]
  ) -> Bool {
    switch spelling {
    case .text: blob += spelled
    case .escapes: blob += GGUFEscapes.undone(spelled)
    case .byteAlphabet:
      let start = blob.count
      guard ByteAlphabet.undo(spelled.span, into: &blob) else { return false }
      let hasMeaning = kind == .control || kind == .unknown || kind == .userDefined
      return !hasMeaning || blob[start...].elementsEqual(spelled)
    }
    return true
  }
}

/// The escapes with which llama.cpp's converter writes RWKV's entries, which may be any bytes.
enum GGUFEscapes {
  /// `\t`, `\n`, `\r`, `\xNN`; any other character behind a backslash is itself.
  static func undone(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    while position < text.count {
      let byte = text[position]
      position += 1
      guard byte == 0x5C, position < text.count else {
        if byte != 0x5C { result.append(byte) }
        continue
      }
      let escaped = text[position]
      position += 1
      switch escaped {
      case 0x74: result.append(9)
      case 0x6E: result.append(10)
      case 0x72: result.append(13)
      case 0x78:
        guard position + 2 <= text.count else { return result }
        result.append(UInt8(String(decoding: text[position..<position + 2], as: UTF8.self), radix: 16) ?? 0)
        position += 2
      default: result.append(escaped)
      }
    }
    return result
  }
}
