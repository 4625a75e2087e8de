/// What checkpoints call the matrix with a row for each entry of a vocabulary.
package enum EmbeddingNames {
  /// The most usual first; the end of the name counts.
  package static let usual = [
    "embed_tokens.weight", "wte.weight", "word_embeddings.weight", "tok_embeddings.weight",
    "token_embd.weight",
    "embed_in.weight", "embeddings.weight", "shared.weight", "embedding.weight",
  ]

  /// The most usual of some names; nil when none is.
  package static func first(in names: some Collection<String>) -> String? {
    for usual in usual {
      // Of several alike the shortest: what stands around the language model has longer names.
      let found = names.filter { $0.hasSuffix(usual) }
      if let name = found.min(by: { ($0.count, $0) < ($1.count, $1) }) { return name }
    }
    return nil
  }
}
