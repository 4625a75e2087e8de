import Basics

/// A cut drawn at random in place of the model's own, for training models that see many spellings of a word.
///
/// The same settings, text and seed draw the same cut. Sources: Provilkov, Emelianenko and Voita, "BPE-dropout: simple and
/// effective subword regularization", ACL 2020, arXiv 1910.13267; Kudo, "Subword regularization", ACL 2018, arXiv 1804.10959.
package struct Sampling: Sendable, Equatable {
  /// What is drawn.
  package enum Method: Sendable, Equatable {
    /// Each merge that could be next is passed over with this probability; nil takes the share that the file names.
    case dropout(Double?)
    /// A path through the lattice, with a probability proportional to exp(α · score).
    case paths(alpha: Double)
  }

  /// What is drawn.
  package var method: Method
  /// Where the random numbers begin.
  package var seed: UInt64
  /// Which part of a longer text, or which of many texts, this is: each draws numbers of its own.
  package var part: UInt64

  package init(_ method: Method, seed: UInt64 = 0, part: UInt64 = 0) {
    self.method = method
    self.seed = seed
    self.part = part
  }

  /// The same for another part.
  package func of(part: Int) -> Sampling {
    Sampling(method, seed: seed, part: UInt64(bitPattern: Int64(part)))
  }

  /// The random numbers of this part.
  var random: SeededRandom {
    var seeds = SeededRandom(seed: seed)
    var parts = SeededRandom(seed: seeds.next() ^ part)
    return SeededRandom(seed: parts.next())
  }

  /// What a model without such a choice says.
  static func unfit(_ method: Method, _ summary: String) -> Trouble {
    switch method {
    case .dropout:
      Trouble(
        .usage, at: .option("--dropout"), "\(summary) merges nothing, so no merge can be left out",
        remedy: "Use a byte pair encoding, or --sample for a unigram model")
    case .paths:
      Trouble(
        .usage, at: .option("--sample"), "\(summary) gives no probabilities to the ways to cut a text",
        remedy: "Use a unigram model, or --dropout for a byte pair encoding")
    }
  }

  /// The share of merges to pass over, the file's own when none is asked for. Throws when there is none, or it is no share.
  static func share(_ asked: Double?, ofFile own: Double?) throws(Trouble) -> Double {
    guard let share = asked ?? own else {
      throw Trouble(
        .usage, at: .option("--dropout"), "the tokenizer's file names no dropout",
        remedy: "Give the share of merges to leave out, for example --dropout 0.1")
    }
    guard (0...1).contains(share) else {
      throw Trouble(
        .usage, at: .option("--dropout"), "\(share) is no share of merges",
        remedy: "Give a number from 0 to 1")
    }
    return share
  }
}

/// Appends the tokens of `text[piece]`, drawn with random numbers.
package typealias PieceSampler = (Span<UInt8>, Range<Int>, inout SeededRandom, inout [Token]) -> Void

extension Model {
  /// No way to draw: throws.
  package func sampler(_ method: Sampling.Method) throws(Trouble) -> PieceSampler? {
    throw Sampling.unfit(method, summary)
  }
}
