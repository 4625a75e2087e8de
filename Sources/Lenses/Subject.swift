import Tokens

/// What a lens looks at: texts, tokenizers, and the settings of its knobs.
package struct Subject: Sendable {
  /// A text with what is known of it.
  package struct Text: Sendable, Hashable {
    /// The file's name, or what the text is.
    package var name: String
    /// A language tag such as `de`, empty when not known.
    package var language: String
    package var bytes: [UInt8]

    package init(name: String, language: String = "", bytes: [UInt8]) {
      self.name = name
      self.language = language
      self.bytes = bytes
    }
  }

  /// The first is the one that the person works on.
  package var texts: [Text]
  /// The first is the one that the person works with.
  package var tokenizers: [any Tokenizer]
  package var knobs: Knobs
  /// The byte of the first text at which the person looks.
  package var cursor: Int
  /// Whether the texts are samples of ours, which the plate's label must say.
  package var isSample: Bool
  /// What the lens remembers from its looks before.
  package var memory: LensMemory
  /// Takes a plate while the look goes on, so that a long one shows something early.
  package var show: @Sendable (Plate) -> Void

  package init(
    texts: [Text], tokenizers: [any Tokenizer], knobs: Knobs, cursor: Int = 0, isSample: Bool = false,
    memory: LensMemory = LensMemory(), show: @escaping @Sendable (Plate) -> Void = { _ in }
  ) {
    self.texts = texts
    self.tokenizers = tokenizers
    self.knobs = knobs
    self.cursor = cursor
    self.isSample = isSample
    self.memory = memory
    self.show = show
  }
}
