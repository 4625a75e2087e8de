import Basics
import Tokens

/// A micro language model over tokens: the last two decide the next, with what is known of one and of none mixed in.
///
/// With counts c, N tokens and V entries,
/// P1(w) = (c(w) + 1/2) / (N + V/2), P2(w|v) = (c(vw) + 2 P1(w)) / (c(v) + 2), P3(w|uv) = (c(uvw) + 2 P2(w|v)) / (c(uv) + 2).
/// It is learned in a second from some hundred kilobytes and shows mechanisms, not how large models behave.
/// Source: interpolation with a pseudo-count, MacKay and Bauman Peto, "A hierarchical Dirichlet language model", Natural
/// Language Engineering, 1995.
package struct TokenTrigrams: Sendable {
  /// The two tokens before.
  package struct Context: Sendable, Hashable {
    package var first: TokenID
    package var second: TokenID

    package init(_ first: TokenID, _ second: TokenID) {
      self.first = first
      self.second = second
    }

    /// The context after one token more.
    package func adding(_ token: TokenID) -> Context { Context(second, token) }
  }

  /// How often each token follows a context: the followers of one context lie together.
  private struct Followers: Sendable {
    var tokens: [TokenID] = []
    var counts: [Double] = []
    /// Where those of a context begin, and at the end where all end.
    var starts: [Int] = [0]
    var sums: [Double] = []
    /// Of `sums`, how much begins a word.
    var wordSums: [Double] = []
  }

  /// Stands before and after each text; no entry has it.
  package let boundary: TokenID
  /// How many tokens were counted, boundaries at the ends included.
  package let tokenCount: Int
  /// P1 of every entry by id, the boundary last.
  package let single: [Double]
  private let wordShare: Double
  private let beginsWord: [Bool]
  private var after1 = Followers()
  private var after2 = Followers()
  private var contexts: [Context: Int] = [:]
  private static let pseudoCount = 2.0

  /// Counts the tokens of texts. `entries` is one more than the largest id, tokens beyond count as boundaries; `beginsWord` tells,
  /// by id, which entries cannot go on a word. Throws when cancelled.
  package init(
    _ texts: [[TokenID]], entries: Int, beginsWord: [Bool], _ ticket: Ticket
  ) throws(Trouble) {
    let boundary = TokenID(entries)
    let texts = texts.map { $0.map { min($0, boundary) } }
    self.boundary = boundary
    self.beginsWord = beginsWord + [true]
    var counts = [Double](repeating: 0, count: entries + 1)
    for text in texts {
      for token in text { counts[Int(token)] += 1 }
      counts[entries] += 1
    }
    let total = counts.reduce(0, +)
    tokenCount = Int(total)
    single = counts.map { ($0 + 0.5) / (total + 0.5 * Double(entries + 1)) }
    wordShare = zip(single, self.beginsWord).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
    try count(texts, ticket)
  }

  private mutating func count(_ texts: [[TokenID]], _ ticket: Ticket) throws(Trouble) {
    var pairs: [UInt64] = []
    var triples: [(context: Int, token: TokenID)] = []
    for text in texts {
      var context = Context(boundary, boundary)
      for (index, token) in (text + [boundary]).enumerated() {
        if index & 4095 == 0 { try ticket.step(ticket.fraction) }
        pairs.append(UInt64(context.second) << 32 | UInt64(token))
        let number = contexts[context] ?? contexts.count
        contexts[context] = number
        triples.append((number, token))
        context = context.adding(token)
      }
    }
    pairs.sort()
    try ticket.step(ticket.fraction)
    triples.sort { ($0.context, $0.token) < ($1.context, $1.token) }
    try ticket.step(ticket.fraction)
    after1 = followers(
      pairs.map { (Int($0 >> 32), TokenID(truncatingIfNeeded: $0)) }, contexts: Int(boundary) + 1)
    after2 = followers(triples.map { ($0.context, $0.token) }, contexts: contexts.count)
  }

  private func followers(_ sorted: [(Int, TokenID)], contexts: Int) -> Followers {
    var result = Followers()
    result.sums = Array(repeating: 0, count: contexts)
    result.wordSums = result.sums
    var last: (Int, TokenID)?
    for (context, token) in sorted {
      while result.starts.count <= context { result.starts.append(result.tokens.count) }
      if let last, last == (context, token) {
        result.counts[result.counts.count - 1] += 1
      } else {
        result.tokens.append(token)
        result.counts.append(1)
      }
      result.sums[context] += 1
      if beginsWord[Int(token)] { result.wordSums[context] += 1 }
      last = (context, token)
    }
    while result.starts.count <= contexts { result.starts.append(result.tokens.count) }
    return result
  }

  /// P3 of a token.
  package func probability(of token: TokenID, after context: Context) -> Double {
    let pair = Self.mixed(count(token, after1, Int(context.second)), single[Int(token)])
    return Self.mixed(count(token, after2, contexts[context]), pair)
  }

  /// How likely the next token begins a word, or the text ends.
  package func wordBegins(after context: Context) -> Double {
    let pair = Self.mixed((after1.wordSums[Int(context.second)], after1.sums[Int(context.second)]), wordShare)
    guard let number = contexts[context] else { return pair }
    return Self.mixed((after2.wordSums[number], after2.sums[number]), pair)
  }

  /// P3 of every entry, the boundary last; they sum to one.
  package func distribution(after context: Context) -> [Double] {
    var result = single
    mix(after1, Int(context.second), into: &result)
    if let number = contexts[context] { mix(after2, number, into: &result) }
    return result
  }

  /// The tokens seen after a context, or after its second token, with P3; every other token has `scale` times P1.
  package struct Seen: Sendable {
    package var tokens: [(TokenID, Double)]
    package var scale: Double
  }

  /// What is special after a context.
  package func seen(after context: Context) -> Seen {
    var scale = Self.pseudoCount / (after1.sums[Int(context.second)] + Self.pseudoCount)
    if let number = contexts[context] { scale *= Self.pseudoCount / (after2.sums[number] + Self.pseudoCount) }
    // What was seen after both was seen after the second alone.
    let tokens = after1.tokens[after1.starts[Int(context.second)]..<after1.starts[Int(context.second) + 1]]
    return Seen(tokens: tokens.map { ($0, probability(of: $0, after: context)) }, scale: scale)
  }

  private func mix(_ followers: Followers, _ context: Int, into result: inout [Double]) {
    let total = followers.sums[context] + Self.pseudoCount
    for index in result.indices { result[index] *= Self.pseudoCount / total }
    for place in followers.starts[context]..<followers.starts[context + 1] {
      result[Int(followers.tokens[place])] += followers.counts[place] / total
    }
  }

  private static func mixed(_ counts: (Double, of: Double), _ broader: Double) -> Double {
    (counts.0 + pseudoCount * broader) / (counts.of + pseudoCount)
  }

  private func count(_ token: TokenID, _ followers: Followers, _ context: Int?) -> (Double, of: Double) {
    guard let context else { return (0, 0) }
    var (low, high) = (followers.starts[context], followers.starts[context + 1])
    while low < high {
      let middle = (low + high) / 2
      if followers.tokens[middle] < token { low = middle + 1 } else { high = middle }
    }
    let isThere = low < followers.starts[context + 1] && followers.tokens[low] == token
    return (isThere ? followers.counts[low] : 0, followers.sums[context])
  }

  /// Whether the entry begins a word, by its id.
  package func begins(_ token: TokenID) -> Bool { beginsWord[Int(token)] }
}
