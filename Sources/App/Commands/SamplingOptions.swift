import ArgumentParser
import Tokens

/// `--dropout`, `--sample`, `--seed`, `--best`: other cuts than the tokenizer's own.
struct SamplingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "BPE: the share of merges to leave out, or: file.",
      valueName: "share"))
  var dropout: DropoutArgument?

  @Option(
    help: ArgumentHelp(
      "Unigram: draw cuts at this inverse temperature.",
      valueName: "alpha"))
  var sample: Double?

  @Option(
    help: ArgumentHelp("The same seed draws the same cuts.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "Unigram: so many best cuts, with log probabilities.",
      valueName: "number"))
  var best: Int?

  func validate() throws {
    if [dropout != nil, sample != nil, best != nil].count(where: { $0 }) > 1 {
      throw ValidationError("--dropout, --sample and --best exclude each other.")
    }
    if case .share(let share) = dropout, !(0...1).contains(share) {
      throw ValidationError("--dropout must be from 0 to 1.")
    }
    if let sample, !(sample >= 0 && sample.isFinite) {
      throw ValidationError("--sample must be a number from 0 upward.")
    }
    if let best, !(1...Pipeline.bestCountLimit).contains(best) {
      throw ValidationError("--best must be from 1 to \(Pipeline.bestCountLimit).")
    }
  }

  /// What is drawn; nil for the tokenizer's own cut.
  var sampling: Sampling? {
    if let dropout { return Sampling(.dropout(dropout.share), seed: seed) }
    return sample.map { Sampling(.paths(alpha: $0), seed: seed) }
  }
}

/// `0.1`, or `file` for what the tokenizer's file says.
nonisolated enum DropoutArgument: ExpressibleByArgument, Sendable {
  case ofFile
  case share(Double)

  init?(argument: String) {
    if argument == "file" {
      self = .ofFile
    } else if let share = Double(argument) {
      self = .share(share)
    } else {
      return nil
    }
  }

  /// Nil for that of the file.
  var share: Double? { if case .share(let share) = self { share } else { nil } }
}
