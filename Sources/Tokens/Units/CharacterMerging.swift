/// Merging of short pieces by a scan over columns that stay in the first cache: for models over characters, whose merges are a
/// list or are made of any two neighbours that are an entry together.
///
/// Equal to `PairMerger` and `ScoredMerging`, which stay for long pieces. What neighbours make when their joined bytes are
/// looked up is remembered by their ids, since a look-up of bytes costs several times as much.
final class CharacterMerging: Sendable {
  private let rules: Rules
  private let vocabulary: VocabularyTable
  /// The entries of ASCII characters; `SymbolTable.none` where there is none.
  private let ascii: [TokenID]

  private enum Rules: Sendable {
    case list(BytePairModel)
    case scores(ScoredBytePairModel)
  }

  /// Nil where symbols are spelled with affixes or stand whole from the beginning.
  init?(_ model: BytePairModel) {
    guard model.rules.alphabet == .characters, model.rules.hasNoAffixes, !model.joinsBytes else { return nil }
    guard !model.rules.ignoresMerges else { return nil }
    rules = .list(model)
    vocabulary = model.vocabulary
    let table = model.vocabulary
    ascii = (UInt8.min..<128).map { table.modelID(of: [$0].span) ?? SymbolTable.none }
  }

  init?(_ model: ScoredBytePairModel) {
    guard !model.hasUnused, model.symbols?.isEmpty ?? true else { return nil }
    rules = .scores(model)
    vocabulary = model.vocabulary
    let table = model.vocabulary
    ascii = (UInt8.min..<128).map { table.find([$0].span) ?? SymbolTable.none }
  }

  /// Appends the tokens of a piece.
  func encode(
    _ text: UnitText, _ start: Int, _ end: Int, _ symbols: CharacterSymbols, into tokens: inout [Token]
  ) {
    guard cut(text, start, end, symbols) else { return plain(text, start, end, &tokens) }
    switch rules {
    case .list(let model):
      symbols.merge { symbols, left in
        let number = unsafe model.merger.list.pairs.number(symbols.ids[left], symbols.ids[left + 1])
        return (number, number == PairTable.none ? 0 : model.merger.list.results[Int(number)])
      }
      for index in 0..<symbols.count {
        unsafe tokens.append(
          Token(
            id: symbols.ids[index], start: Int(symbols.starts[index]), end: Int(symbols.starts[index + 1])))
      }
    case .scores(let model):
      symbols.merge { symbols, left in made(model, text, symbols, left) }
      var follows = false
      text.withSpan { span in
        for index in 0..<symbols.count {
          let range = unsafe Int(symbols.starts[index])..<Int(symbols.starts[index + 1])
          let id = unsafe symbols.ids[index]
          model.output.append(
            id == SymbolTable.none || !model.isGiven(id) ? nil : id, span, range, follows: &follows,
            into: &tokens)
        }
      }
    }
  }

  private func plain(_ text: UnitText, _ start: Int, _ end: Int, _ tokens: inout [Token]) {
    switch rules {
    case .list(let model): text.withSpan { model.encode($0, start..<end, into: &tokens) }
    case .scores(let model): text.withSpan { model.encode($0, start..<end, into: &tokens) }
    }
  }

  /// Cuts the piece into characters; false when there are too many, or one without entry.
  @inline(__always)
  private func cut(_ text: UnitText, _ start: Int, _ end: Int, _ symbols: CharacterSymbols) -> Bool {
    symbols.count = 0
    var position = start
    while position < end {
      guard symbols.count < CharacterSymbols.limit else { return false }
      let byte = unsafe text.bytes[position]
      if byte < 0x80 {
        let id = ascii[Int(byte)]
        if id == SymbolTable.none { return false }
        symbols.append(id, position)
        position += 1
        continue
      }
      let length = unsafe UTF8Scalar.read(UnsafePointer(text.bytes), position, end).length
      if length == 1 { return false }
      guard
        let id = unsafe vocabulary.find(text.bytes + position, length, readable: text.room - position),
        !vocabulary.isOutside(id)
      else { return false }
      symbols.append(id, position)
      position += length
    }
    symbols.close(end)
    return true
  }

  /// What two neighbours make when the look-up is by bytes.
  @inline(__always)
  private func made(
    _ model: ScoredBytePairModel, _ text: UnitText, _ symbols: CharacterSymbols, _ left: Int
  ) -> (UInt32, TokenID) {
    let key = unsafe UInt64(symbols.ids[left]) << 32 | UInt64(symbols.ids[left + 1])
    let place = CharacterSymbols.place(key)
    if unsafe symbols.memory[place].key == key {
      return unsafe (symbols.memory[place].number, symbols.memory[place].id)
    }
    let start = unsafe Int(symbols.starts[left])
    let count = unsafe Int(symbols.starts[left + 2]) - start
    let id = unsafe vocabulary.find(text.bytes + start, count, readable: text.room - start)
    let number = id.map { model.order[Int($0)] } ?? PairTable.none
    unsafe symbols.memory[place] = CharacterSymbols.Memory(key: key, number: number, id: id ?? 0)
    return (number, id ?? 0)
  }
}

/// The symbols of a short piece as columns, and what pairs made before.
///
/// Safety: columns have `limit + 2` elements, of which `append` fills at most `limit` and `close` one more; `memory` has a power
/// of two of elements, and `place` is below it.
@safe final class CharacterSymbols {
  static let limit = 48
  private static let memoryBits: UInt64 = 13

  /// What a pair makes.
  struct Memory {
    var key: UInt64
    var number: UInt32
    var id: TokenID
  }

  let ids: UnsafeMutablePointer<TokenID>
  let starts: UnsafeMutablePointer<UInt32>
  private let numbers: UnsafeMutablePointer<UInt32>
  private let results: UnsafeMutablePointer<TokenID>
  let memory: UnsafeMutablePointer<Memory>
  private let countCell = Cell<Int>(0)
  var count: Int {
    @inline(__always) get { countCell.value }
    @inline(__always) _modify { yield &countCell.value }
  }

  init() {
    unsafe ids = .allocate(capacity: Self.limit + 2)
    unsafe starts = .allocate(capacity: Self.limit + 2)
    unsafe numbers = .allocate(capacity: Self.limit + 2)
    unsafe results = .allocate(capacity: Self.limit + 2)
    unsafe memory = .allocate(capacity: 1 << Int(Self.memoryBits))
    unsafe memory.initialize(repeating: Memory(key: .max, number: 0, id: 0), count: 1 << Int(Self.memoryBits))
  }

  deinit {
    countCell.free()
    unsafe ids.deallocate()
    unsafe starts.deallocate()
    unsafe numbers.deallocate()
    unsafe results.deallocate()
    unsafe memory.deallocate()
  }

  @inline(__always)
  static func place(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: ((key ^ key >> 31) &* 0x9E37_79B9_7F4A_7C15) >> (64 - memoryBits))
  }

  @inline(__always)
  func append(_ id: TokenID, _ start: Int) {
    unsafe ids[count] = id
    unsafe starts[count] = UInt32(truncatingIfNeeded: start)
    count &+= 1
  }

  @inline(__always)
  func close(_ end: Int) { unsafe starts[count] = UInt32(truncatingIfNeeded: end) }

  /// Merges the lowest number first, of equal ones the leftmost, until no two neighbours make anything. `made` gives the number
  /// and the result of a symbol and the next.
  @inline(__always)
  func merge(_ made: (CharacterSymbols, Int) -> (UInt32, TokenID)) {
    for index in stride(from: 0, to: count - 1, by: 1) { note(index, made) }
    while count > 1 {
      var best = 0
      var lowest = unsafe numbers[0]
      for index in stride(from: 1, to: count - 1, by: 1) where unsafe numbers[index] < lowest {
        lowest = unsafe numbers[index]
        best = index
      }
      if lowest == PairTable.none { return }
      unsafe ids[best] = results[best]
      count &-= 1
      for index in stride(from: best + 1, to: count, by: 1) {
        unsafe ids[index] = ids[index + 1]
        unsafe starts[index] = starts[index + 1]
        unsafe numbers[index] = numbers[index + 1]
        unsafe results[index] = results[index + 1]
      }
      unsafe starts[count] = starts[count + 1]
      if best + 1 < count { note(best, made) }
      if best > 0 { note(best - 1, made) }
    }
  }

  @inline(__always)
  private func note(_ index: Int, _ made: (CharacterSymbols, Int) -> (UInt32, TokenID)) {
    unsafe (numbers[index], results[index]) = made(self, index)
  }
}
