import Basics

/// Decodes as SentencePiece does: `▁` becomes a space, the one that was put before the text goes, control entries vanish, the
/// unknown entry becomes its surface, and runs of byte entries the characters that they spell.
///
/// A byte that is part of no character becomes U+FFFD. With a table for decoding the whole text goes through that at the end.
package struct SentencePieceDecoder: IDDecoder {
  private let vocabulary: VocabularyTable
  /// What stands for unknown entries.
  package let unknownSurface: [UInt8]
  private let spaces: SentencePieceNormalizer.Spaces
  /// What the decoded text goes through.
  package let denormalizer: SentencePieceNormalizer?

  /// ` ⁇ `, which stands for unknown entries where a model names nothing else.
  package static let usualSurface: [UInt8] = [0x20, 0xE2, 0x81, 0x87, 0x20]

  package init(
    _ vocabulary: VocabularyTable, unknownSurface: [UInt8] = usualSurface,
    spaces: SentencePieceNormalizer.Spaces, denormalizer: SentencePieceNormalizer? = nil
  ) {
    self.vocabulary = vocabulary
    self.unknownSurface = unknownSurface
    self.spaces = spaces
    self.denormalizer = denormalizer
  }

  package func decode(_ ids: [TokenID]) throws(Trouble) -> [UInt8] {
    var text: [UInt8] = []
    var run: [UInt8] = []
    var mayLoseSpace = true
    var hasLostSpace = false
    for id in ids {
      guard let spelling = vocabulary.bytes(of: id) else { throw unknownID(id) }
      let kind = vocabulary.kind(of: id)
      if kind == .byte, let byte = ByteSpelling.byte(spelling) {
        run.append(byte)
        continue
      }
      Self.flush(&run, into: &text)
      if hasLostSpace || !text.isEmpty { mayLoseSpace = false }
      hasLostSpace = append(spelling, kind, mayLoseSpace, to: &text)
    }
    Self.flush(&run, into: &text)
    guard let denormalizer else { return text }
    return try denormalizer.normalize(AlignedText(text.span, 0..<text.count)).bytes
  }

  /// Whether the space that was put before the text has been dropped here.
  private func append(
    _ spelling: [UInt8], _ kind: EntryKind, _ mayLoseSpace: Bool, to text: inout [UInt8]
  ) -> Bool {
    if kind == .control { return false }
    if kind == .unknown {
      text += unknownSurface
      return false
    }
    let losesSpace =
      mayLoseSpace && (spaces.addsDummy || spaces.removesExtra) && spelling.starts(with: VisibleSpace.bytes)
    text += replaced(losesSpace ? Array(spelling.dropFirst(3)) : spelling, VisibleSpace.bytes, [0x20])
    // Where repeated spaces vanish all leading ones do, so the next entry may lose its space too.
    return losesSpace && !spaces.removesExtra
  }

  private static func flush(_ run: inout [UInt8], into text: inout [UInt8]) {
    var position = 0
    while position < run.count {
      let (unit, length) = Unit.at(position, in: run.span, end: run.count)
      if unit >= Unit.oddByte {
        text += [0xEF, 0xBF, 0xBD]
      } else {
        text += run[position..<position + length]
      }
      position += length
    }
    run.removeAll(keepingCapacity: true)
  }

  private func unknownID(_ id: TokenID) -> Trouble {
    Trouble(
      .input, "\(id) is not an id of this tokenizer", remedy: "Ids run from 0 to \(vocabulary.idLimit - 1)")
  }
}
