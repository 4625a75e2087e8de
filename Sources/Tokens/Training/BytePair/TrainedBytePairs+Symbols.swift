import Basics

extension TrainedBytePairs {
  /// The words cut into entries of the alphabet; those that carry a prefix or suffix are added, in the order of
  /// their bytes. Characters outside the alphabet are left out, so that their neighbours meet.
  mutating func symbols(
    of words: WordCounts, _ ticket: Ticket, _ body: ([TokenID], _ word: Int) -> Void
  ) throws(Trouble) {
    if alphabet.kind == .bytes { return try byteSymbols(of: words, ticket, body) }
    var table = affixedSymbols(of: words)
    var symbols: [TokenID] = []
    for word in 0..<words.count {
      if word & 0xFFF == 0 { try ticket.step(0) }
      symbols.removeAll(keepingCapacity: true)
      let range = words.range(word)
      words.forEachUnit(of: word) { unit, place in
        if let id = table[SymbolRole(unit, place, in: range, alphabet), default: nil] { symbols.append(id) }
      }
      body(symbols, word)
    }
    table = [:]
  }

  private func byteSymbols(
    of words: WordCounts, _ ticket: Ticket, _ body: ([TokenID], _ word: Int) -> Void
  ) throws(Trouble) {
    let byByte = (0...255).map { ids(of: UInt8($0)) }
    var symbols: [TokenID] = []
    for word in 0..<words.count {
      if word & 0xFFF == 0 { try ticket.step(0) }
      symbols.removeAll(keepingCapacity: true)
      for byte in words.word(word) { symbols.append(byByte[Int(byte)]) }
      body(symbols, word)
    }
  }

  private func ids(of byte: UInt8) -> TokenID { id(of: [byte]) ?? 0 }

  /// The ids of characters in the roles in which they occur.
  private mutating func affixedSymbols(of words: WordCounts) -> [SymbolRole: TokenID?] {
    var roles: Set<SymbolRole> = []
    for word in 0..<words.count {
      let range = words.range(word)
      words.forEachUnit(of: word) { unit, place in roles.insert(SymbolRole(unit, place, in: range, alphabet))
      }
    }
    let known = roles.filter { $0.unit < Unit.oddByte && id(of: Self.spelled($0.unit)) != nil }
    let spellings = known.map { ($0, $0.spelling(alphabet)) }
    var table: [SymbolRole: TokenID?] = [:]
    for (role, spelling) in spellings.sorted(by: { $0.1.lexicographicallyPrecedes($1.1) }) {
      table[role] = add(spelling)
    }
    return table
  }
}

/// A character and what it carries where it stands in a word.
private struct SymbolRole: Hashable {
  var unit: UInt32
  var isContinuing: Bool
  var isLast: Bool

  init(_ unit: UInt32, _ place: Range<Int>, in word: Range<Int>, _ alphabet: TrainingAlphabet) {
    self.unit = unit
    isContinuing = !alphabet.continuingPrefix.isEmpty && place.lowerBound > word.lowerBound
    isLast = !alphabet.endOfWordSuffix.isEmpty && place.upperBound == word.upperBound
  }

  func spelling(_ alphabet: TrainingAlphabet) -> [UInt8] {
    (isContinuing ? alphabet.continuingPrefix : []) + TrainedBytePairs.spelled(unit)
      + (isLast ? alphabet.endOfWordSuffix : [])
  }
}
