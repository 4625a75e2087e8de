import Basics

/// Joins all tokens into one.
package struct Fuse: Decoder {
  package static let kind = "Fuse"

  package init(_ declaration: Declaration) throws(Trouble) {}

  package func decode(_ tokens: [[UInt8]]) throws(Trouble) -> [[UInt8]] { [Array(tokens.joined())] }
}
