import Basics

/// Cuts a stretch of normalized text into the pieces that the model encodes one by one.
package protocol PreTokenizer: Sendable {
  /// The `type` in tokenizer.json.
  static var kind: String { get }

  /// Reads the part's settings.
  init(_ declaration: Declaration) throws(Trouble)

  /// Cuts every piece further.
  func cut(_ pieces: inout Pieces) throws(Trouble)

  /// What it promises about places where a text may be cut in two.
  var cuts: CutPromise { get }
}

extension PreTokenizer {
  package var cuts: CutPromise { .none }
}

/// Where a text may be cut in two without a change in the pieces of either part.
package enum CutPromise: Sendable {
  /// Nowhere.
  case none
  /// Wherever another part of the sequence cuts in any case: it decides by single characters.
  case anywhere
  /// Where this splitter says.
  case splitter(any Splitter)
}
