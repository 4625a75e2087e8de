/// What a pipeline is made of.
package struct PipelineParts: Sendable {
  /// Whose habits count where libraries differ.
  package enum Library: Sendable {
    /// A plain encode recognises added tokens; unknown ids are skipped when decoding.
    case huggingFace
    /// A plain encode refuses special text; an unknown id is an error.
    case tiktoken
    /// A plain encode takes special text as plain text; tokens that are added but not special are always recognised.
    case sentencePiece
    /// As `sentencePiece`.
    case llamaCpp
    /// As `sentencePiece`; an unknown id is an error.
    case mistral

    /// What a plain encode does with special text.
    var plainPolicy: SpecialPolicy {
      switch self {
      case .huggingFace: .allow
      case .tiktoken: .refuse
      case .sentencePiece, .llamaCpp, .mistral: .text
      }
    }

    /// Whether added tokens that are not special are recognised even where special text is plain text.
    var alwaysReadsAdded: Bool { plainPolicy == .text }
  }

  /// What a person sees first.
  package var card: TokenizerCard
  /// Whose habits count.
  package var library: Library
  /// In order.
  package var normalizers: [any Normalizer] = []
  /// In order.
  package var preTokenizers: [any PreTokenizer] = []
  /// What encodes each piece.
  package var model: any Model
  /// In order.
  package var postProcessors: [any PostProcessor] = []
  /// In order; none means that spellings are joined with spaces (Hugging Face) or bytes put together (tiktoken).
  package var decoders: [any Decoder] = []
  /// Decodes instead of `decoders` where spellings do not tell enough.
  package var idDecoder: (any IDDecoder)?
  /// Special tokens and the like.
  package var added: AddedTokens
  /// How the file wants long texts cut; `encode` never cuts.
  package var truncation: Truncation?
  /// How the file wants short texts filled up; `encode` never does.
  package var padding: Padding?
  /// What a tokenizer.json says of the parts, by section (`normalizer`, `pre_tokenizer`, `post_processor`, `decoder` …), for
  /// writers; empty where the parts have no such form.
  package var sections: [String: Setting] = [:]
  /// Whether the model works on bytes and the vocabulary spells them in the byte alphabet. See `settleSpelling`.
  package private(set) var isByteLevel = false
  /// Whether the text that reaches the model is spelled in the byte alphabet and must be turned back.
  private(set) var isSpelledBeforeModel = false

  package init(card: TokenizerCard, library: Library, model: any Model, added: AddedTokens) {
    self.card = card
    self.library = library
    self.model = model
    self.added = added
    isByteLevel = library == .tiktoken
  }

  /// Whether these parts spell bytes as characters once, so that a model may work on the bytes instead.
  package static func spellsBytes(
    _ normalizers: [any Normalizer], _ preTokenizers: [any PreTokenizer]
  ) -> Bool {
    normalizers.count { $0 is ByteLevelNormalizer } + preTokenizers.count { $0 is ByteLevel } == 1
  }

  /// Leaves the spelling out where the last part would do it and the model works on bytes.
  package mutating func settleSpelling(isByteLevel: Bool) {
    self.isByteLevel = isByteLevel
    guard isByteLevel else { return }
    isSpelledBeforeModel = true
    if var last = preTokenizers.last as? ByteLevel {
      last.spells = false
      preTokenizers[preTokenizers.count - 1] = last
      isSpelledBeforeModel = false
    }
  }
}
