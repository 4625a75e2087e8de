import Basics

/// Makes a space of the suffix that ends words; the last token loses it.
package struct BPEDecoder: Decoder {
  package static let kind = "BPEDecoder"
  private let suffix: [UInt8]

  package init(_ declaration: Declaration) throws(Trouble) { suffix = try declaration.text("suffix") }

  package func decode(_ tokens: [[UInt8]]) throws(Trouble) -> [[UInt8]] {
    tokens.enumerated().map { replaced($1, suffix, $0 == tokens.count - 1 ? [] : [0x20]) }
  }
}
