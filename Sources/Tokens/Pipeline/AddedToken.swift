/// A text that a tokenizer finds before anything is cut: `<|endoftext|>`, `[MASK]`, a run of spaces.
package struct AddedToken: Sendable, Equatable {
  /// The number it becomes.
  package var id: TokenID
  /// The text that it is found by.
  package var content: [UInt8]
  /// Swallows white space before it.
  package var stripsLeft = false
  /// Swallows white space after it.
  package var stripsRight = false
  /// Counts only between characters that are not of a word.
  package var isSingleWord = false
  /// Is looked for in the normalized text, and is itself normalized for that.
  package var isNormalized = false
  /// Is left out by decoders that skip special tokens, and refused where special text is.
  package var isSpecial = false

  package init(id: TokenID, content: [UInt8], isSpecial: Bool = false) {
    self.id = id
    self.content = content
    self.isSpecial = isSpecial
  }
}
