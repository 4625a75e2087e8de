import Basics
import Foundation
import Tensors
import Testing

struct CooccurrenceTests {
  /// The association matrix by its definition, all pairs of all documents one by one: [vocabulary, vocabulary].
  private func plain(_ documents: [[UInt32]], _ vocabulary: Int, _ rule: CooccurrenceEmbeddings) -> Tensor {
    var weights = Array(repeating: Array(repeating: 0.0, count: vocabulary), count: vocabulary)
    for document in documents {
      for (i, a) in document.enumerated() {
        for (j, b) in document.enumerated() where i != j && abs(i - j) <= rule.window {
          weights[Int(a)][Int(b)] += 1 / Double(abs(i - j))
        }
      }
    }
    let sums = weights.map { $0.reduce(0, +) }
    let total = sums.reduce(0, +)
    let scale = sums.map { pow($0 / total, rule.smoothing) }.reduce(0, +)
    return Tensor(
      rows: (0..<vocabulary).map { w in
        (0..<vocabulary).map { c in
          if weights[w][c] == 0 { return 0 }
          let context = pow(sums[c] / total, rule.smoothing) / scale
          let association = log(weights[w][c] / total / (sums[w] / total * context)) - rule.shift
          return Float(max(0, association) * weights[w][c] / (weights[w][c] + rule.discount))
        }
      })
  }

  /// Documents in which each id is followed by one of a few others more often than chance has it.
  private func documents(_ count: Int, length: Int, of vocabulary: Int, seed: UInt64) -> [[UInt32]] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      var last = 0
      return (0..<length).map { _ in
        last = random.unit() < 0.7 ? (last * 7 + 3) % vocabulary : Int(random.unit() * Double(vocabulary))
        return UInt32(last)
      }
    }
  }

  @Test(arguments: 1...6) func `rows are those of the plain matrix and its whole decomposition`(seed: UInt64)
    throws
  {
    var random = SeededRandom(seed: seed)
    let vocabulary = 20 + Int(random.unit() * 40)
    let texts = documents(5, length: 200, of: vocabulary - 3, seed: seed)
    let rule = CooccurrenceEmbeddings(
      dimension: 8, window: 1 + Int(random.unit() * 6), shift: random.unit(),
      smoothing: 0.5 + random.unit() / 2,
      discount: random.unit() * 2,
      exponent: 1, seed: seed)
    let rows = try rule.matrix(of: texts, vocabulary: vocabulary)
    let whole = try plain(texts, vocabulary, rule).svd()
    let best = whole.prefix(8)
    // Products of rows do not depend on the signs or turns of the directions.
    let expected = (best.u * best.s).matmul((best.u * best.s).transposed())
    agree(rows.matmul(rows.transposed()), expected, 1e-3)
    agree(rows.sliced(0, vocabulary - 3..<vocabulary), .zeros([3, 8]), 0, "never seen")
  }

  @Test func `randomly projected, a larger matrix has the same largest directions`() throws {
    let texts = documents(40, length: 500, of: 300, seed: 9)
    let rule = CooccurrenceEmbeddings(dimension: 6, window: 2, smoothing: 1, exponent: 1)
    let rows = try rule.matrix(of: texts, vocabulary: 300)
    let best = try plain(texts, 300, rule).svd().prefix(6)
    agree(rows.map(.square).sum(over: [0]).map(.squareRoot), best.s, 2e-2)
  }

  @Test func `the example of the documentation`() throws {
    let rule = CooccurrenceEmbeddings(dimension: 4, smoothing: 1, exponent: 1)
    let rows = try rule.matrix(of: [[0, 1], [2, 3]], vocabulary: 4)
    let lengths = rows.lengths().values
    for length in lengths { #expect(abs(length - Float(log(4.0))) < 1e-5) }
  }

  @Test func `ids that share their neighbours come to lie side by side`() throws {
    // 10 and 11 stand in the same places, 12 elsewhere.
    var random = SeededRandom(seed: 3)
    let texts: [[UInt32]] = (0..<400).map { index in
      let around = (0..<4).map { _ in UInt32(random.unit() * 5) }
      let other = around.map { $0 + 5 }
      return index % 2 == 0
        ? Array(around[..<2]) + [random.unit() < 0.5 ? 10 : 11] + Array(around[2...])
        : Array(other[..<2]) + [12] + Array(other[2...])
    }
    let rows = try CooccurrenceEmbeddings(dimension: 4).matrix(of: texts, vocabulary: 13)
    let near = Similarity.cosine.matrix(rows, rows)
    #expect(near[10, 11] > 0.9 && near[10, 12] < 0.5, "\(near[10, 11]) \(near[10, 12])")
  }

  @Test func `the same documents and seed give the same numbers`() throws {
    let texts = documents(10, length: 300, of: 200, seed: 4)
    let rule = CooccurrenceEmbeddings(dimension: 16)
    let rows = try rule.matrix(of: texts, vocabulary: 200)
    #expect(try rule.matrix(of: texts, vocabulary: 200) == rows)
  }

  @Test func `nothing seen, or fewer directions than asked for, leaves noughts`() throws {
    let rule = CooccurrenceEmbeddings(dimension: 5, exponent: 0)
    #expect(try rule.matrix(of: [], vocabulary: 3) == .zeros([3, 5]))
    #expect(try rule.matrix(of: [[2], []], vocabulary: 3) == .zeros([3, 5]))
    let few = try rule.matrix(of: [[0, 1, 0, 1]], vocabulary: 3)
    #expect(few.shape == Shape([3, 5]))
    agree(few.sliced(1, 2..<5), .zeros([3, 3]), 0)
  }

  @Test func `with room for few pairs the heaviest stay and the rest is told`() throws {
    let texts = documents(20, length: 500, of: 100, seed: 5)
    var (whole, few) = (
      CooccurrenceCounts(vocabulary: 100, window: 3),
      CooccurrenceCounts(vocabulary: 100, window: 3, pairLimit: 150)
    )
    for text in texts {
      try whole.add(text)
      try few.add(text)
    }
    let rule = CooccurrenceEmbeddings(dimension: 8, window: 3)
    let near = Similarity.cosine.matrix(try rule.matrix(of: whole), try rule.matrix(of: few))
    #expect(near.shape == Shape([100, 100]))
    #expect(whole.forgotten == 0)
    let expected = Tensor(whole.settled().sums.map { Float($0) })
    let left = few.settled()
    agree(Tensor(left.sums.map { Float($0) }), expected, 1e-6, "what an id weighs stays exact")
    #expect(left.forgotten > 0 && left.forgotten < left.sums.reduce(0, +) / 2)
  }

  @Test func `counting and decomposing stop when they are cancelled`() throws {
    let ticket = Ticket()
    ticket.cancel()
    let rule = CooccurrenceEmbeddings()
    #expect(throws: Trouble.cancelled) { try rule.matrix(of: [[0, 1]], vocabulary: 2, ticket) }
    var counts = CooccurrenceCounts(vocabulary: 2, window: 1)
    try counts.add([0, 1])
    #expect(throws: Trouble.cancelled) { try rule.matrix(of: counts, ticket) }
  }
}
