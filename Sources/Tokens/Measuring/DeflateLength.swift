import CZlib

/// How many bytes a stream of bytes takes when it is packed: raw DEFLATE of zlib at level 9, without header and trailer.
///
/// The packed bytes are not kept. Length so far, and going on afterwards, are both possible.
/// Safety: the counter lives as long as this object, and is never handed out.
/// Source: Deutsch, "DEFLATE compressed data format specification", RFC 1951.
@safe
package final class DeflateLength {
  private let counter: OpaquePointer?
  private var isWhole = true
  private var held: [UInt8] = []
  private static let blockSize = 1 << 16

  package init() { unsafe counter = cz_counter_new() }

  deinit { unsafe cz_counter_free(counter) }

  /// Goes on with the stream.
  package func add(_ bytes: [UInt8]) {
    held += bytes
    if held.count >= Self.blockSize { send() }
  }

  /// Goes on with an id, written in this way; a way that cannot write it makes the length nil.
  package func add(_ id: TokenID, as form: IDForm) {
    isWhole = form.append(id, to: &held) && isWhole
    if held.count >= Self.blockSize { send() }
  }

  /// Bytes if the stream ended here; nil when an id could not be written or memory ran out.
  package var byteCount: Int? {
    send()
    guard isWhole, let counter = unsafe counter else { return nil }
    let length = unsafe cz_counter_length(counter)
    return length < 0 ? nil : Int(length)
  }

  private func send() {
    guard let counter = unsafe counter else { return isWhole = false }
    let isSent = unsafe held.withUnsafeBufferPointer { bytes in
      unsafe cz_counter_add(counter, bytes.baseAddress, bytes.count) != 0
    }
    isWhole = isWhole && isSent
    held.removeAll(keepingCapacity: true)
  }

  /// The packed length of all these bytes.
  package static func of(_ bytes: [UInt8]) -> Int? {
    let length = DeflateLength()
    length.add(bytes)
    return length.byteCount
  }
}

/// How ids are written as bytes before they are packed; the packed length depends on it.
package enum IDForm: String, Sendable, CaseIterable {
  /// Seven bits a byte, the lowest first; the highest bit says that more follow (unsigned LEB128, as in DWARF).
  case leb128
  /// Two bytes, the lower first; ids of 65,536 and more cannot be written.
  case fixed16

  /// Appends the id; false when it cannot be written.
  package func append(_ id: TokenID, to bytes: inout [UInt8]) -> Bool {
    switch self {
    case .leb128:
      var rest = id
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    case .fixed16:
      guard id < 0x1_0000 else { return false }
      bytes.append(UInt8(truncatingIfNeeded: id))
      bytes.append(UInt8(truncatingIfNeeded: id >> 8))
    }
    return true
  }
}
