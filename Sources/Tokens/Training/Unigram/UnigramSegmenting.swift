import Basics
import Glibc

/// All ways of writing words with the present entries: how often each entry is used, on average or in the best way.
struct UnigramSegmenting {
  private let pieces: [UnigramPiece]
  private let trie: UnigramTrie
  /// By entry, and of a character for which there is no entry: logarithms of probabilities, and these.
  private let scores: Values
  private let probabilities: Values
  /// The matches in the word at hand: by end, those that end there.
  private var edges: [Edge] = []
  private var forward: [Double] = []
  private var backward: [Double] = []
  private var origins: [Int] = []

  private struct Edge {
    var start: Int
    var end: Int
    /// −1 for a character without an entry.
    var piece: Int32
    /// Its probability, or the logarithm of it.
    var value: Double
  }

  private struct Values {
    var entries: [Double]
    var unknown: Double
  }

  init(_ pieces: [UnigramPiece]) {
    self.pieces = pieces
    trie = UnigramTrie(pieces)
    scores = Values(entries: pieces.map(\.score), unknown: (pieces.map(\.score).min() ?? 0) - 10)
    probabilities = Values(entries: scores.entries.map { exp($0) }, unknown: exp(scores.unknown))
  }

  /// How often each entry is expected to be used, every segmentation weighing as much as it is probable.
  mutating func expectations(_ words: UnigramWords, _ ticket: Ticket) throws(Trouble) -> [Double] {
    var expected = [Double](repeating: 0, count: pieces.count)
    for word in 0..<words.count {
      if word & 0xFF == 0 { try ticket.step(ticket.fraction) }
      let range = words.range(word)
      findEdges(words.units, range, probabilities)
      let total = addPaths(range.count)
      guard total > Self.leastTotal else {
        expectByLogarithms(words, word, &expected)
        continue
      }
      let share = Double(words.counts[word]) / total
      for edge in edges where edge.piece >= 0 {
        expected[Int(edge.piece)] += forward[edge.start] * edge.value * backward[edge.end] * share
      }
    }
    return expected
  }

  /// Words whose ways are less probable together are summed by logarithms: the others, nearly all, lose nothing that counts.
  private static let leastTotal = 1e-200

  /// Adds what is expected in one word, however improbable it is.
  private mutating func expectByLogarithms(_ words: UnigramWords, _ word: Int, _ expected: inout [Double]) {
    let range = words.range(word)
    findEdges(words.units, range, scores)
    let total = sumPaths(range.count)
    for edge in edges where edge.piece >= 0 {
      let share = exp(forward[edge.start] + edge.value + backward[edge.end] - total)
      expected[Int(edge.piece)] += share * Double(words.counts[word])
    }
  }

  /// How often each entry is used when every word is written in the most probable way.
  mutating func bestUses(_ words: UnigramWords, _ ticket: Ticket) throws(Trouble) -> [Double] {
    var uses = [Double](repeating: 0, count: pieces.count)
    for word in 0..<words.count {
      if word & 0xFF == 0 { try ticket.step(ticket.fraction) }
      for piece in best(words.units, words.range(word)) { uses[piece] += Double(words.counts[word]) }
    }
    return uses
  }

  /// The entries that write the same text best without this one, none when nothing else can.
  mutating func alternative(to piece: Int) -> [Int] {
    let units = pieces[piece].units
    return best(units, 0..<units.count, without: Int32(piece))
  }

  /// The most probable way; of equal ones that whose last entry is longest.
  private mutating func best(_ units: [UInt32], _ range: Range<Int>, without left: Int32 = -2) -> [Int] {
    findEdges(units, range, scores)
    Self.fill(&forward, -.infinity, range.count + 1)
    Self.fill(&origins, -1, range.count + 1)
    forward[0] = 0
    for (index, edge) in edges.enumerated() where edge.piece != left {
      let score = forward[edge.start] + edge.value
      if score > forward[edge.end] + 1e-12 || origins[edge.end] < 0 && score > -.infinity {
        forward[edge.end] = score
        origins[edge.end] = index
      }
    }
    var path: [Int] = []
    var place = range.count
    while place > 0, origins[place] >= 0 {
      let edge = edges[origins[place]]
      if left >= 0 && edge.piece < 0 { return [] }
      if edge.piece >= 0 { path.append(Int(edge.piece)) }
      place = edge.start
    }
    return place == 0 ? path.reversed() : []
  }

  /// Ordered by where they begin. A character without an entry of its own stands for itself.
  private mutating func findEdges(_ units: [UInt32], _ range: Range<Int>, _ values: Values) {
    edges.removeAll(keepingCapacity: true)
    for start in range {
      var isCovered = false
      trie.forEachMatch(units, start, range.upperBound) { piece, length in
        let from = start - range.lowerBound
        edges.append(Edge(start: from, end: from + length, piece: piece, value: values.entries[Int(piece)]))
        isCovered = isCovered || length == 1
      }
      if !isCovered {
        let from = start - range.lowerBound
        edges.append(Edge(start: from, end: from + 1, piece: -1, value: values.unknown))
      }
    }
  }

  /// Fills `forward` and `backward` with the logarithms of the sums over all ways from the start and to the end;
  /// the sum over all.
  private mutating func sumPaths(_ count: Int) -> Double {
    Self.fill(&forward, -.infinity, count + 1)
    Self.fill(&backward, -.infinity, count + 1)
    (forward[0], backward[count]) = (0, 0)
    for edge in edges {
      forward[edge.end] = Self.sum(forward[edge.end], forward[edge.start] + edge.value)
    }
    for edge in edges.reversed() {
      backward[edge.start] = Self.sum(backward[edge.start], backward[edge.end] + edge.value)
    }
    return forward[count]
  }

  /// As `sumPaths` with probabilities themselves: a multiplication where the other takes an exponential and a logarithm.
  private mutating func addPaths(_ count: Int) -> Double {
    Self.fill(&forward, 0, count + 1)
    Self.fill(&backward, 0, count + 1)
    (forward[0], backward[count]) = (1, 1)
    for edge in edges { forward[edge.end] += forward[edge.start] * edge.value }
    for edge in edges.reversed() { backward[edge.start] += edge.value * backward[edge.end] }
    return forward[count]
  }

  private static func fill<Value>(_ values: inout [Value], _ value: Value, _ count: Int) {
    values.removeAll(keepingCapacity: true)
    values.append(contentsOf: repeatElement(value, count: count))
  }

  /// log(eᵃ + eᵇ).
  private static func sum(_ a: Double, _ b: Double) -> Double {
    let (low, high) = a < b ? (a, b) : (b, a)
    return low < high - 50 ? high : high + log1p(exp(low - high))
  }
}
