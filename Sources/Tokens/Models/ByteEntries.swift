/// The entries `<0x00>` to `<0xFF>` that stand for single bytes where no other entry does.
struct ByteEntries: Sendable {
  private var ids = [TokenID?](repeating: nil, count: 256)

  /// With `onlyMarked` only entries of the kind `.byte` count, otherwise every entry with such a spelling.
  init(_ vocabulary: VocabularyTable, onlyMarked: Bool) {
    if onlyMarked {
      for id in 0..<TokenID(vocabulary.idLimit) where vocabulary.kind(of: id) == .byte {
        if let byte = vocabulary.bytes(of: id).flatMap(ByteSpelling.byte) { ids[Int(byte)] = id }
      }
    } else {
      for byte in UInt8.min...255 {
        ids[Int(byte)] = vocabulary.modelID(of: ByteSpelling.spelling(byte).span)
      }
    }
  }

  /// Whether every byte has its entry.
  var isComplete: Bool { ids.allSatisfy { $0 != nil } }

  /// Appends a token for each byte; appends nothing and is false when one has none.
  func append(_ text: Span<UInt8>, _ range: Range<Int>, _ tokens: inout [Token]) -> Bool {
    let old = tokens.count
    for index in range {
      guard let id = ids[Int(text[index])] else {
        tokens.removeSubrange(old...)
        return false
      }
      tokens.append(Token(id: id, start: index, end: index + 1))
    }
    return true
  }
}

/// How vocabularies spell single bytes.
package enum ByteSpelling {
  /// `<0x0A>` for 10.
  package static func spelling(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return Array("<0x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)], 0x3E]
  }

  /// The byte that a spelling stands for.
  package static func byte(_ spelling: [UInt8]) -> UInt8? {
    guard spelling.count == 6, spelling[3] != 0x2B else { return nil }
    guard let byte = UInt8(String(decoding: spelling[3...4], as: UTF8.self), radix: 16) else { return nil }
    return self.spelling(byte) == spelling ? byte : nil
  }
}
