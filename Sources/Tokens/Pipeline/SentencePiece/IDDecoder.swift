import Basics

/// Turns ids back into text in one step, where it matters which entry has a spelling and not only how it is spelled.
package protocol IDDecoder: Sendable {
  /// The bytes that the ids stand for. Throws at an id that is none.
  func decode(_ ids: [TokenID]) throws(Trouble) -> [UInt8]

  /// As above without the hidden ones. What is done at the first id is done there even when it is hidden.
  func decode(_ ids: [TokenID], hiding hidden: Set<TokenID>) throws(Trouble) -> [UInt8]
}

extension IDDecoder {
  package func decode(_ ids: [TokenID], hiding hidden: Set<TokenID>) throws(Trouble) -> [UInt8] {
    try decode(ids.filter { !hidden.contains($0) })
  }
}
