import Basics

/// Turns one piece of text into tokens; what stands between splitting and post-processing.
///
/// Implementations are immutable and serve all threads.
package protocol Model: Sendable {
  /// The entries, with the model's own weights.
  var vocabulary: VocabularyTable { get }

  /// Appends the tokens of `text[piece]`; their ranges count bytes of `text`.
  func encode(_ text: Span<UInt8>, _ piece: Range<Int>, into tokens: inout [Token])

  /// How the model comes to this entry, or nil when there is nothing to tell.
  func derivation(of id: TokenID) -> Derivation?

  /// Why `text[piece]` becomes the tokens it becomes, nil when there is nothing to tell; ranges count bytes from the start of
  /// the piece. The work may be quadratic in the piece, callers give at most `Reasons.pieceLimit` bytes.
  func reasons(_ text: Span<UInt8>, _ piece: Range<Int>) -> Reasons?

  /// A way to draw tokens at random; nil where what is asked for leaves nothing to chance. Throws when the model has no such
  /// choice.
  func sampler(_ method: Sampling.Method) throws(Trouble) -> PieceSampler?

  /// How the vocabulary marks where in a word an entry stands.
  var affixes: Affixes { get }

  /// The algorithm in words for the tokenizer's card: `byte-level BPE`.
  var summary: String { get }
}

extension Model {
  /// Nothing is marked.
  package var affixes: Affixes { Affixes() }
}
