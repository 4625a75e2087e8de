/// Entries as one blob of bytes with a span for each id: the form that readers fill and models use.
///
/// ```
/// VocabularyTable(blob: Array("abab".utf8), starts: [0, 1, 0], lengths: [1, 1, 2],
///                 kinds: [.normal, .normal, .normal]).id(of: Array("ab".utf8))   // 2
/// ```
/// Entries may stand anywhere in the blob, in any order, and may share bytes. A hole is an id whose kind is
/// `.hole`. Entries hold the bytes of text; byte-level spelling (`Ġ`) has been undone by the reader.
/// `outsideModel` names the entries that the model must never produce, such as a byte-level entry with
/// characters outside the byte alphabet.
package struct VocabularyTable: Vocabulary {
  private let spans: EntrySpans
  private let index: EntryIndex
  private let kinds: [EntryKind]
  /// By id, whether the model may never produce the entry; empty when there is none.
  private let outside: [Bool]
  private let weights: Weights
  package let count: Int

  /// No id reaches this.
  package static let idCeiling = 1 << 24

  /// Builds the look-up in one pass. Of two entries with the same bytes `id(of:)` finds the one with the
  /// lower id, those outside the model last.
  package init(
    blob: consuming [UInt8], starts: [UInt32], lengths: [UInt32], kinds: [EntryKind],
    outsideModel: Set<TokenID> = []
  ) {
    precondition(starts.count == lengths.count, "each entry has one start and one length")
    var spans = [UInt64]()
    spans.reserveCapacity(starts.count + 1)
    for (start, length) in zip(starts, lengths) { spans.append(UInt64(start) << 32 | UInt64(length)) }
    self.init(blob: blob, spans: spans, kinds: kinds, outsideModel: outsideModel)
  }

  /// As above, with start and length of each entry as one number, the start in its high half. Nothing is copied when the blob has
  /// room for eight more bytes and the spans for one more.
  package init(
    blob: consuming [UInt8], spans: consuming [UInt64], kinds: [EntryKind], outsideModel: Set<TokenID> = []
  ) {
    precondition(kinds.count == spans.count, "each entry has a kind")
    precondition(kinds.count <= Self.idCeiling, "ids are below 2²⁴; readers refuse larger ones")
    var holes = 0
    for id in kinds.indices where kinds[id] == .hole {
      spans[id] = 0
      holes += 1
    }
    count = kinds.count - holes
    outside = outsideModel.isEmpty ? [] : (0..<TokenID(kinds.count)).map(outsideModel.contains)
    self.spans = EntrySpans(blob: blob, packed: spans)
    index = EntryIndex(self.spans, outside: outside)
    self.kinds = kinds
    weights = .none
  }

  /// The entries in id order, for small vocabularies and tests.
  package init(_ entries: [[UInt8]], kinds: [EntryKind]? = nil) {
    var starts: [UInt32] = []
    var blob: [UInt8] = []
    for entry in entries {
      starts.append(UInt32(blob.count))
      blob += entry
    }
    self.init(
      blob: blob, starts: starts, lengths: entries.map { UInt32($0.count) },
      kinds: kinds ?? Array(repeating: .normal, count: entries.count))
  }

  private init(_ other: VocabularyTable, weights: Weights) {
    spans = other.spans
    index = other.index
    kinds = other.kinds
    outside = other.outside
    count = other.count
    self.weights = weights
  }

  /// The same entries with these ranks by id; `UInt32.max` stands for none.
  func ranked(_ ranks: [UInt32]) -> VocabularyTable { VocabularyTable(self, weights: .ranks(ranks)) }

  /// The same entries with these scores by id; not a number stands for none.
  func scored(_ scores: [Double]) -> VocabularyTable { VocabularyTable(self, weights: .scores(scores)) }

  /// The same entries, those of the model ranked by their ids, of which `first` has rank 0.
  func ranked(from first: Int) -> VocabularyTable { VocabularyTable(self, weights: .places(first: first)) }

  /// By what the model prefers entries, by id.
  private enum Weights: Sendable {
    case none
    /// `UInt32.max` where there is none.
    case ranks([UInt32])
    /// An entry of the model has its id less the first as its rank.
    case places(first: Int)
    case scores([Double])
  }

  package var idLimit: Int { kinds.count }

  /// Whether two entries hold the same bytes, so that one of them is never found.
  package var hasRepeats: Bool { index.hasRepeats }

  package func bytes(of id: TokenID) -> [UInt8]? { kind(of: id) == .hole ? nil : spans.bytes(id) }

  package func kind(of id: TokenID) -> EntryKind { Int(id) < kinds.count ? kinds[Int(id)] : .hole }

  package func weight(of id: TokenID) -> EntryWeight? {
    switch weights {
    case .ranks(let ranks) where Int(id) < ranks.count && ranks[Int(id)] != .max:
      return .rank(Int(ranks[Int(id)]))
    case .places(let first) where kind(of: id) != .hole && !isOutside(id):
      return .rank(Int(UInt32(clamping: Int(id) - first)))
    case .scores(let scores) where Int(id) < scores.count && !scores[Int(id)].isNaN:
      return .score(scores[Int(id)])
    default: return nil
    }
  }

  package func id(of bytes: [UInt8]) -> TokenID? { find(bytes.span) }

  /// As `id(of:)` without an array: the entry for exactly these bytes.
  package func find(_ bytes: Span<UInt8>) -> TokenID? {
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return nil }
      return unsafe index.find(base, buffer.count, readable: buffer.count, spans)
    }
  }

  /// The entry for these bytes that the model may produce.
  package func modelID(of bytes: Span<UInt8>) -> TokenID? { find(bytes).flatMap { isOutside($0) ? nil : $0 } }

  /// Whether the entry has these bytes and the model may produce it.
  func isModelEntry(_ id: TokenID, _ bytes: [UInt8]) -> Bool {
    guard Int(id) < spans.count, spans.length(id) == bytes.count, !isOutside(id), kind(of: id) != .hole else {
      return false
    }
    let start = spans.bounds(id).start
    return bytes.indices.allSatisfy { spans.blob[start + $0] == bytes[$0] }
  }

  /// Whether the model may never produce this entry.
  func isOutside(_ id: TokenID) -> Bool { Int(id) < outside.count && outside[Int(id)] }

  /// How many bytes the entry has; zero for a hole.
  package func length(of id: TokenID) -> Int { Int(id) < spans.count ? spans.length(id) : 0 }

  /// A byte of the entry, −1 behind its end.
  func byte(_ offset: Int, of id: TokenID) -> Int {
    let (start, end) = spans.bounds(id)
    return start + offset < end ? Int(spans.blob[start + offset]) : -1
  }

  /// The entry's first eight bytes as a number that sorts as they do.
  func word(of id: TokenID) -> UInt64 {
    (0..<8).reduce(0) { $0 << 8 | UInt64(max(byte($1, of: id), 0)) }
  }

  /// Whether the first entry comes before the second in the order of bytes.
  func precedes(_ first: TokenID, _ second: TokenID) -> Bool {
    let (a, b) = (spans.bounds(first), spans.bounds(second))
    return spans.blob[a.start..<a.end].lexicographicallyPrecedes(spans.blob[b.start..<b.end])
  }

  /// Appends the entry's bytes; false for a hole. Cheaper than `bytes(of:)` in a loop.
  package func append(_ id: TokenID, to bytes: inout [UInt8]) -> Bool {
    guard kind(of: id) != .hole else { return false }
    let (start, end) = spans.bounds(id)
    bytes.append(contentsOf: spans.blob[start..<end])
    return true
  }

  /// The entry for `count` bytes from `base`, of which `readable` may be read.
  @inline(__always)
  func find(_ base: UnsafeRawPointer, _ count: Int, readable: Int) -> TokenID? {
    unsafe index.find(base, count, readable: readable, spans)
  }

  /// By two bytes, the first in the high half of the index: the entry that they are and the model may produce, `PairTable.none` where
  /// there is none. Looks at each entry once, instead of 65,536 times for one.
  func entriesOfTwoBytes() -> [UInt32] {
    var ids = [UInt32](repeating: PairTable.none, count: 1 << 16)
    for id in (0..<TokenID(idLimit)).reversed() where spans.length(id) == 2 && !isOutside(id) {
      let start = spans.bounds(id).start
      ids[Int(spans.blob[start]) << 8 | Int(spans.blob[start + 1])] = id
    }
    return ids
  }

  /// Lends the look-up as plain pointers to `body`.
  func withFinder<R>(_ body: (EntryFinder) -> R) -> R { unsafe index.withFinder(spans, body) }
}
