import Basics

/// Frames the tokens of one text or two with special ones, and trims the places that are reported.
package protocol PostProcessor: Sendable {
  /// The `type` in tokenizer.json.
  static var kind: String { get }

  /// Reads the part's settings.
  init(_ declaration: Declaration) throws(Trouble)

  /// What becomes of one text; nil when it stays as it is.
  var single: Template? { get }

  /// What becomes of two texts; nil when they stay as they are.
  var pair: Template? { get }

  /// Whether reported places lose the spaces at their ends; with `addsPrefixSpace` the first token keeps a single one.
  var trim: Trim? { get }
}

/// The order in which texts and special tokens follow one another: `[CLS] $A [SEP] $B:1 [SEP]:1`.
package struct Template: Sendable, Equatable {
  /// A text or special tokens, and the number that tells a model which text they belong to.
  package enum Part: Sendable, Equatable {
    /// The first text is 0, the second 1.
    case text(Int, type: UInt32)
    case tokens([TokenID], type: UInt32)
  }

  /// In order; no text stands twice.
  package var parts: [Part]

  package init(_ parts: [Part]) { self.parts = parts }

  /// How many special tokens it adds.
  package var addedCount: Int {
    parts.reduce(0) { if case .tokens(let ids, _) = $1 { $0 + ids.count } else { $0 } }
  }

  /// Whether the text has a place.
  package func keeps(_ text: Int) -> Bool {
    parts.contains { if case .text(text, _) = $0 { true } else { false } }
  }
}

/// How reported places are trimmed.
package struct Trim: Sendable, Equatable {
  /// The first token keeps a single space that was put before the text.
  package var addsPrefixSpace: Bool
}

extension PostProcessor {
  /// Nothing is put around.
  package var single: Template? { nil }
  /// Nothing is put around.
  package var pair: Template? { nil }
  /// Nothing is trimmed.
  package var trim: Trim? { nil }
}
