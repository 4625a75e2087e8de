/// Takes ids alone.
struct IDSink: PieceSink, ~Copyable {
  private var staging: Staging<TokenID>

  init(expecting count: Int) { staging = Staging(expecting: count) }

  /// All of them, in order.
  mutating func finish() -> [TokenID] { staging.finish() }

  @inline(__always)
  mutating func makeRoom() { staging.makeRoom() }

  @inline(__always)
  var cursor: StagingCursor<TokenID> {
    get { staging.cursor }
    set { staging.cursor = newValue }
  }

  @inline(__always) @unsafe
  static func put(
    _ words: SIMD4<UInt32>, _ count: Int, at start: Int, _ cursor: inout StagingCursor<TokenID>
  ) {
    unsafe UnsafeMutableRawPointer(cursor.place).storeBytes(of: words & 0xFF_FFFF, as: SIMD4<UInt32>.self)
    unsafe cursor.place += count
  }

  mutating func put(_ record: PieceArena.Record, at start: Int) {
    if let place = unsafe staging.room(record.count) {
      unsafe place.update(from: record.ids, count: record.count)
    } else {
      for index in unsafe 0..<record.count { unsafe staging.appendDirectly(record.ids[index]) }
    }
  }

  mutating func put(_ tokens: Span<Token>) {
    for index in tokens.indices { staging.append(tokens[index].id) }
  }

  mutating func put(_ id: TokenID, _ place: Range<Int>) { staging.append(id) }
}

/// Takes tokens with their ranges.
struct TokenSink: PieceSink, ~Copyable {
  private var staging: Staging<Token>

  init(expecting count: Int) { staging = Staging(expecting: count) }

  /// All of them, in order.
  mutating func finish() -> [Token] { staging.finish() }

  @inline(__always)
  mutating func makeRoom() { staging.makeRoom() }

  @inline(__always)
  var cursor: StagingCursor<Token> {
    get { staging.cursor }
    set { staging.cursor = newValue }
  }

  @inline(__always) @unsafe
  static func put(
    _ words: SIMD4<UInt32>, _ count: Int, at start: Int, _ cursor: inout StagingCursor<Token>
  ) {
    let place = unsafe cursor.place
    unsafe cursor.place += count
    let start = UInt32(truncatingIfNeeded: start)
    unsafe place[0] = Self.token(words[0], start)
    unsafe place[1] = Self.token(words[1], start)
    if count <= 2 { return }
    unsafe place[2] = Self.token(words[2], start)
    unsafe place[3] = Self.token(words[3], start)
  }

  @inline(__always)
  private static func token(_ word: UInt32, _ start: UInt32) -> Token {
    let first = start &+ word &>> 24 & 15
    return Token(id: word & 0xFF_FFFF, first, first &+ word &>> 28)
  }

  mutating func put(_ record: PieceArena.Record, at start: Int) {
    let start = UInt32(truncatingIfNeeded: start)
    let room = unsafe staging.room(record.count)
    for index in unsafe 0..<record.count {
      let token = unsafe record.token(index, at: start)
      if let room = unsafe room { unsafe room[index] = token } else { staging.appendDirectly(token) }
    }
  }

  mutating func put(_ tokens: Span<Token>) {
    for index in tokens.indices { staging.append(tokens[index]) }
  }

  mutating func put(_ id: TokenID, _ place: Range<Int>) {
    let start = max(place.lowerBound, Int(staging.last?.end ?? 0))
    staging.append(Token(id: id, start: start, end: max(start, place.upperBound)))
  }
}

/// Counts tokens and keeps none.
struct CountSink: PieceSink, ~Copyable {
  private(set) var count = 0

  mutating func makeRoom() {}

  var cursor: Int {
    get { count }
    set { count = newValue }
  }

  @inline(__always) @unsafe
  static func put(_ words: SIMD4<UInt32>, _ count: Int, at start: Int, _ cursor: inout Int) {
    cursor &+= count
  }

  mutating func put(_ record: PieceArena.Record, at start: Int) { unsafe count &+= record.count }

  mutating func put(_ tokens: Span<Token>) { count += tokens.count }

  mutating func put(_ id: TokenID, _ place: Range<Int>) { count += 1 }
}

extension Token {
  @inline(__always)
  init(id: TokenID, _ start: UInt32, _ end: UInt32) {
    (self.id, self.start, self.end) = (id, start, end)
  }
}
