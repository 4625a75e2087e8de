import Basics

/// Makes spaces of the visible space; in the first token it vanishes when one was put before the text.
package struct MetaspaceDecoder: Decoder {
  package static let kind = "Metaspace"
  private let replacement: [UInt8]
  private let addsPrefix: Bool

  package init(_ declaration: Declaration) throws(Trouble) {
    var spelled: [UInt8] = []
    Unit.append(try declaration.character("replacement"), to: &spelled)
    replacement = spelled
    addsPrefix = try Metaspace.scheme(declaration) != .never
  }

  package func decode(_ tokens: [[UInt8]]) throws(Trouble) -> [[UInt8]] {
    tokens.enumerated().map { replaced($1, replacement, $0 == 0 && addsPrefix ? [] : [0x20]) }
  }
}
