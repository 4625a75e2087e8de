/// Two neighbouring entries that become one; the position in the list of merges is the rank.
package struct Merge: Sendable, Hashable {
  package var left: TokenID
  package var right: TokenID

  package init(_ left: TokenID, _ right: TokenID) {
    self.left = left
    self.right = right
  }
}

/// How a byte pair model begins, and what it does with what it does not know.
package struct BytePairRules: Sendable, Equatable {
  /// What a piece is cut into before merging.
  package enum Alphabet: Sendable, Equatable {
    /// Single bytes (byte-level models).
    case bytes
    /// Characters of UTF-8; a byte that belongs to none stands alone.
    case characters
  }

  package var alphabet: Alphabet
  /// A piece that is an entry as a whole is that token, whether merges reach it or not.
  package var ignoresMerges: Bool
  /// What stands for a symbol without an entry; nil drops the symbol and lets its neighbours merge.
  package var unknown: TokenID?
  /// What stands on both sides of a dropped symbol never merges (llama.cpp).
  package var breaksAtUnknown: Bool
  /// Unknown neighbours become one token.
  package var fusesUnknown: Bool
  /// A character without an entry becomes the entries `<0xNN>` of its bytes when all of them exist.
  package var fallsBackToBytes: Bool
  /// Stands before every symbol but a piece's first: `##`. Empty for none.
  package var continuingPrefix: [UInt8]
  /// Stands after a piece's last symbol: `</w>`. Empty for none.
  package var endOfWordSuffix: [UInt8]

  /// The share of merges that the file wants left out at random while a model is trained; nil when it says nothing. Encoding
  /// leaves out none unless asked to.
  package var dropout: Double?

  package init(
    alphabet: Alphabet = .bytes, ignoresMerges: Bool = false, unknown: TokenID? = nil,
    fusesUnknown: Bool = false,
    fallsBackToBytes: Bool = false, continuingPrefix: [UInt8] = [], endOfWordSuffix: [UInt8] = [],
    breaksAtUnknown: Bool = false
  ) {
    self.alphabet = alphabet
    self.ignoresMerges = ignoresMerges
    self.unknown = unknown
    self.fusesUnknown = fusesUnknown
    self.fallsBackToBytes = fallsBackToBytes
    self.continuingPrefix = continuingPrefix
    self.endOfWordSuffix = endOfWordSuffix
    self.breaksAtUnknown = breaksAtUnknown
  }

  /// Whether symbols are spelled as they stand in the text.
  var hasNoAffixes: Bool { continuingPrefix.isEmpty && endOfWordSuffix.isEmpty }
}
