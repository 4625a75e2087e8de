import Basics
import Documents
import Testing

/// A random text with lines, for property tests.
func randomText(_ count: Int, _ random: inout SeededRandom) -> [UInt8] {
  (0..<count).map { _ in random.unit() < 0.05 ? 10 : UInt8.random(in: 97...122, using: &random) }
}

@Suite struct RopeTests {
  @Test(arguments: 1...8)
  func `edits give the same bytes as edits of an array`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var plain = randomText(seed * 20_000, &random)
    var rope = Rope(plain)
    for _ in 0..<200 {
      let low = Int.random(in: 0...plain.count, using: &random)
      let high = min(
        plain.count, low + Int.random(in: 0...(random.unit() < 0.1 ? 50_000 : 10), using: &random))
      let new = randomText(Int.random(in: 0...(random.unit() < 0.1 ? 40_000 : 5), using: &random), &random)
      plain.replaceSubrange(low..<high, with: new)
      rope.replace(low..<high, with: new)
      #expect(rope.count == plain.count)
    }
    #expect(rope[0..<rope.count] == plain)
    #expect(rope.lineCount == plain.count { $0 == 10 } + 1)
    for _ in 0..<100 {
      let offset = Int.random(in: 0...plain.count, using: &random)
      #expect(rope.line(at: offset) == plain[..<offset].count { $0 == 10 })
      #expect(rope[offset] == (offset < plain.count ? plain[offset] : nil))
      let line = rope.line(at: offset)
      let start = (plain[..<offset].lastIndex(of: 10) ?? -1) + 1
      #expect(rope.start(ofLine: line) == start)
      #expect(
        rope.lineRange(holding: offset)
          == start..<(plain[start...].firstIndex(of: 10).map { $0 + 1 } ?? plain.count))
      #expect(rope.range(ofLine: line) == start..<(plain[start...].firstIndex(of: 10) ?? plain.count))
    }
  }

  @Test(arguments: 1...20)
  func `the difference of two versions turns one into the other`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let old = Rope(randomText(300_000, &random))
    var new = old
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let low = Int.random(in: 0..<new.count, using: &random)
      new.replace(
        low..<min(new.count, low + 7), with: randomText(Int.random(in: 0...9, using: &random), &random))
    }
    let change = try #require(new.difference(from: old))
    #expect(old[0..<change.old.lowerBound] == new[0..<change.new.lowerBound])
    #expect(old[change.old.upperBound..<old.count] == new[change.new.upperBound..<new.count])
    #expect(old.count - change.old.count == new.count - change.new.count)
    #expect(change.old.count < 300_000)
  }

  @Test func `equal texts built in different ways have no difference`() {
    var random = SeededRandom(seed: 7)
    let bytes = randomText(100_000, &random)
    var other = Rope(Array(bytes[..<333]))
    other.append(Rope(Array(bytes[333...])))
    #expect(other == Rope(bytes))
    #expect(other.difference(from: Rope(bytes)) == nil)
  }

  @Test func `an empty rope has one line and no bytes`() {
    let rope = Rope()
    #expect(rope.lineCount == 1 && rope.count == 0 && rope[0] == nil)
    #expect(rope.range(ofLine: 0) == 0..<0 && rope.start(ofLine: 5) == 0 && rope.line(at: 9) == 0)
  }
}

@Suite struct TextDocumentTests {
  @Test func `typing is undone as one step and redone`() {
    var document = TextDocument(Rope(Array("ab".utf8)))
    document.replace(2..<2, with: Array("c".utf8), kind: .typing, selection: Selection(2))
    document.replace(3..<3, with: Array("d".utf8), kind: .typing, selection: Selection(3))
    document.replace(0..<1, with: [], kind: .deleting, selection: Selection(1))
    #expect(document.text[0..<9] == Array("bcd".utf8))
    #expect(document.undo(from: Selection(0)) == Selection(1))
    #expect(document.undo(from: Selection(1)) == Selection(2))
    #expect(document.text[0..<9] == Array("ab".utf8))
    #expect(!document.canUndo && !document.isModified)
    #expect(document.redo(from: Selection(2)) == Selection(1))
    #expect(document.text[0..<9] == Array("abcd".utf8))
  }

  @Test func `loading more is not a change`() {
    var document = TextDocument(Rope(Array("ab".utf8)))
    document.appendLoaded(Rope(Array("cd".utf8)))
    #expect(!document.isModified && !document.canUndo && document.text.count == 4)
  }
}
