import Basics
import Testing

@testable import Tokens

/// The quick checks of whole texts against the plain ones.
@Suite struct ComposedCheckTests {
  /// Characters that compose, that change places, and that do neither.
  private static let scalars: [UInt32] =
    Array(0x300...0x345) + [
      0x61, 0x65, 0xE9, 0xEA, 0x1EBF, 0x323, 0x316, 0x93C, 0x915, 0x9BE, 0x9C7, 0x9CB, 0xBC6, 0xBBE, 0xE38,
      0xE48,
      0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0x5B0, 0x5BC, 0x5D0, 0xFB2A, 0x212B, 0x2126, 0x2F800, 0x1D15E,
      0x1D165, 0x1D16E, 0x4E00, 0x20, 0x0A, 0x653, 0x627, 0x622, 0x1F71, 0x3B1, 0x345, 0x1FB4, 0x340, 0xF73,
    ]

  @Test(arguments: UInt64(0)..<20)
  func `a text counts as composed exactly when composing changes nothing`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var unchanged = 0
    for round in 0..<3000 {
      var text: [UInt8] = []
      for _ in 0..<(random.next() % 6) {
        Unit.append(Self.scalars[Int(random.next() % UInt64(Self.scalars.count))], to: &text)
        if random.next() % 8 == 0 { text += Array("plain text".utf8) }
      }
      if round % 7 == 0 && !text.isEmpty { text[Int(random.next() % UInt64(text.count))] = 0xE1 }
      let isSame = NormalForm.composed.bytes(text.span) == text
      if isSame { unchanged += 1 }
      #expect(NormalForm.composed.isUnchanged(text.span) == isSame, "\(text)")
    }
    #expect(unchanged > 100)
  }

  @Test(arguments: UInt64(0)..<20)
  func `a text is valid up to where its characters are`(seed: UInt64) {
    var random = RandomText(seed: seed)
    for round in 0..<500 {
      let text = round % 2 == 0 ? random.broken(atMost: 30) : random.text(atMost: 30)
      let start = random.number(below: min(text.count, 4))
      let range = min(start, text.count)..<text.count
      var plain = range.lowerBound
      while plain < range.upperBound {
        let (value, length) = UTF8Scalar.read(text.span, plain, range.upperBound)
        if value == nil { break }
        plain += length
      }
      #expect(UTF8Text.validEnd(text.span, range) == plain)
    }
  }

  @Test(arguments: UInt64(0)..<10)
  func `contents are found where they begin`(seed: UInt64) {
    var random = RandomText(seed: seed)
    let contents = (0..<1 + random.number(below: 9)).map { _ in
      (0..<1 + random.number(below: 4)).map { _ in UInt8(97 + random.number(below: 8)) }
    }
    let trie = ContentTrie(contents)
    for _ in 0..<300 {
      let text = (0..<random.number(below: 90)).map { _ in UInt8(97 + random.number(below: 26)) }
      var plain = 0
      while plain < text.count, !contents.contains(where: { text[plain...].starts(with: $0) }) { plain += 1 }
      var place = 0
      while true {
        place = trie.candidate(in: text.span, from: place, end: text.count)
        if place >= text.count || trie.longest(in: text.span, at: place, end: text.count) != nil { break }
        place += 1
      }
      #expect(place == plain)
    }
  }
}
