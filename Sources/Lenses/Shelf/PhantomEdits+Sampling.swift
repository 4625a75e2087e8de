import Basics
import Glibc
import Tokens

/// A micro model as a sampler with temperature, top-k and top-p sees it.
///
/// Temperature T raises each probability to 1/T and renormalises; top-k keeps the k likeliest tokens, top-p of those the
/// likeliest until their sum reaches p; what is kept is renormalised. Only the tokens seen after a context differ from a
/// multiple of the unigram probabilities, so a step costs as much as there are such, and not the whole vocabulary.
package struct SampledTrigrams: TokenChances {
  private let model: TokenTrigrams
  private let exponent: Double
  private let top: Int
  private let nucleus: Double
  /// By id, the unigram probability raised to 1/T.
  private let raised: [Double]
  private let raisedTotal: Double
  private let raisedWords: Double
  /// All ids, the likeliest first.
  private let order: [TokenID]
  private var kept: [TokenTrigrams.Context: Step] = [:]

  /// What is left after a context.
  private struct Step {
    /// Nil when every token is kept.
    var tokens: [TokenID: Double]?
    /// What probabilities, raised to 1/T, are divided by.
    var total: Double
    var wordEnds: Double
  }

  /// `top` 0 keeps every token.
  package init(_ model: TokenTrigrams, temperature: Double = 1, top: Int = 0, nucleus: Double = 1) {
    self.model = model
    let exponent = 1 / max(0.01, temperature)
    (self.exponent, self.top, self.nucleus) = (exponent, top, nucleus)
    let single = model.single
    let isPlain = exponent == 1 && top == 0 && nucleus >= 1
    let raised = isPlain ? [] : exponent == 1 ? single : single.map { pow($0, exponent) }
    self.raised = raised
    raisedTotal = raised.reduce(0, +)
    raisedWords = raised.indices.reduce(0) { model.begins(TokenID($1)) ? $0 + raised[$1] : $0 }
    order =
      top == 0 && nucleus >= 1 ? [] : (0..<TokenID(single.count)).sorted { single[Int($0)] > single[Int($1)] }
  }

  /// Forgets the contexts met so far.
  package mutating func forget() { kept.removeAll(keepingCapacity: true) }

  package mutating func probability(of token: TokenID, after context: TokenTrigrams.Context) -> Double {
    if raised.isEmpty { return model.probability(of: token, after: context) }
    let step = step(after: context)
    if let tokens = step.tokens { return tokens[token] ?? 0 }
    return pow(model.probability(of: token, after: context), exponent) / step.total
  }

  package mutating func wordEnds(after context: TokenTrigrams.Context) -> Double {
    raised.isEmpty ? model.wordBegins(after: context) : step(after: context).wordEnds
  }

  private mutating func step(after context: TokenTrigrams.Context) -> Step {
    if let known = kept[context] { return known }
    let seen = model.seen(after: context)
    let made = order.isEmpty ? whole(seen) : cut(seen)
    kept[context] = made
    return made
  }

  /// The sum of all tokens, and of those that begin a word, raised.
  private func sums(_ seen: TokenTrigrams.Seen) -> (total: Double, words: Double) {
    let scale = pow(seen.scale, exponent)
    var (total, words) = (scale * raisedTotal, scale * raisedWords)
    for (token, chance) in seen.tokens {
      let change = pow(chance, exponent) - scale * raised[Int(token)]
      total += change
      if model.begins(token) { words += change }
    }
    return (total, words)
  }

  private func whole(_ seen: TokenTrigrams.Seen) -> Step {
    let sums = sums(seen)
    return Step(tokens: nil, total: sums.total, wordEnds: sums.words / sums.total)
  }

  private func cut(_ seen: TokenTrigrams.Seen) -> Step {
    let known = Set(seen.tokens.map(\.0))
    let first = seen.tokens.sorted { $0.1 > $1.1 }
    var (place, rest) = (0, 0)
    var list: [(TokenID, Double)] = []
    let goal = top == 0 ? nucleus * sums(seen).total : .infinity
    var sum = 0.0
    while list.count < (top == 0 ? order.count : top), sum < goal {
      while rest < order.count, known.contains(order[rest]) { rest += 1 }
      let other = rest < order.count ? seen.scale * model.single[Int(order[rest])] : -1
      guard place < first.count || other >= 0 else { break }
      let isSeen = place < first.count && first[place].1 >= other
      let (token, chance) = isSeen ? first[place] : (order[rest], other)
      if isSeen { place += 1 } else { rest += 1 }
      list.append((token, pow(chance, exponent)))
      sum += list[list.count - 1].1
    }
    return step(list, top == 0 ? list.count : reaching(nucleus * sum, list))
  }

  /// How many of the first it takes to reach a sum.
  private func reaching(_ goal: Double, _ list: [(TokenID, Double)]) -> Int {
    var sum = 0.0
    for (index, entry) in list.enumerated() {
      sum += entry.1
      if sum >= goal { return index + 1 }
    }
    return list.count
  }

  private func step(_ list: [(TokenID, Double)], _ count: Int) -> Step {
    let sum = list.prefix(count).reduce(0) { $0 + $1.1 }
    var (tokens, ends): ([TokenID: Double], Double) = ([:], 0)
    for (token, chance) in list.prefix(count) {
      tokens[token] = chance / sum
      if model.begins(token) { ends += chance / sum }
    }
    return Step(tokens: tokens, total: sum, wordEnds: ends)
  }
}
