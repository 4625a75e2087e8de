import Basics
import Glibc

/// What takes the model's place for each piece of a text.
typealias PieceCut = (Span<UInt8>, Range<Int>, inout [Token]) throws(Trouble) -> Void

/// One of the ways to cut a whole text.
package struct ScoredCut: Sendable, Equatable {
  /// In order.
  package var tokens: [Token]
  /// The sum of the tokens' scores: the logarithm of the probability that the model gives to this way, in nats.
  package var score: Double
  /// Its probability among all the ways to cut the text, 0…1.
  package var share: Double
}

extension Pipeline {
  /// The model with dropout, or with paths drawn from its lattices; nil where nothing is left to chance.
  func pieceCut(_ sampling: Sampling) throws(Trouble) -> PieceCut? {
    guard let sampler = try model.sampler(sampling.method) else { return nil }
    var random = sampling.random
    return { text, piece, tokens in sampler(text, piece, &random, &tokens) }
  }

  /// The longest text, in bytes, whose best segmentations are looked for.
  package static let bestTextLimit = 1 << 14
  /// The most segmentations.
  package static let bestCountLimit = 1000

  /// The `count` most probable ways to cut a text, best first; fewer where there are no more. Of equal ones the order is that of
  /// SentencePiece within a piece. Throws for models other than unigram, and beyond the limits.
  package func bestSegmentations(
    _ text: [UInt8], _ count: Int, _ options: EncodeOptions, _ ticket: Ticket
  ) throws(Trouble) -> [ScoredCut] {
    guard let model = model as? UnigramModel else {
      throw Trouble(
        .usage, at: .option("--best"), "\(model.summary) has one way to cut a text",
        remedy: "Use a unigram model, or --dropout for a byte pair encoding")
    }
    try Self.checkLimits(text, count)
    var ways: [[UnigramModel.Way]] = []
    var logTotal = 0.0
    _ = try modelTokens(text, options, ticket) { text, piece, tokens throws(Trouble) in
      try ticket.step(0.5)
      let (found, total) = model.bestWays(text, piece, count)
      ways.append(found)
      logTotal += total
    }
    var sums = RankedSums(count)
    for list in ways { sums.add(list.map(\.score)) }
    var result: [ScoredCut] = []
    for rank in sums.scores.indices {
      let choices = sums.choices(rank)
      var piece = 0
      let tokens = try modelTokens(text, options, ticket) { _, _, tokens throws(Trouble) in
        tokens += ways[piece][choices[piece]].tokens
        piece += 1
      }
      result.append(
        ScoredCut(
          tokens: framed(tokens, end: text.count, addsSpecial: options.addSpecial), score: sums.scores[rank],
          share: min(1, exp(sums.scores[rank] - logTotal))))
    }
    return result
  }

  private static func checkLimits(_ text: [UInt8], _ count: Int) throws(Trouble) {
    if text.count > bestTextLimit {
      throw Trouble(
        .limit, at: .option("--best"),
        "the text has \(text.count) bytes, and ways to cut are looked for in \(bestTextLimit) at most",
        remedy: "Give a shorter text")
    }
    if !(1...bestCountLimit).contains(count) {
      throw Trouble(
        .usage, at: .option("--best"), "\(count) segmentations cannot be asked for",
        remedy: "Ask for 1 to \(bestCountLimit)")
    }
  }
}
