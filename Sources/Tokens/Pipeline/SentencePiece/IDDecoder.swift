import Basics

/// Turns ids back into text in one step, where it matters which entry has a spelling and not only how it is spelled.
package protocol IDDecoder: Sendable {
  /// The bytes that the ids stand for. Throws at an id that is none.
  func decode(_ ids: [TokenID]) throws(Trouble) -> [UInt8]
}
