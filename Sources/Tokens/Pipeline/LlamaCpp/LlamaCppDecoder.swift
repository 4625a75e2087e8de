import Basics

/// Decodes as llama.cpp does: each id has its bytes, a space that was put before the text goes, and for some models the spaces
/// before punctuation and contractions go too.
///
/// Entries without a use (unused, undefined) stand for nothing.
/// Source: `llama_detokenize` of llama.cpp; its three clean-up passes are kept with their peculiarities.
package struct LlamaCppDecoder: IDDecoder {
  /// How the vocabulary spells normal entries.
  package enum Spelling: Sendable {
    /// In the byte alphabet; the table holds plain bytes, and entries outside the alphabet as they are.
    case byteAlphabet
    /// With `▁` for spaces.
    case visibleSpaces
    /// As it is, whatever the kind.
    case plain
  }

  private let vocabulary: VocabularyTable
  private let spelling: Spelling
  private let losesSpace: Bool
  /// Whether spaces before punctuation and contractions go.
  package let cleansUp: Bool

  package init(_ vocabulary: VocabularyTable, _ spelling: Spelling, losesSpace: Bool, cleansUp: Bool) {
    self.vocabulary = vocabulary
    self.spelling = spelling
    self.losesSpace = losesSpace
    self.cleansUp = cleansUp
  }

  /// The same with the spaces that are in the vocabulary: what files can say of decoding.
  package var keepingSpaces: LlamaCppDecoder {
    LlamaCppDecoder(vocabulary, spelling, losesSpace: losesSpace, cleansUp: false)
  }

  package func decode(_ ids: [TokenID]) throws(Trouble) -> [UInt8] { try decode(ids, hiding: []) }

  package func decode(_ ids: [TokenID], hiding hidden: Set<TokenID>) throws(Trouble) -> [UInt8] {
    var text: [UInt8] = []
    for (index, id) in ids.enumerated() {
      guard let bytes = vocabulary.bytes(of: id) else {
        throw Trouble(
          .input, "\(id) is not an id of this tokenizer",
          remedy: "Ids run from 0 to \(vocabulary.idLimit - 1)")
      }
      if hidden.contains(id) { continue }
      let piece = self.bytes(bytes, id)
      text += index == 0 && losesSpace && piece.first == 0x20 ? piece.dropFirst() : piece[...]
    }
    return cleansUp ? Self.cleanedUp(text) : text
  }

  private func bytes(_ spelled: [UInt8], _ id: TokenID) -> [UInt8] {
    if spelling == .plain { return spelled }
    switch vocabulary.kind(of: id) {
    case .control, .special, .unknown, .userDefined, .added: return spelled
    case .byte: return ByteSpelling.byte(spelled).map { [$0] } ?? []
    case .unused, .hole: return []
    case .normal:
      if spelling == .visibleSpaces { return replaced(spelled, VisibleSpace.bytes, [0x20]) }
      return vocabulary.isOutside(id) ? Self.strange(spelled) : spelled
    }
  }

  /// A character outside the byte alphabet is shown with its bytes and the whole entry behind it.
  private static func strange(_ spelled: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    while position < spelled.count {
      let (unit, length) = Unit.at(position, in: spelled.span, end: spelled.count)
      if let byte = ByteAlphabet.byte(of: unit) {
        result.append(byte)
      } else {
        var text = "[UNK_BYTE_0x"
        for byte in unit < Unit.oddByte ? spelled[position..<position + length] : [0xEF, 0xBF, 0xBD] {
          text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        result += Array(text.utf8) + spelled + [0x5D]
      }
      position += length
    }
    return result
  }
}

extension LlamaCppDecoder {
  /// The three passes, each over what the one before left.
  static func cleanedUp(_ text: [UInt8]) -> [UInt8] { contracted(unquoted(punctuated(text))) }

  /// No space before `?`, `!`, `.` and `,`.
  private static func punctuated(_ text: [UInt8]) -> [UInt8] {
    pass(text) { bytes, index, result in
      if bytes[index - 1] == 0x20, [0x3F, 0x21, 0x2E, 0x2C].contains(bytes[index]) { result.removeLast() }
    }
  }

  /// A single `'` between spaces loses the one before it; the one behind it becomes a zero byte that is left out.
  private static func unquoted(_ text: [UInt8]) -> [UInt8] {
    var bytes = text
    var result = Array(bytes.prefix(1))
    var index = 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x27, index + 1 < bytes.count, bytes[index - 1] == 0x20, bytes[index + 1] == 0x20 {
        result.removeLast()
        index += 1
        bytes[index] = 0
      }
      result.append(byte)
      index += 1
    }
    return result
  }

  /// No space before `'s`, `'m`, `'re` and `'ve`.
  private static func contracted(_ text: [UInt8]) -> [UInt8] {
    pass(text) { bytes, index, result in
      guard bytes[index - 1] == 0x20, bytes[index] == 0x27, index + 1 < bytes.count else { return }
      let next = bytes[index + 1]
      let isShort = next == 0x73 || next == 0x6D
      let isLong = (next == 0x72 || next == 0x76) && index + 2 < bytes.count && bytes[index + 2] == 0x65
      if isShort || isLong { result.removeLast() }
    }
  }

  private static func pass(
    _ bytes: [UInt8], _ look: ([UInt8], Int, inout [UInt8]) -> Void
  ) -> [UInt8] {
    var result = Array(bytes.prefix(1))
    result.reserveCapacity(bytes.count)
    for index in bytes.indices.dropFirst() {
      look(bytes, index, &result)
      result.append(bytes[index])
    }
    return result
  }
}
