import Basics

/// What SentencePiece does to a text before it is cut: replacements, spaces, and the space that is put before the text.
///
/// At each place the longest user-defined symbol passes unchanged, else the longest key of the table is replaced, else one
/// character is copied; a byte that begins none becomes U+FFFD. Then, as asked for, spaces at both ends and repeated spaces
/// vanish, and a space is put before the text (or behind it); spaces are written `▁`.
/// Source: Kudo and Richardson, "SentencePiece", EMNLP 2018 demonstrations, arXiv 1808.06226.
package struct SentencePieceNormalizer: Normalizer {
  package static let kind = "SentencePiece"

  /// What is done to spaces, in the names and with the defaults of the model's file.
  package struct Spaces: Sendable, Equatable {
    /// A space is put before every text, or behind it.
    package var addsDummy = true
    /// Spaces at the ends and repeated spaces vanish.
    package var removesExtra = true
    /// Spaces are written `▁`.
    package var escapes = true
    /// The space that is put goes to the end.
    package var isSuffix = false

    package init(
      addsDummy: Bool = true, removesExtra: Bool = true, escapes: Bool = true, isSuffix: Bool = false
    ) {
      self.addsDummy = addsDummy
      self.removesExtra = removesExtra
      self.escapes = escapes
      self.isSuffix = isSuffix
    }
  }

  /// What is replaced.
  package let map: Charsmap?
  private let symbols: UserSymbols?
  /// As given.
  package let spaces: Spaces
  /// By byte, whether it is an ASCII character that stays as it is before another one.
  private let isPlain: [Bool]

  /// Without a table only spaces change; without symbols none passes unchanged.
  package init(map: Charsmap?, symbols: UserSymbols?, spaces: Spaces) {
    self.map = map
    self.symbols = symbols
    self.spaces = spaces
    isPlain = (UInt8.min...255).map { byte in
      byte < 0x80 && byte != 0x20 && !(symbols?.begins(with: byte) ?? false) && (map?.leaves(byte) ?? true)
    }
  }

  /// From fields with the names of the model's file; the table as plain bytes.
  package init(_ declaration: Declaration) throws(Trouble) {
    let name = "precompiled_charsmap"
    let table = try declaration.text(name, default: "")
    let map = table.isEmpty ? nil : try Charsmap(table, place: declaration.trouble("", in: name).place)
    let spaces = Spaces(
      addsDummy: try declaration.flag("add_dummy_prefix", default: true),
      removesExtra: try declaration.flag("remove_extra_whitespaces", default: true),
      escapes: try declaration.flag("escape_whitespaces", default: true),
      isSuffix: try declaration.flag("treat_whitespace_as_suffix", default: false))
    self.init(map: map, symbols: nil, spaces: spaces)
  }

  package func normalize(_ text: AlignedText) throws(Trouble) -> AlignedText { try normalize(text, []) }

  /// A part with text before it begins behind something that is no space.
  package func normalize(_ text: AlignedText, _ edges: StretchEdges) throws(Trouble) -> AlignedText {
    var result = AlignedText(origin: text.origin, capacity: text.count + text.count / 4 + 3)
    let isFirst = !edges.contains(.before)
    var position = isFirst && spaces.removesExtra ? leadingSpaces(text) : 0
    if position == text.count { return result }
    let space = spaces.escapes ? VisibleSpace.bytes : [0x20]
    if isFirst && spaces.addsDummy && !spaces.isSuffix { result.insert(space, at: position, of: text) }
    var isAfterSpace = isFirst && spaces.removesExtra
    while position < text.count {
      let plain = plainEnd(of: text.bytes.span, from: position)
      if plain > position {
        result.copy(position..<plain, of: text)
        isAfterSpace = false
        position = plain
        continue
      }
      let prefix = prefix(of: text, at: position)
      let (written, last) = write(prefix, at: position, of: text, space, &result, dropsSpaces: isAfterSpace)
      if written { isAfterSpace = spaces.removesExtra && last == 0x20 }
      position = prefix.end
    }
    if edges.contains(.behind) { return result }
    var end = text.lastEnd
    if spaces.removesExtra { end = trim(&result, space) ?? end }
    if spaces.addsDummy && spaces.isSuffix { result.insert(space, place: end) }
    result.reportEndsAtNextStart(last: end)
    return result
  }

  /// Nil for models that put spaces behind words, and where spaces are not written `▁`.
  package var fates: ByteFates? {
    if spaces.isSuffix || !spaces.escapes { return nil }
    var fates = map?.fates ?? ByteFates()
    fates.collapsesSpaces = spaces.removesExtra
    fates.writesSpaces = true
    return fates
  }

  /// Where the characters end that are copied without looking any further.
  private func plainEnd(of bytes: Span<UInt8>, from start: Int) -> Int {
    var position = start
    while position + 1 < bytes.count, isPlain[Int(bytes[position])], bytes[position + 1] < 0x80 {
      position += 1
    }
    return position
  }

  /// What stands at a place and what it becomes.
  private struct Prefix {
    var end: Int
    /// Nil where it is copied.
    var replacement: ArraySlice<UInt8>?
  }

  private static let malformed: ArraySlice<UInt8> = [0xEF, 0xBF, 0xBD]

  private func prefix(of text: AlignedText, at position: Int) -> Prefix {
    let bytes = text.bytes.span
    if let end = symbols?.end(in: bytes, at: position, end: bytes.count) { return Prefix(end: end) }
    if let map, let found = map.longest(in: bytes, at: position, end: bytes.count) {
      return Prefix(end: found.end, replacement: map[found.replacement])
    }
    let (unit, length) = Unit.at(position, in: bytes, end: bytes.count)
    return Prefix(
      end: position + length, replacement: unit >= Unit.oddByte ? Self.malformed : nil)
  }

  private func leadingSpaces(_ text: AlignedText) -> Int {
    var position = 0
    while position < text.count {
      let prefix = prefix(of: text, at: position)
      let isSpace =
        prefix.replacement.map { $0.elementsEqual([0x20]) }
        ?? (prefix.end == position + 1 && text.bytes[position] == 0x20)
      if !isSpace { break }
      position = prefix.end
    }
    return position
  }

  /// Writes what a place becomes; whether that was anything, and its last byte.
  private func write(
    _ prefix: Prefix, at position: Int, of text: AlignedText, _ space: [UInt8], _ result: inout AlignedText,
    dropsSpaces: Bool
  ) -> (written: Bool, last: UInt8) {
    var bytes = prefix.replacement ?? text.bytes[position..<prefix.end]
    if dropsSpaces { bytes = bytes.drop { $0 == 0x20 } }
    guard let last = bytes.last else { return (false, 0) }
    let old = result.count
    for byte in bytes {
      if byte == 0x20 {
        result.append(space, as: position, of: text)
      } else {
        result.append(Unit.oddByte + UInt32(byte), as: position, of: text)
      }
    }
    result.extendLast(result.count - old, to: prefix.end - 1, of: text)
    return (true, last)
  }

  /// Takes the spaces off the end; gives the place where the first of them came from.
  private func trim(_ result: inout AlignedText, _ space: [UInt8]) -> UInt32? {
    var count = result.count
    while count >= space.count, result.bytes[count - space.count..<count].elementsEqual(space) {
      count -= space.count
    }
    return result.cut(to: count)
  }
}
