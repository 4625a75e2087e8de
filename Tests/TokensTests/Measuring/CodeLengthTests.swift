import Basics
import Testing
import Tokens

/// Lengths of coded token streams.
@Suite struct CodeLengthTests {
  private func length(_ ids: some Sequence<TokenID>, alphabet: Int) -> LZ78Length {
    var length = LZ78Length(alphabet: alphabet)
    for id in ids { length.add(id) }
    return length
  }

  /// The definition once more, with phrases as arrays.
  private func plain(_ ids: [TokenID], alphabet: Int) -> (bits: Int, phrases: Int) {
    func bits(_ n: Int) -> Int { (0..<63).first { 1 << $0 >= n } ?? 63 }
    var (known, phrase, total): (Set<[TokenID]>, [TokenID], Int) = ([[]], [], 0)
    for id in ids {
      phrase.append(id)
      if known.contains(phrase) { continue }
      total += bits(known.count) + bits(alphabet)
      known.insert(phrase)
      phrase = []
    }
    return (total + (phrase.isEmpty ? 0 : bits(known.count)), known.count - 1 + (phrase.isEmpty ? 0 : 1))
  }

  @Test func `the example has nine phrases`() {
    let example: [TokenID] = [0, 1, 2, 0, 1, 3, 0, 1, 2, 0, 1, 2, 3, 3, 0, 1]
    let length = length(example, alphabet: 8)
    #expect(length.phraseCount == 9)
    #expect(length.bits == plain(example, alphabet: 8).bits)
  }

  @Test func `the sentence of cats and rats takes 217 bits`() {
    let text = "the cat sat on the mat. the cat ate the rat on the mat."
    let alphabet = Set(text.unicodeScalars).sorted()
    #expect(alphabet.count == 12 && text.count == 55)
    let ids = text.unicodeScalars.compactMap { alphabet.firstIndex(of: $0).map { TokenID($0) } }
    #expect(length(ids, alphabet: 12).bits == 217)
  }

  @Test("the length is that of the plain definition", arguments: UInt64(0)..<20)
  func definition(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let alphabet = 1 + Int(random.next() % 40)
    let ids = (0..<Int(random.next() % 500)).map { _ in TokenID(random.next() % UInt64(alphabet)) }
    let (found, expected) = (length(ids, alphabet: alphabet), plain(ids, alphabet: alphabet))
    #expect(found.bits == expected.bits && found.phraseCount == expected.phrases)
  }

  @Test func `too many phrases leave no length`() {
    var length = LZ78Length(alphabet: 300, limit: 10)
    for id in 0..<10 { length.add(TokenID(id)) }
    #expect(length.phraseCount == 10)
    length.add(11)
    #expect(length.bits == nil && length.phraseCount == nil)
  }

  @Test func `known bytes are packed to a known length`() {
    // python3 -c 'import zlib; c = zlib.compressobj(9, 8, -15); print(len(c.compress(b"abc" * 1000) + c.flush()))'
    #expect(DeflateLength.of(Array(String(repeating: "abc", count: 1000).utf8)) == 23)
    #expect(DeflateLength.of(Array("a".utf8)) == 3)
    #expect(DeflateLength.of([]) == 2)
  }

  @Test func `asking for the length does not change it`() {
    var random = SeededRandom(seed: 5)
    let bytes = (0..<300_000).map { _ in UInt8(random.next() % 7 * (random.next() % 5)) }
    let (once, often) = (DeflateLength(), DeflateLength())
    once.add(bytes)
    var lengths: [Int] = []
    for start in stride(from: 0, to: bytes.count, by: 41_000) {
      often.add(Array(bytes[start..<min(bytes.count, start + 41_000)]))
      lengths.append(often.byteCount ?? -1)
    }
    #expect(lengths == lengths.sorted() && lengths.first != lengths.last)
    #expect(often.byteCount == once.byteCount)
  }

  @Test func `ids are written in either form, or not at all`() {
    var bytes: [UInt8] = []
    for id: TokenID in [0, 127, 128, 624_485] { #expect(IDForm.leb128.append(id, to: &bytes)) }
    #expect(bytes == [0, 127, 0x80, 1, 0xE5, 0x8E, 0x26])
    bytes = []
    #expect(IDForm.fixed16.append(0x1234, to: &bytes) && bytes == [0x34, 0x12])
    #expect(!IDForm.fixed16.append(0x1_0000, to: &bytes) && bytes.count == 2)
    let length = DeflateLength()
    length.add(0x1_0000, as: .fixed16)
    #expect(length.byteCount == nil)
  }
}
