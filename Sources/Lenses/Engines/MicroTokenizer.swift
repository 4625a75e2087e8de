import Basics
import Tokens

/// Small tokenizers that are learned on the spot from what a person brought, so that a method can be seen from its start.
package enum MicroTokenizer {
  /// A byte-level BPE of so many merges, cut as GPT-2 cuts. Throws when cancelled.
  package static func learned(
    from texts: [[UInt8]], merges: Int, _ ticket: Ticket
  ) throws(Trouble) -> Pipeline {
    let splitter = try Splitters.find(ByteLevel.pattern, .oniguruma)
    let words = try WordCounts(texts, WordSource(splitter), ticket)
    let pairs = try BytePairTrainer(vocabularySize: 256 + merges, minimumFrequency: 2).train(words, ticket)
    return try pipeline(
      pairs, splitter, name: "\(pairs.merges.count) merges learned here", algorithm: "byte-level BPE")
  }

  /// What was learned over bytes, as a tokenizer that cuts by `splitter`; only the first `merges`, when that is said.
  package static func pipeline(
    _ pairs: TrainedBytePairs, _ splitter: any Splitter, merges: Int? = nil, name: String, algorithm: String
  ) throws(Trouble) -> Pipeline {
    let model = try BytePairModel(
      vocabulary: pairs.vocabulary, merges: Array(pairs.merges.prefix(merges ?? .max)), rules: BytePairRules()
    )
    var parts = PipelineParts(
      card: TokenizerCard(name: name, format: "learned here", algorithm: algorithm, splitter: "pattern"),
      library: .tiktoken, model: model, added: try AddedTokens([]))
    parts.preTokenizers = [Split(splitter, .isolated)]
    return Pipeline(parts)
  }
}
