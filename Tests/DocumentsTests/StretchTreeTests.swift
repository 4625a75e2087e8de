import Basics
import Documents
import Testing

@Suite struct StretchTreeTests {
  private func stretch(_ random: inout SeededRandom) -> Stretch {
    var text = TextCounts()
    text.bytes = Int.random(in: 1...9000, using: &random)
    text.words = text.bytes / 5
    return Stretch(
      tokenCount: Int.random(in: 0...text.bytes, using: &random), text: text, isProven: random.unit() < 0.8)
  }

  /// The sums of a list, added one by one.
  private func sums(_ list: ArraySlice<Stretch>) -> StretchSums {
    var tree = StretchTree()
    for stretch in list { tree.append([stretch]) }
    return tree.sums
  }

  @Test(arguments: 1...8)
  func `a tree that is cut and joined has the stretches and sums of a plain list`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var list: [Stretch] = []
    var tree = StretchTree()
    for _ in 0..<60 {
      let low = Int.random(in: 0...list.count, using: &random)
      let high = min(list.count, low + Int.random(in: 0...(random.unit() < 0.2 ? 400 : 3), using: &random))
      let new = (0..<Int.random(in: 0...(random.unit() < 0.3 ? 700 : 4), using: &random)).map { _ in
        stretch(&random)
      }
      list.replaceSubrange(low..<high, with: new)
      let rest = tree.part(high..<tree.count)
      tree = tree.part(0..<low)
      tree.append(new)
      tree.append(rest)
      #expect(tree.stretches(0..<tree.count) == list)
      #expect(tree.sums.tokens == list.reduce(0) { $0 + $1.tokenCount })
      #expect(tree.sums.bytes == list.reduce(0) { $0 + $1.byteCount })
      #expect(tree.sums.unproven == list.count { !$0.isProven })
    }
  }

  @Test(arguments: 1...4)
  func `every byte is found in its stretch`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let list = (0..<900).map { _ in stretch(&random) }
    var tree = StretchTree()
    tree.append(list)
    var start = 0
    for (index, stretch) in list.enumerated() {
      for offset in [start, start + stretch.byteCount - 1] {
        let place = try #require(tree.place(of: offset))
        #expect(place.index == index && place.stretch == stretch && place.before.bytes == start)
      }
      if index % 97 == 0 { #expect(tree.place(of: start)?.before == sums(list[..<index])) }
      start += stretch.byteCount
    }
    #expect(tree.place(of: start) == nil && tree.place(of: -1) == nil)
    #expect(tree.roughTokens(before: start) == Double(tree.sums.tokens))
  }

  @Test(arguments: 1...4)
  func `a histogram that forgets has what was never taken back`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    func ids() -> [UInt32] {
      (0..<200).map { _ in
        random.unit() < 0.1 ? .max - UInt32(random.next() % 9) : UInt32(random.next() % 500)
      }
    }
    let (kept, gone) = (ids(), ids())
    var (plain, other) = (TokenHistogram(), TokenHistogram())
    plain.add(kept)
    other.add(gone)
    other.add(kept)
    other.remove(gone)
    #expect(plain == other && plain != TokenHistogram())
    for id in kept { #expect(other[id] == kept.count { $0 == id }) }
    let leaders = plain.leaders(5)
    #expect(leaders.distinct == Set(kept).count)
    #expect(leaders.top.map(\.count) == Array(Set(kept).map { plain[$0] }.sorted(by: >).prefix(5)))
  }
}
