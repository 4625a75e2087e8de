/// How the pieces of a unit become tokens: the model's own algorithm without its allocations, where there is such a way.
struct PieceEngine: Sendable {
  let model: any Model
  let kind: Kind

  enum Kind: Sendable {
    /// As the model does it.
    case plain
    case merging(CharacterMerging)
    /// Every piece for itself.
    case unigram(UnigramModel, ScoredTrie?)
    /// The whole text is one piece.
    case running(UnigramModel, ScoredTrie?)
  }

  init(_ model: any Model, splits: Bool) {
    self.model = model
    switch model {
    case let model as BytePairModel: kind = CharacterMerging(model).map { .merging($0) } ?? .plain
    case let model as ScoredBytePairModel: kind = CharacterMerging(model).map { .merging($0) } ?? .plain
    case let model as UnigramModel:
      let trie = ScoredTrie(model)
      kind = splits ? .unigram(model, trie) : .running(model, trie)
    default: kind = .plain
    }
  }

  /// Appends the tokens of `text.bytes[start..<end]`.
  func encode(_ text: UnitText, _ start: Int, _ end: Int, _ scratch: UnitScratch, into tokens: inout [Token])
  {
    switch kind {
    case .merging(let merging):
      merging.encode(text, start, end, scratch.symbols, into: &tokens)
    case .unigram(let model, let trie):
      _ = scratch.viterbi.run(model, trie, text, start, end, from: 0, into: &tokens)
    case .plain, .running:
      text.withSpan { model.encode($0, start..<end, into: &tokens) }
    }
  }
}
