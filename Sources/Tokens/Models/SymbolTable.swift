/// The symbols a piece begins with: for each byte or character its entry, with or without prefix and suffix.
struct SymbolTable: Sendable {
  /// One symbol before merging.
  struct Symbol {
    var id: TokenID
    var start: UInt32
    var end: UInt32

    init(id: TokenID, start: UInt32, end: UInt32) {
      (self.id, self.start, self.end) = (id, start, end)
    }

    init(id: TokenID, at position: Int, count: Int) {
      self.init(
        id: id, start: UInt32(truncatingIfNeeded: position), end: UInt32(truncatingIfNeeded: position + count)
      )
    }
  }

  /// Stands for a byte without an entry.
  static let none = TokenID.max

  /// Ids of single bytes, by byte; `none` where there is no entry.
  let ofByte: [TokenID]
  /// Ids of `<0xNN>`, by byte.
  private let fallback: [TokenID]
  /// Whether each byte has its entry and nothing is added: then `ofByte` says it all.
  let isPlain: Bool
  /// Whether that holds of pieces without the bytes that have none. Many vocabularies lack those that UTF-8 never has.
  let isMostlyPlain: Bool
  private let rules: BytePairRules
  private let vocabulary: VocabularyTable

  init(vocabulary: VocabularyTable, rules: BytePairRules) {
    self.rules = rules
    self.vocabulary = vocabulary
    ofByte = (0...255).map { vocabulary.modelID(of: [UInt8($0)].span) ?? Self.none }
    let digits = Array("0123456789ABCDEF".utf8)
    fallback = (0...255).map { byte in
      let name = Array("<0x".utf8) + [digits[byte >> 4], digits[byte & 15]] + Array(">".utf8)
      return vocabulary.modelID(of: name.span) ?? Self.none
    }
    isMostlyPlain = rules.alphabet == .bytes && rules.hasNoAffixes
    isPlain = isMostlyPlain && !ofByte.contains(Self.none)
  }

  /// Whether `ofByte` says all of the symbols of a piece.
  @inline(__always)
  func isPlain(_ text: Span<UInt8>, _ piece: Range<Int>) -> Bool {
    isPlain || isMostlyPlain && piece.allSatisfy { ofByte[Int(text[$0])] != Self.none }
  }

  /// The symbols of a piece in the order in which the reference makes them: a pending unknown is
  /// written when a known symbol follows, so bytes fallen back to come before it.
  func symbols(of text: Span<UInt8>, _ piece: Range<Int>) -> [Symbol] {
    var symbols: [Symbol] = []
    var pending: Symbol?
    var spelled: [UInt8] = []
    var position = piece.lowerBound
    while position < piece.upperBound {
      if let known = plainSymbol(text, position, piece.upperBound, after: symbols.last), pending == nil {
        symbols.append(known)
        position = Int(known.end)
        continue
      }
      let end = position + length(text, position, piece.upperBound)
      spell(text, position..<end, of: piece, into: &spelled)
      let place = (UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: end))
      if let id = vocabulary.modelID(of: spelled.span) {
        if let unknown = pending { symbols.append(unknown) }
        pending = nil
        symbols.append(Symbol(id: id, start: place.0, end: place.1))
      } else if rules.fallsBackToBytes, appendFallback(spelled, place, to: &symbols) {
        // A pending unknown stays pending.
      } else if let id = rules.unknown {
        addUnknown(id, place, &pending, &symbols)
      }
      position = end
    }
    if let unknown = pending { symbols.append(unknown) }
    return symbols
  }

  /// The symbol at a place when no look-up is needed: an ASCII character with an entry, or the same character of three bytes as
  /// before.
  @inline(__always)
  private func plainSymbol(
    _ text: Span<UInt8>, _ position: Int, _ end: Int, after last: Symbol?
  ) -> Symbol? {
    guard rules.hasNoAffixes else { return nil }
    let byte = text[position]
    if byte < 0x80 {
      let id = ofByte[Int(byte)]
      return id == Self.none ? nil : Symbol(id: id, at: position, count: 1)
    }
    guard let last, last.end - last.start == 3, Int(last.end) == position, position + 3 <= end else {
      return nil
    }
    for index in 0..<3 where text[position + index] != text[position - 3 + index] { return nil }
    return Symbol(id: last.id, at: position, count: 3)
  }

  /// The stretches of a piece between symbols that are dropped.
  func forEachKnownRun(_ text: Span<UInt8>, _ piece: Range<Int>, _ body: (Range<Int>) -> Void) {
    var start = piece.lowerBound
    var position = start
    while position < piece.upperBound {
      let end = position + length(text, position, piece.upperBound)
      if symbols(of: text, position..<end).isEmpty {
        if start < position { body(start..<position) }
        start = end
      }
      position = end
    }
    if start < piece.upperBound { body(start..<piece.upperBound) }
  }

  private func length(_ text: Span<UInt8>, _ position: Int, _ end: Int) -> Int {
    rules.alphabet == .bytes ? 1 : UTF8Scalar.length(text, position, end)
  }

  private func spell(
    _ text: Span<UInt8>, _ symbol: Range<Int>, of piece: Range<Int>, into spelled: inout [UInt8]
  ) {
    spelled.removeAll(keepingCapacity: true)
    if symbol.lowerBound > piece.lowerBound { spelled += rules.continuingPrefix }
    for index in symbol { spelled.append(text[index]) }
    if symbol.upperBound == piece.upperBound { spelled += rules.endOfWordSuffix }
  }

  /// Every byte of the spelling becomes a token, or none does. Each stands for one byte of the symbol; those
  /// of a prefix or suffix stand for nothing.
  private func appendFallback(_ spelled: [UInt8], _ place: (UInt32, UInt32), to symbols: inout [Symbol])
    -> Bool
  {
    if spelled.contains(where: { fallback[Int($0)] == Self.none }) { return false }
    var start = place.0
    for byte in spelled {
      let end = min(start + 1, place.1)
      symbols.append(Symbol(id: fallback[Int(byte)], start: start, end: end))
      start = end
    }
    return true
  }

  private func addUnknown(
    _ id: TokenID, _ place: (UInt32, UInt32), _ pending: inout Symbol?, _ symbols: inout [Symbol]
  ) {
    if let earlier = pending {
      if rules.fusesUnknown {
        pending = Symbol(id: id, start: earlier.start, end: place.1)
        return
      }
      symbols.append(earlier)
    }
    pending = Symbol(id: id, start: place.0, end: place.1)
  }
}
