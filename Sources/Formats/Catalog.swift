/// Every format that is read, the most certain sniffers first.
package enum FormatCatalog {
  /// One a line; a reader is asked whether the file is its kind before the next one is.
  package static let all: [any Format.Type] = [
    GGUF.self,
    SentencePiece.self,
    Tekken.self,
    ClipMerges.self,
    VocabularyJSON.self,
    TokenizerJSON.self,
    Tiktoken.self,
    RWKV.self,
    MergesText.self,
    VocabularyText.self,
  ]
}
