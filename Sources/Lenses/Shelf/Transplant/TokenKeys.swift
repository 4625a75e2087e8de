import Basics
import Figures
import Tokens

/// What a token is known by in any vocabulary, so that two vocabularies can be laid over each other.
enum TokenKey: Hashable, Sendable {
  /// Begins a word: what follows `▁`, or the space that `Ġ` stands for.
  case wordStart([UInt8])
  /// A special token by what it is for, or by its spelling where that says nothing.
  case special(String)
  /// Everything else, as bytes of text.
  case plain([UInt8])

  /// The bytes without the tag; empty for special ones.
  var bytes: [UInt8] {
    switch self {
    case .wordStart(let rest): rest
    case .plain(let all): all
    case .special: []
    }
  }

  /// The text that the token stands for.
  var text: [UInt8] {
    if case .wordStart(let rest) = self { return [0x20] + rest }
    return bytes
  }

  /// The same tag with a beginning of the bytes.
  func prefix(_ count: Int) -> TokenKey? {
    switch self {
    case .wordStart(let rest): .wordStart(Array(rest.prefix(count)))
    case .plain(let all): .plain(Array(all.prefix(count)))
    case .special: nil
    }
  }

  /// What special tokens are for, by their usual spellings, so that they match by role.
  static let roles: [String: String] = [
    "<s>": "bos", "<bos>": "bos", "<|begin_of_text|>": "bos", "<|startoftext|>": "bos", "[BOS]": "bos",
    "</s>": "eos", "<eos>": "eos", "<|end_of_text|>": "eos", "<|endoftext|>": "eos", "[EOS]": "eos",
    "<pad>": "pad", "[PAD]": "pad", "<|pad|>": "pad", "<unk>": "unk", "[UNK]": "unk", "<|unk|>": "unk",
    "<mask>": "mask", "[MASK]": "mask", "[CLS]": "cls", "<cls>": "cls", "[SEP]": "sep", "<sep>": "sep",
  ]
}

/// A vocabulary by keys.
struct KeyedVocabulary: Sendable {
  let tokenizer: any Tokenizer
  /// By id; nil for holes.
  let keys: [TokenKey?]
  /// The id of a key; of several the first that is no byte token.
  private(set) var ids: [TokenKey: Int] = [:]
  /// Ids of entries that are known to be unused, by kind or by their name.
  private(set) var unused: Set<Int> = []

  /// Reads the whole vocabulary. Throws when cancelled.
  init(_ tokenizer: any Tokenizer, _ ticket: Ticket) throws(Trouble) {
    self.tokenizer = tokenizer
    let vocabulary = tokenizer.vocabulary
    let isByteLevel = (tokenizer as? Pipeline)?.parts.isByteLevel ?? true
    var keys = [TokenKey?](repeating: nil, count: vocabulary.idLimit)
    for id in keys.indices {
      if id & 1023 == 0 { try ticket.step(Double(id) / Double(keys.count)) }
      keys[id] = Self.key(TokenID(id), vocabulary, isByteLevel: isByteLevel)
    }
    self.keys = keys
    for late in [false, true] {
      for (id, key) in keys.enumerated() where (vocabulary.kind(of: TokenID(id)) == .byte) == late {
        if let key, ids[key] == nil { ids[key] = id }
        if !late, vocabulary.kind(of: TokenID(id)) == .unused || key.map(Self.isUnused) == true {
          unused.insert(id)
        }
      }
    }
  }

  private static func key(
    _ id: TokenID, _ vocabulary: any Vocabulary, isByteLevel: Bool
  ) -> TokenKey? {
    let kind = vocabulary.kind(of: id)
    guard kind != .hole, let bytes = vocabulary.bytes(of: id) else { return nil }
    if [.special, .control, .unknown, .unused].contains(kind) {
      let text = String(decoding: bytes, as: UTF8.self)
      return .special(TokenKey.roles[text] ?? text)
    }
    let plain = isByteLevel ? bytes : SurfaceEntries.spaced(bytes)
    return plain.first == 0x20 ? .wordStart(Array(plain.dropFirst())) : .plain(plain)
  }

  private static func isUnused(_ key: TokenKey) -> Bool {
    let text: String
    if case .special(let name) = key {
      text = name
    } else {
      text = String(decoding: key.bytes, as: UTF8.self)
    }
    return ["unused", "reserved_special_token"].contains { text.contains($0) }
  }

  // MARK: - Finding

  /// The entry of one byte for `<0x41>`, and `<0x41>` for an entry of one byte. Bytes count as the tool counts characters below 256.
  func byteMatch(_ key: TokenKey) -> Int? {
    guard case .plain(let bytes) = key else { return nil }
    if bytes.count == 1 {
      let digits = String(bytes[0], radix: 16, uppercase: true)
      return ids[.plain(Array("<0x\(digits.count < 2 ? "0" : "")\(digits)>".utf8))]
    }
    guard bytes.count == 6, bytes.starts(with: "<0x".utf8), bytes[5] == 0x3E,
      let byte = UInt8(String(decoding: bytes[3..<5], as: UTF8.self), radix: 16)
    else { return nil }
    return ids[byte == 0x20 ? .wordStart([]) : .plain([byte])]
  }

  /// The longest proper beginning of the key that is an entry with the same tag, is cut between characters, and is not all white space.
  func prefixMatch(_ key: TokenKey) -> Int? {
    let bytes = key.bytes
    for count in stride(from: bytes.count - 1, to: 0, by: -1) {
      if bytes[count] & 0xC0 == 0x80 { continue }
      if bytes.prefix(count).allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return nil }
      if let found = key.prefix(count).flatMap({ ids[$0] }) { return found }
    }
    return nil
  }

  /// The token as a person reads it.
  func shown(_ id: Int) -> Value {
    guard keys.indices.contains(id), let key = keys[id] else { return .text("–") }
    if case .special = key { return .bytes(tokenizer.vocabulary.bytes(of: TokenID(id)) ?? []) }
    return .bytes(key.text)
  }
}
