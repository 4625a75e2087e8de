/// What became of a text, stage by stage, from the bytes that were typed to the ids that came out.
///
/// Every stage tiles or thins the one before: its parts are in order, and each knows the bytes of the original that it
/// stands for.
package struct Trace: Sendable, Equatable {
  /// What a stage does.
  package enum Kind: String, Sendable {
    case original, addedTokens, normalizer, preTokenizer, model, postProcessor
  }

  /// A stretch between added tokens, a piece, or a token.
  package struct Part: Sendable, Equatable {
    /// What it has become.
    package var bytes: [UInt8]
    /// The bytes of the original; empty for what was inserted.
    package var source: Range<Int>
    /// By byte of `bytes`, the exact source.
    package var sources: [Range<Int>]
    /// The token, in stages that have come to ids, and for added tokens.
    package var id: TokenID?
    /// For a token of the model, the index of its piece among the parts of the stage before the model.
    package var piece: Int?

    package init(
      bytes: [UInt8], source: Range<Int>, sources: [Range<Int>], id: TokenID? = nil, piece: Int? = nil
    ) {
      self.bytes = bytes
      self.source = source
      self.sources = sources
      self.id = id
      self.piece = piece
    }
  }

  /// The text after one step.
  package struct Stage: Sendable, Equatable {
    package var kind: Kind
    /// `NFC`, `ByteLevel`, `byte-level BPE`.
    package var name: String
    package var parts: [Part]

    package init(kind: Kind, name: String, parts: [Part]) {
      self.kind = kind
      self.name = name
      self.parts = parts
    }
  }

  /// The original first, the tokens as the tokenizer hands them out last.
  package var stages: [Stage]

  package init(stages: [Stage]) { self.stages = stages }
}
