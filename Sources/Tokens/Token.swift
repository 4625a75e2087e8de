/// The number a vocabulary gives to one of its entries.
package typealias TokenID = UInt32

/// One token of a text: which entry, and which bytes of the original text it stands for.
///
/// `start..<end` counts bytes in the text given to `encode`, never in a normalised copy. Ranges of neighbouring
/// tokens never overlap and never decrease; bytes that a normaliser or splitter dropped belong to no token.
/// A text handed to one `encode` call is shorter than 4 GiB.
package struct Token: Sendable, Hashable, BitwiseCopyable {
  package var id: TokenID
  package var start: UInt32
  package var end: UInt32

  package init(id: TokenID, start: Int, end: Int) {
    self.id = id
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
  }

  /// The bytes of the original text.
  package var bytes: Range<Int> { Int(start)..<Int(end) }
}
