import Basics

/// A tokenizer without a vocabulary of its own: units of text that anybody can count.
///
/// Each segmenter says where the next unit ends, what its number is, and where a text may be cut. Numbers are
/// code points or byte values where a unit is one scalar or byte; longer units get a hash with bit 30 set,
/// which nothing turns back into text.
package protocol Segmenter: Sendable {
  /// A short name: `bytes`, `words`.
  var name: String { get }
  /// One sentence on what a unit is.
  var definition: String { get }
  /// One more than the largest number that is no hash.
  var idLimit: Int { get }
  /// Calls `body(start, end)` for every unit of the text in order; the units tile it.
  func forEachUnit(in text: Span<UInt8>, _ body: (_ start: Int, _ end: Int) throws(Trouble) -> Void)
    throws(Trouble)
  /// The number of a unit.
  func id(of text: Span<UInt8>, _ unit: Range<Int>) -> TokenID
  /// The bytes of a number; nil when it is none or a hash.
  func bytes(of id: TokenID) -> [UInt8]?
  /// As `Tokenizer.safeCut`.
  func safeCut(in bytes: Span<UInt8>, from: Int) -> Int?
}

extension Segmenter {
  /// Code points, then the stray bytes.
  package var idLimit: Int { 0x11_0100 }
}

/// Numbers for units of any length.
enum UnitHash {
  /// Set in every hash, in no code point.
  static let flag: TokenID = 1 << 30

  /// FNV-1a over the bytes, folded to 30 bits, with bit 30 set.
  /// Source: Fowler, Noll and Vo, "The FNV non-cryptographic hash algorithm", IETF draft.
  static func of(_ text: Span<UInt8>, _ unit: Range<Int>) -> TokenID {
    var hash: UInt32 = 0x811C_9DC5
    for index in unit { hash = (hash ^ UInt32(text[index])) &* 0x0100_0193 }
    return (hash >> 30 ^ hash) & (flag - 1) | flag
  }

  /// A stray byte, numbered behind the last code point.
  static func strayByte(_ byte: UInt8) -> TokenID { 0x11_0000 + TokenID(byte) }

  /// The number of a unit that may be one scalar or one stray byte; its hash otherwise.
  static func scalarOrHash(_ text: Span<UInt8>, _ unit: Range<Int>) -> TokenID {
    let (value, length) = UTF8Scalar.read(text, unit.lowerBound, unit.upperBound)
    if length != unit.count { return of(text, unit) }
    return value ?? strayByte(text[unit.lowerBound])
  }

  /// The bytes of a scalar or stray byte.
  static func scalarBytes(_ id: TokenID) -> [UInt8]? {
    if (0x11_0000..<0x11_0100).contains(id) { return [UInt8(id - 0x11_0000)] }
    return Unicode.Scalar(id).map { Array(String($0).utf8) }
  }
}
