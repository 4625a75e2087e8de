import Basics

/// What a trainer has learned: entries by id and the merges in rank order.
///
/// Special tokens come first, then the alphabet (the 256 bytes in the order of the byte alphabet, or characters by
/// code point, then those with a prefix or suffix), then what the merges make.
package struct TrainedBytePairs: Sendable, Equatable {
  /// The bytes of each entry, by id; with the prefix or suffix, where the alphabet has one.
  package var entries: [[UInt8]] = []
  package var kinds: [EntryKind] = []
  package var merges: [Merge] = []
  /// What the entries are made of.
  package var alphabet: TrainingAlphabet

  private var ids: [[UInt8]: TokenID] = [:]
  /// By id, how many symbols of the alphabet an entry is made of.
  private(set) var lengths: [Int] = []

  /// The special tokens and the alphabet, before any merge.
  init(specialTokens: [String], alphabet: TrainingAlphabet, words: WordCounts) {
    self.alphabet = alphabet
    for token in specialTokens {
      add(Array(token.utf8), key: Self.key(token, alphabet.kind), .special, length: 1)
    }
    switch alphabet.kind {
    case .bytes: for byte in Self.byteOrder { _ = add([byte]) }
    case .characters: for character in alphabet.characters(of: words) { _ = add(Self.spelled(character)) }
    }
  }

  /// Equal when they say the same.
  package static func == (a: TrainedBytePairs, b: TrainedBytePairs) -> Bool {
    a.entries == b.entries && a.kinds == b.kinds && a.merges == b.merges && a.alphabet == b.alphabet
  }

  /// The entry's id, made when there is none.
  mutating func add(_ entry: [UInt8], length: Int = 1) -> TokenID {
    ids[entry] ?? add(entry, key: entry, .normal, length: length)
  }

  /// Adds a merge and, unless it is there already, the entry that it makes.
  mutating func add(_ merge: Merge) -> TokenID {
    merges.append(merge)
    return add(joined(merge), length: lengths[Int(merge.left)] + lengths[Int(merge.right)])
  }

  /// What the two make together: the right one loses its prefix.
  func joined(_ merge: Merge) -> [UInt8] {
    let (prefix, right) = (alphabet.continuingPrefix, entries[Int(merge.right)])
    return entries[Int(merge.left)] + (right.starts(with: prefix) ? right[prefix.count...] : right[...])
  }

  /// The id of an entry that is there.
  func id(of entry: [UInt8]) -> TokenID? { ids[entry] }

  @discardableResult
  private mutating func add(_ entry: [UInt8], key: [UInt8], _ kind: EntryKind, length: Int) -> TokenID {
    let id = TokenID(entries.count)
    entries.append(entry)
    kinds.append(kind)
    lengths.append(length)
    ids[key] = id
    return id
  }

  /// In a byte-level file `Ġ` is how a space is written: a special token of that name is then the space's entry, as in
  /// Hugging Face's trainer, since no two entries may be written alike.
  private static func key(_ token: String, _ kind: TrainingAlphabet.Kind) -> [UInt8] {
    var bytes: [UInt8] = []
    let isSpelled = kind == .bytes && ByteAlphabet.undo(Array(token.utf8).span, into: &bytes)
    return isSpelled ? bytes : Array(token.utf8)
  }

  static func spelled(_ character: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    Unit.append(character, to: &bytes)
    return bytes
  }

  /// The bytes in the order of the characters that stand for them in byte-level files: first those that stand
  /// for themselves.
  package static let byteOrder: [UInt8] = {
    let own = (0...255).filter {
      (33...126).contains($0) || (161...172).contains($0) || (174...255).contains($0)
    }
    return (own + (0...255).filter { !own.contains($0) }).map { UInt8($0) }
  }()
}

extension TrainedBytePairs {
  /// The entries as a table; special tokens are outside the model.
  package var vocabulary: VocabularyTable {
    var (blob, starts): ([UInt8], [UInt32]) = ([], [])
    for entry in entries {
      starts.append(UInt32(blob.count))
      blob += entry
    }
    let special = (0..<TokenID(entries.count)).filter { kinds[Int($0)] == .special }
    return VocabularyTable(
      blob: blob, starts: starts, lengths: entries.map { UInt32($0.count) }, kinds: kinds,
      outsideModel: Set(special))
  }
}
