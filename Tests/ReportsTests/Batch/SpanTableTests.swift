import Basics
import Testing

@testable import Workbench

struct SpanTableTests {
  @Test(arguments: 0..<20) func `counts are those of a dictionary, in one table or in several that are added`(
    seed: Int
  ) {
    var random = SeededRandom(seed: UInt64(seed))
    let text = (0..<600).map { _ in UInt8.random(in: 97...99, using: &random) }
    let ranges = (0..<4000).map { _ in
      let start = Int.random(in: 0..<590, using: &random)
      return start..<start + Int.random(in: 1...10, using: &random)
    }
    var plain: [[UInt8]: Int] = [:]
    var whole = SpanTable(rows: 2)
    var parts = [SpanTable(rows: 2), SpanTable(rows: 2)]
    for (index, range) in ranges.enumerated() {
      plain[Array(text[range]), default: 0] += 1
      whole.add(text.span, range) { $0 == 0 ? range.count : 1 }
      parts[index % 2].add(text.span, range) { $0 == 0 ? range.count : 1 }
    }
    var sum = parts[0]
    sum.add(parts[1])
    let costs = whole.worst(.max)
    #expect(whole.count == plain.count)
    #expect(costs.count == plain.keys.count { $0.count > 1 })
    for cost in costs { #expect(cost.count == plain[cost.text] && cost.tokens == [cost.text.count, 1]) }
    #expect(zip(costs, costs.dropFirst()).allSatisfy { $0.excess >= $1.excess })
    #expect(sum == whole)
    sum.tidy(50)
    #expect(sum.count == 50 && sum.worst(50) == whole.worst(50))
  }
}
