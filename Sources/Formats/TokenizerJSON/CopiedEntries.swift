import Basics
import Tokens

/// The entries of a model's section with byte-level spelling undone, in the form that `VocabularyTable` takes.
///
/// Safety: a spelling lies inside the file or the store of unescaped strings, as every `JSONText`; the blob has room for the lengths of
/// all spellings together and for the eight bytes that are written behind one.
struct CopiedEntries {
  private var blob: [UInt8] = []
  private var spans: [UInt64]
  private var kinds: [EntryKind]
  /// Entries that the model never makes: those spelled with characters outside the byte alphabet.
  private(set) var literal: Set<TokenID> = []

  /// Throws when an id is used twice.
  init(_ section: ModelSection, _ scanner: JSONScanner, isByteLevel: Bool) throws(Trouble) {
    let limit = Int(section.ids.max() ?? 0) + (section.ids.isEmpty ? 0 : 1)
    // One more is appended when the table is made.
    spans = []
    spans.reserveCapacity(limit + 1)
    spans.append(contentsOf: repeatElement(0, count: limit))
    kinds = Array(repeating: .hole, count: limit)
    let room = section.spellings.reduce(16) { $0 + $1.count }
    var repeated: Int?
    blob = unsafe Array(unsafeUninitializedCapacity: room) { blob, count in
      guard let start = UnsafeMutableRawPointer(blob.baseAddress) else { return }
      unsafe scanner.withBuffers { buffers in
        for place in section.ids.indices {
          let id = Int(section.ids[place])
          guard kinds[id] == .hole else {
            repeated = place
            return
          }
          let text = section.spellings[place]
          let (base, readable) = unsafe buffers.bytes(of: text)
          let made = unsafe copy(base, text.count, readable, TokenID(id), isByteLevel, to: start + count)
          spans[id] = UInt64(count) << 32 | UInt64(made)
          kinds[id] = .normal
          count += made
        }
      }
    }
    if let repeated {
      throw Self.repeatedID(section.ids[repeated], scanner.string(section.spellings[repeated]), scanner.file)
    }
  }

  @inline(__always)
  private mutating func copy(
    _ base: UnsafeRawPointer, _ count: Int, _ readable: Int, _ id: TokenID, _ isByteLevel: Bool,
    to target: UnsafeMutableRawPointer
  ) -> Int {
    if isByteLevel {
      if let made = unsafe ByteAlphabet.undo(base, count, readable: readable, into: target) { return made }
      literal.insert(id)
    }
    unsafe target.copyMemory(from: base, byteCount: count)
    return count
  }

  /// Of entries in a list that are spelled alike all but the last, which is the one that counts, are left out of the model.
  mutating func leaveOutRepeats() {
    var last: [ArraySlice<UInt8>: TokenID] = [:]
    last.reserveCapacity(spans.count)
    for id in spans.indices {
      let start = Int(spans[id] >> 32)
      let spelling = blob[start..<start + Int(spans[id] & 0xFFFF_FFFF)]
      if let other = last.updateValue(TokenID(id), forKey: spelling) { literal.insert(other) }
    }
  }

  /// The table of the entries, to which everything goes over without a copy.
  mutating func takeTable() -> VocabularyTable {
    let (blob, spans, kinds) = (self.blob, self.spans, self.kinds)
    (self.blob, self.spans, self.kinds) = ([], [], [])
    return VocabularyTable(
      blob: consume blob, spans: consume spans, kinds: kinds, outsideModel: literal)
  }

  private static func repeatedID(_ id: UInt32, _ spelling: String, _ file: String) -> Trouble {
    Trouble(
      .input, at: .field(file: file, name: "model.vocab"), "the id \(id) of \(spelling) is used twice",
      remedy: "Give every entry an id of its own")
  }
}

extension JSONScanner {
  /// The two places where strings lie, as plain pointers for the length of one call.
  @unsafe struct Buffers {
    private let file: UnsafeRawBufferPointer
    private let unescaped: UnsafeRawBufferPointer
    /// Stands for the buffer without bytes, in which only empty strings lie.
    private let nothing: UnsafeRawPointer

    fileprivate init(
      _ file: UnsafeRawBufferPointer, _ unescaped: UnsafeRawBufferPointer, _ nothing: UnsafeRawPointer
    ) {
      unsafe self.file = unsafe file
      unsafe self.unescaped = unsafe unescaped
      unsafe self.nothing = unsafe nothing
    }

    /// A string's first byte, and how many bytes may be read from there.
    @inline(__always)
    func bytes(of text: JSONText) -> (UnsafeRawPointer, Int) {
      let buffer = unsafe text.isUnescaped ? unescaped : file
      guard let base = buffer.baseAddress else { return unsafe (nothing, 0) }
      return unsafe (base + text.start, buffer.count &- text.start)
    }
  }

  /// Lends both to `body`.
  func withBuffers<R>(_ body: (Buffers) -> R) -> R {
    unsafe withUnsafeBytes(of: UInt64(0)) { nothing in
      unsafe bytes.withUnsafeBytes { file in
        unsafe unescaped.withUnsafeBytes { unescaped in
          guard let nothing = nothing.baseAddress else { preconditionFailure("a word has an address") }
          return unsafe body(Buffers(file, unescaped, nothing))
        }
      }
    }
  }
}
