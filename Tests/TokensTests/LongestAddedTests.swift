import Basics
import Testing

@testable import Tokens

/// Where longer added tokens take their places first, whatever stands further left.
@Suite struct LongestAddedTests {
  private static let contents = ["a", "aa", "aaa", " ", "  ", "    ", "ba", "ab", "aba", "b a"]

  private func tokens(_ random: inout RandomText) throws -> AddedTokens {
    var tokens: [AddedToken] = []
    for content in Self.contents where random.number(below: 2) == 0 {
      var token = AddedToken(id: TokenID(random.number(below: 1000)), content: Array(content.utf8))
      token.stripsLeft = random.number(below: 6) == 0
      token.stripsRight = random.number(below: 6) == 0
      tokens.append(token)
    }
    return try AddedTokens(tokens, priority: .longest)
  }

  /// Token by token over the whole text.
  private func plainly(_ added: AddedTokens, _ text: [UInt8]) -> [AddedTokens.Cut] {
    var owner = [Int?](repeating: nil, count: text.count)
    var found: [AddedTokens.Cut] = []
    let order = added.all.indices.sorted {
      (added.all[$1].content.count, added.all[$0].id) < (added.all[$0].content.count, added.all[$1].id)
    }
    for index in order {
      let token = added.all[index]
      var position = 0
      while position + token.content.count <= text.count {
        var (start, end) = (position, position + token.content.count)
        position += 1
        guard text[start..<end].elementsEqual(token.content), (start..<end).allSatisfy({ owner[$0] == nil })
        else { continue }
        while token.stripsLeft, start > 0, text[start - 1] == 32, owner[start - 1] == nil { start -= 1 }
        while token.stripsRight, end < text.count, text[end] == 32, owner[end] == nil { end += 1 }
        for place in start..<end { owner[place] = index }
        found.append(AddedTokens.Cut(token: index, range: start..<end))
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  @Test(arguments: UInt64(0)..<40)
  func `cuts are those of a search token by token`(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let added = try tokens(&random)
    for _ in 0..<50 {
      let text = (0..<random.number(below: 40)).map { _ in Array("aab  ".utf8)[random.number(below: 5)] }
      let cuts = added.cutRaw(text.span, 0..<text.count)
      #expect(cuts.filter { $0.token != nil } == plainly(added, text), "\(text)")
      #expect(cuts.flatMap { Array($0.range) } == Array(text.indices))
    }
  }

  @Test func `a megabyte of spaces is cut into the longest`() throws {
    let all = (2...24).map { AddedToken(id: TokenID($0), content: Array(repeating: 32, count: $0)) }
    let added = try AddedTokens(all, priority: .longest)
    let text = [UInt8](repeating: 32, count: 1 << 20)
    let cuts = added.cutRaw(text.span, 0..<text.count)
    #expect(cuts.count == (1 << 20) / 24 + 1)
    #expect(cuts.last?.range.count == (1 << 20) % 24)
  }
}
