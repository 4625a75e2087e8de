/// The numbered entries of a tokenizer.
///
/// Ids run from 0 to `idLimit - 1`; some may be holes.
package protocol Vocabulary: Sendable {
  /// How many entries there are, holes not counted.
  var count: Int { get }

  /// One more than the largest id.
  var idLimit: Int { get }

  /// The bytes of text that the entry stands for, nil for a hole. Byte-level spelling (`Ġ`) is undone.
  func bytes(of id: TokenID) -> [UInt8]?

  /// The entry for exactly these bytes of text, if there is one.
  func id(of bytes: [UInt8]) -> TokenID?

  /// What the entry is.
  func kind(of id: TokenID) -> EntryKind

  /// The merge rank or the score by which the model prefers the entry; nil when it has none.
  func weight(of id: TokenID) -> EntryWeight?
}

/// What a vocabulary entry is for.
package enum EntryKind: String, Sendable {
  case normal, special, added, byte, control, unknown, userDefined, unused, hole
}

/// By what a model prefers one entry to another.
package enum EntryWeight: Sendable, Equatable {
  /// Position in the merge order: lower merges first.
  case rank(Int)
  /// Log probability or other score: higher is better.
  case score(Double)
}
