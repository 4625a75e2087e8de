import Glibc

/// Units of BERT: characters are cleaned, stripped of accents and lower-cased one by one, and words cut as they are written.
///
/// Each character of the basic plane becomes up to three others whatever stands beside it; where marks are left that must be put in
/// order, and beyond the plane, the unit goes the long way. What a character becomes is found out when it is first met.
final class WordUnits: Sendable {
  private let normalizer: BertNormalizer
  private let model: any Model
  /// Of a WordPiece model, nil for others.
  private let rules: WordPieceRules?
  private let vocabulary: VocabularyTable
  private let ascii: [UInt64]
  private let longest: Int
  private let firsts: EntryLengths
  private let others: EntryLengths

  /// Nil where entries are not UTF-8, so that one could end inside a character.
  init?(_ normalizer: BertNormalizer, _ model: any Model) {
    self.normalizer = normalizer
    self.model = model
    rules = (model as? WordPieceModel)?.rules
    vocabulary = model.vocabulary
    var longest = 0
    var bytes: [UInt8] = []
    for id in 0..<TokenID(vocabulary.idLimit) {
      bytes.removeAll(keepingCapacity: true)
      _ = vocabulary.append(id, to: &bytes)
      longest = max(longest, bytes.count)
      if !UTF8Text.isValid(bytes.span) { return nil }
    }
    if let prefix = rules?.continuingPrefix, prefix.count >= UnitText.headroom { return nil }
    self.longest = longest
    firsts = EntryLengths(vocabulary, behind: [])
    others = EntryLengths(vocabulary, behind: rules?.continuingPrefix ?? [])
    ascii = (UInt32(0)..<128).map { WordScalars.become($0, normalizer) }
  }

  /// Puts the tokens of `raw[start..<end]` into `scratch.missed`; false, with nothing done, when it must go the long way.
  func encode(_ raw: Span<UInt8>, _ start: Int, _ end: Int, _ scratch: UnitScratch) -> Bool {
    let text = scratch.text
    text.count = 0
    var first = 0
    var position = start
    // Bytes that are no character stay, and must not meet others when something between them goes.
    var (hasStray, hasGone) = (false, false)
    while position < end {
      let (packed, length) = look(raw, position, end, scratch)
      switch packed & 7 {
      case WordScalars.stray:
        hasStray = true
        text.append(raw[position], position - start, position - start + 1)
      case WordScalars.gone: hasGone = true
      case WordScalars.space: first = flush(first, scratch)
      case WordScalars.alone:
        _ = flush(first, scratch)
        first = text.count
        write(packed, position - start, length, text)
        first = flush(first, scratch)
      case WordScalars.inWord: write(packed, position - start, length, text)
      default: return fail(scratch)
      }
      position += length
    }
    if hasStray && hasGone { return fail(scratch) }
    _ = flush(first, scratch)
    return text.place(&scratch.missed, from: 0, origin: start) || fail(scratch)
  }

  /// What the character at `position` becomes, and its length.
  @inline(__always)
  private func look(
    _ raw: Span<UInt8>, _ position: Int, _ end: Int, _ scratch: UnitScratch
  ) -> (packed: UInt64, length: Int) {
    if raw[position] < 0x80 { return (ascii[Int(raw[position])], 1) }
    let (value, length) = UTF8Scalar.read(raw, position, end)
    guard let value else { return (WordScalars.stray, 1) }
    return (value < 0x10000 ? scratch.scalars.become(value, normalizer) : WordScalars.hard, length)
  }

  private func fail(_ scratch: UnitScratch) -> Bool {
    scratch.missed.removeAll(keepingCapacity: true)
    return false
  }

  @inline(__always)
  private func write(_ packed: UInt64, _ offset: Int, _ length: Int, _ text: UnitText) {
    var rest = packed >> 8
    for _ in 0..<(packed >> 4 & 3) {
      text.append(scalar: UInt32(truncatingIfNeeded: rest & 0xFFFF), offset, offset + length)
      rest >>= 16
    }
  }

  /// Encodes the word from `first`; where the next begins.
  @inline(__always)
  private func flush(_ first: Int, _ scratch: UnitScratch) -> Int {
    let text = scratch.text
    if first < text.count {
      if let rules {
        encode(rules, text, first, &scratch.missed)
      } else {
        text.withSpan { model.encode($0, first..<text.count, into: &scratch.missed) }
      }
    }
    return text.count
  }

  private func encode(_ rules: WordPieceRules, _ text: UnitText, _ first: Int, _ tokens: inout [Token]) {
    let end = text.count
    let old = tokens.count
    var start = first
    let isTooLong = end - first > rules.characterLimit && text.withSpan { rules.isTooLong($0, first..<end) }
    while start < end && !isTooLong {
      let prefix = start == first ? [] : rules.continuingPrefix
      guard let (id, stop) = longest(text, start, end, prefix) else { break }
      tokens.append(Token(id: id, start: start, end: stop))
      start = stop
    }
    if start == end { return }
    tokens.removeSubrange(old...)
    if let unknown = rules.unknown { tokens.append(Token(id: unknown, start: first, end: end)) }
  }

  /// The longest entry that the rest begins with. The prefix is written before it for as long as the search lasts.
  private func longest(
    _ text: UnitText, _ start: Int, _ end: Int, _ prefix: [UInt8]
  ) -> (TokenID, Int)? {
    let most = min(end - start, longest - prefix.count)
    guard most > 0 else { return nil }
    let lengths = unsafe (prefix.isEmpty ? firsts : others).lengths(text.bytes + start, end - start)
    return unsafe text.withPrefix(prefix, before: start) { base in
      for length in stride(from: most, to: 0, by: -1) where lengths >> UInt64(min(length, 63)) & 1 == 1 {
        let id = unsafe vocabulary.find(
          base, prefix.count + length, readable: text.room - start + prefix.count)
        if let id, !vocabulary.isOutside(id) { return (id, start + length) }
      }
      return nil
    }
  }
}

/// How long the entries are that begin alike, so that only such lengths are looked up.
///
/// A set of lengths (63 stands for all that are longer) for each hash of an entry's first character, of ASCII its first two; sets
/// of different beginnings may share a place, which costs look-ups only.
struct EntryLengths: Sendable {
  private var sets = [UInt64](repeating: 0, count: 4096)

  /// Of entries that begin with `prefix`, what is behind it.
  init(_ vocabulary: VocabularyTable, behind prefix: [UInt8]) {
    var entry: [UInt8] = []
    for id in 0..<TokenID(vocabulary.idLimit) where vocabulary.length(of: id) > prefix.count {
      entry.removeAll(keepingCapacity: true)
      guard vocabulary.append(id, to: &entry), entry.starts(with: prefix) else { continue }
      let count = entry.count - prefix.count
      unsafe entry.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        unsafe sets[Self.place(base + prefix.count, count)] |= 1 << UInt64(min(count, 63))
      }
    }
  }

  /// The lengths of entries that `count` bytes from `base` may begin with. Of one ASCII character there is always one to look up,
  /// since its set depends on what follows it.
  @inline(__always) @unsafe
  func lengths(_ base: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let found = unsafe sets[Self.place(base, count)]
    return unsafe base[0] < 0x80 ? found | 2 : found
  }

  @inline(__always) @unsafe
  private static func place(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
    let first = unsafe UInt32(base[0])
    let length = first < 0x80 ? 2 : UnigramModel.characterLength(UInt8(truncatingIfNeeded: first))
    var key = first
    for index in 1..<max(2, min(length, count)) where index < count {
      unsafe key = key << 8 | UInt32(base[index])
    }
    return Int((key &* 0x9E37_79B1) >> 20)
  }
}

/// What characters become on the way through a `BertNormalizer`, found out when first asked.
///
/// Packed: what it is (3 bits), how many characters it becomes (2 bits from the fifth), and these, 16 bits each, from the ninth.
///
/// Safety: `known` has an element for each scalar of the basic plane, and no other is asked about.
@safe final class WordScalars {
  static let gone: UInt64 = 1
  static let space: UInt64 = 2
  static let alone: UInt64 = 3
  static let inWord: UInt64 = 4
  static let hard: UInt64 = 5
  /// A byte that is no character.
  static let stray: UInt64 = 6

  private let known: UnsafeMutablePointer<UInt64>

  /// The system gives zeros, page by page when they are touched. Stops the program where no memory is left, as an array does.
  init() {
    guard let memory = unsafe calloc(0x10000, MemoryLayout<UInt64>.size) else {
      fatalError("no memory for a table")
    }
    unsafe known = memory.bindMemory(to: UInt64.self, capacity: 0x10000)
  }

  deinit { unsafe free(known) }

  @inline(__always)
  func become(_ value: UInt32, _ normalizer: BertNormalizer) -> UInt64 {
    let found = unsafe known[Int(value)]
    if found != 0 { return found }
    let made = Self.become(value, normalizer)
    unsafe known[Int(value)] = made
    return made
  }

  /// What a scalar becomes.
  static func become(_ value: UInt32, _ normalizer: BertNormalizer) -> UInt64 {
    guard let made = normalizer.become(value) else { return hard }
    if made.isEmpty { return gone }
    if made.count > 3 || made.contains(where: { $0 > 0xFFFF }) { return hard }
    let isSpace = made.contains(where: ScalarSet.whitespace.contains)
    let isAlone = made.contains(where: ScalarSet.punctuation.contains)
    if (isSpace || isAlone) && made.count > 1 { return hard }
    let kind = isSpace ? space : isAlone || normalizer.setsApart(value) ? alone : inWord
    var packed = kind | UInt64(made.count) << 4
    for (index, scalar) in made.enumerated() { packed |= UInt64(scalar) << UInt64(8 + 16 * index) }
    return packed
  }
}
