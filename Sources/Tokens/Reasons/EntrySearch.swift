/// A search for entries: what was looked up in turn, and what that gave.
///
/// WordPiece on `unable` looks up `unable`, `unabl` … `un` (found), then `##able` (found).
package struct EntrySearch: Sendable, Equatable {
  /// One look-up.
  package struct Attempt: Sendable, Equatable {
    /// The bytes of the piece that it would stand for.
    package var range: Range<Int>
    /// What was looked up, prefix included.
    package var spelling: [UInt8]
    /// The entry, nil when there is none.
    package var found: TokenID?
    /// Whether the entry became a token; a shorter match may be found and passed over for a longer one.
    package var isTaken: Bool

    package init(range: Range<Int>, spelling: [UInt8], found: TokenID?, isTaken: Bool) {
      self.range = range
      self.spelling = spelling
      self.found = found
      self.isTaken = isTaken
    }
  }

  /// In order.
  package var attempts: [Attempt]
  /// The outcome in a sentence where it is not plain: `nothing matches from byte 4, so the whole word is [UNK]`.
  package var remark: String

  package init(attempts: [Attempt], remark: String = "") {
    self.attempts = attempts
    self.remark = remark
  }
}
