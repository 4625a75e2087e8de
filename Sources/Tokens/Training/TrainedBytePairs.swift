/// What a trainer has learned: entries by id and the merges in rank order.
///
/// Special tokens come first, then the 256 bytes in the order of the byte alphabet, then what the merges
/// make.
package struct TrainedBytePairs: Sendable, Equatable {
  /// The bytes of each entry, by id.
  package var entries: [[UInt8]]
  package var kinds: [EntryKind]
  package var merges: [Merge]

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

  /// The special tokens and the bytes, before any merge.
  init(specialTokens: [String]) {
    let bytes = Self.byteOrder.map { [$0] }
    entries = specialTokens.map { Array($0.utf8) } + bytes
    kinds = specialTokens.map { _ in .special } + bytes.map { _ in .normal }
    merges = []
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
