import Basics

/// Frames the tokens of a text with special ones, and trims the places that are reported.
package protocol PostProcessor: Sendable {
  /// The `type` in tokenizer.json.
  static var kind: String { get }

  /// Reads the part's settings.
  init(_ declaration: Declaration) throws(Trouble)

  /// What is put around the tokens when special ones are asked for.
  var frame: Frame { get }

  /// Whether reported places lose the spaces at their ends; with `addsPrefixSpace` the first token keeps a single one.
  var trim: Trim? { get }
}

/// Ids before and after the tokens of a text. Without a place for the text (`keepsText` false) only the frame remains.
package struct Frame: Sendable, Equatable {
  /// Before the text.
  package var before: [TokenID] = []
  /// After the text.
  package var after: [TokenID] = []
  /// Whether the text has a place at all.
  package var keepsText = true
}

/// How reported places are trimmed.
package struct Trim: Sendable, Equatable {
  /// The first token keeps a single space that was put before the text.
  package var addsPrefixSpace: Bool
}

extension PostProcessor {
  /// Nothing is put around.
  package var frame: Frame { Frame() }
  /// Nothing is trimmed.
  package var trim: Trim? { nil }
}
