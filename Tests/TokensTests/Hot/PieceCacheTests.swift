import Testing

@testable import Tokens

/// What a cache remembers is what was put in, however full it is.
@Suite struct PieceCacheTests {
  private typealias Known = [[UInt8]: [Token]]

  /// Tokens that a piece at `start` may have: some bytes may belong to none.
  private func tokens(_ random: inout RandomText, _ count: Int, start: Int) -> [Token] {
    var tokens: [Token] = []
    var place = random.number(below: 2)
    while place < count {
      let length = 1 + random.number(below: min(count - place, 6))
      tokens.append(
        Token(
          id: TokenID(random.number(below: VocabularyTable.idCeiling)), start: start + place,
          end: start + place + length))
      place += length + random.number(below: 2)
    }
    return tokens
  }

  /// What is found of a piece, as if it stood at `start`.
  private func found(_ cache: borrowing PieceCache, _ piece: [UInt8], start: Int) -> [Token]? {
    unsafe piece.withUnsafeBytes { bytes -> [Token]? in
      guard let base = bytes.baseAddress,
        let entry = unsafe cache.find(base, bytes.count, readable: bytes.count)
      else { return nil }
      var sink = TokenSink(expecting: 8)
      if unsafe !entry.isStored {
        var cursor = sink.cursor
        unsafe TokenSink.put(entry.words, entry.count, at: start, &cursor)
        sink.cursor = cursor
      } else if let record = unsafe cache.record(entry) {
        unsafe sink.put(record, at: start)
      }
      return sink.finish()
    }
  }

  private func insert(_ cache: inout PieceCache, _ piece: [UInt8], _ tokens: [Token], start: Int) {
    unsafe piece.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe cache.insert(base, bytes.count, readable: bytes.count, tokens.span, start: start)
    }
  }

  @Test(arguments: UInt64(0)..<8)
  func `what is found is what was remembered`(seed: UInt64) {
    var random = RandomText(seed: seed)
    let lines = 2 << random.number(below: 4)
    var cache = PieceCache(
      PieceCache.Bounds(firstLines: 2, lines: lines, arena: 400 << random.number(below: 6)))
    let pieces = (0..<200).map { number in
      (0..<random.number(below: number % 5 == 0 ? 300 : 18)).map { _ in UInt8(random.number(below: 256)) }
    }
    var known = Known()
    var hits = 0
    for _ in 0..<3000 {
      // Drawn twice, so that some are frequent.
      let piece = pieces[random.number(below: 1 + random.number(below: pieces.count))]
      let length = piece.count
      if let tokens = found(cache, piece, start: 1000) {
        hits += 1
        #expect(tokens == known[piece])
      } else {
        let tokens = tokens(&random, length, start: 1000)
        insert(&cache, piece, tokens, start: 1000)
        known[piece] = tokens
        let isKept = length > 0 && length <= PieceCache.longest
        #expect(found(cache, piece, start: 1000) == (isKept ? tokens : nil) || length > 100)
      }
      #expect(cache.lineCount <= lines && cache.arena.used <= 400 << 6)
    }
    #expect(hits > 100)
  }

  @Test func `places are told from where the piece stands now`() {
    var cache = PieceCache()
    let short = [Token(id: 7, start: 52, end: 53), Token(id: (1 << 24) - 1, start: 54, end: 65)]
    insert(&cache, Array("fifteen bytes..".utf8), short, start: 50)
    #expect(
      found(cache, Array("fifteen bytes..".utf8), start: 2)
        == [Token(id: 7, start: 4, end: 5), Token(id: (1 << 24) - 1, start: 6, end: 17)])
    let long = Array(repeating: UInt8(ascii: "z"), count: 200)
    insert(&cache, long, [Token(id: 1, start: 10, end: 210)], start: 10)
    #expect(found(cache, long, start: 0) == [Token(id: 1, start: 0, end: 200)])
    #expect(found(cache, Array(long.dropLast()), start: 0) == nil)
  }

  @Test func `pieces of zeros are told apart`() {
    var cache = PieceCache()
    for count in 1...20 {
      insert(
        &cache, Array(repeating: 0, count: count), [Token(id: UInt32(count), start: 0, end: count)], start: 0)
    }
    for count in 1...20 {
      #expect(found(cache, Array(repeating: 0, count: count), start: 0)?.map(\.id) == [UInt32(count)])
    }
    #expect(found(cache, [], start: 0) == nil)
  }

  @Test func `tokens beyond the piece are not remembered`() {
    var cache = PieceCache()
    insert(&cache, [1, 2], [Token(id: 1, start: 0, end: 3)], start: 0)
    insert(&cache, [1, 3], [Token(id: 1, start: 0, end: 1)], start: 1)
    #expect(found(cache, [1, 2], start: 0) == nil && found(cache, [1, 3], start: 0) == nil)
  }
}
