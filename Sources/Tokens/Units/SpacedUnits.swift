/// Units of text in which spaces become `▁` and nothing else changes.
final class SpacedUnits: Sendable {
  /// By byte what to do with it.
  private let acts: [Act]
  private let map: Charsmap?
  private let drops: Bool
  private let splits: Bool
  private let collapses: Bool
  private let keepsLast: Bool
  /// Whether bytes that are no character stay what they are.
  private let copiesStrays: Bool
  let engine: PieceEngine
  /// What is put before the first unit of a stretch: nothing or `▁`; nil where more is done to it.
  let firstSpaces: Int?

  private enum Act: UInt8 {
    case copy, space
    /// Copied unless a character beyond ASCII follows.
    case copyBeforeASCII
    /// The first byte of a character: looked at.
    case look
    case refuse
  }

  init(_ parts: PipelineParts, _ fates: ByteFates, drops: Bool, splits: Bool) {
    self.drops = drops
    self.splits = splits
    collapses = fates.collapsesSpaces
    keepsLast = fates.keepsLastSpace
    copiesStrays = parts.normalizers.allSatisfy { $0 is Prepend || $0 is Replace }
    let maps = parts.normalizers.compactMap { normalizer -> Charsmap? in
      switch normalizer {
      case let normalizer as SentencePieceNormalizer: normalizer.map
      case let normalizer as Precompiled: normalizer.map
      case let normalizer as LlamaCppUnigram: normalizer.map
      default: nil
      }
    }
    map = maps.first
    let changes = parts.normalizers.count { $0.fates?.changesOthers ?? true }
    let mayLook = maps.count <= 1 && changes == maps.count
    acts = (UInt8.min...255).map { byte in
      if byte >= 0x80 { return mayLook ? .look : .refuse }
      if drops && ScalarSet.whitespace.contains(UInt32(byte)) && !fates.isSpace(byte) { return .refuse }
      switch fates.fates[Int(byte)] {
      case .space: return fates.isSpace(byte) ? .space : .refuse
      case .same: return fates.changesBeforeOthers[Int(byte)] ? .copyBeforeASCII : .copy
      case .unsure: return .refuse
      }
    }
    engine = PieceEngine(parts.model, splits: splits)
    firstSpaces = Self.firstSpaces(parts)
  }

  private static func firstSpaces(_ parts: PipelineParts) -> Int? {
    let prefixes = parts.normalizers.compactMap { ($0 as? Prepend)?.prefix }
    let isPlain =
      parts.normalizers.allSatisfy { $0 is Prepend || $0 is Replace } && parts.preTokenizers.isEmpty
    guard isPlain, prefixes.allSatisfy({ $0 == VisibleSpace.bytes }) else { return nil }
    return prefixes.count
  }

  /// Writes the unit `raw[start..<end]` behind so many `▁`; false when it must go the long way.
  func write(_ raw: Span<UInt8>, _ start: Int, _ end: Int, behind spaces: Int = 0, to text: UnitText) -> Bool
  {
    text.count = 0
    for _ in 0..<spaces { text.appendSpace(0, 0) }
    // With white space that vanishes, every word begins with a space that stands for nothing.
    var isAfterSpace = drops
    var position = start
    while position < end {
      let byte = raw[position]
      let offset = position - start
      let act = acts[Int(byte)]
      if drops && isAfterSpace && act != .space && act != .look { text.appendSpace(offset, offset) }
      switch act {
      case .copy: text.append(byte, offset, offset + 1)
      case .copyBeforeASCII:
        if position + 1 < end, raw[position + 1] >= 0x80, isKey(raw, position, end) { return false }
        text.append(byte, offset, offset + 1)
      case .space:
        writeSpace(offset, offset + 1, isAfterSpace, text)
        isAfterSpace = true
        position += 1
        continue
      case .look:
        guard let (length, isSpace) = writeOther(raw, position, start, end, isAfterSpace, text) else {
          return false
        }
        isAfterSpace = isSpace
        position += length
        continue
      case .refuse: return false
      }
      isAfterSpace = false
      position += 1
    }
    return !text.isFull && text.count > 0
  }

  @inline(__always)
  private func writeSpace(_ start: Int, _ end: Int, _ isAfterSpace: Bool, _ text: UnitText) {
    if drops { return }
    if collapses && isAfterSpace && keepsLast { text.count -= 3 }
    if !(collapses && isAfterSpace) || keepsLast { text.appendSpace(start, end) }
  }

  private func isKey(_ raw: Span<UInt8>, _ position: Int, _ end: Int) -> Bool {
    map.map { $0.hasKey(in: raw, at: position, end: end) } ?? true
  }

  /// Writes a character beyond ASCII: as it is, or what a key of its own makes of it when nothing beyond ASCII follows. Its length,
  /// and whether it became a space; nil for what must go the long way, and for `▁` itself.
  private func writeOther(
    _ raw: Span<UInt8>, _ position: Int, _ start: Int, _ end: Int, _ isAfterSpace: Bool, _ text: UnitText
  ) -> (Int, Bool)? {
    let (value, length) = UTF8Scalar.read(raw, position, end)
    let offset = position - start
    if value == nil && copiesStrays && !text.isFull {
      if drops && isAfterSpace { text.appendSpace(offset, offset) }
      text.append(raw[position], offset, offset + 1)
      return (1, false)
    }
    guard let value, value != 0x2581, !text.isFull else { return nil }
    guard let map, let found = map.longest(in: raw, at: position, end: end) else {
      // White space that no table replaces is still white space to a pre-tokenizer.
      if drops && ScalarSet.whitespace.contains(value) { return nil }
      if drops && isAfterSpace { text.appendSpace(offset, offset) }
      for index in 0..<length { text.append(raw[position + index], offset + index, offset + index + 1) }
      return (length, false)
    }
    guard found.end == position + length, stands(raw, found.end, end) else { return nil }
    let made = map[found.replacement]
    if made.elementsEqual([0x20]) {
      writeSpace(offset, offset + length, isAfterSpace, text)
      return (length, true)
    }
    if made.isEmpty || made.count > 12 || made.contains(0x20) || made.contains(0xE2) { return nil }
    if drops && isAfterSpace { text.appendSpace(offset, offset) }
    for byte in made { text.append(byte, offset, offset + length) }
    return (length, false)
  }

  /// Whether what follows is nothing, or a character that no grapheme takes in: then the key before it is the only one there.
  private func stands(_ raw: Span<UInt8>, _ position: Int, _ end: Int) -> Bool {
    if position == end || raw[position] < 0x80 { return true }
    guard let value = UTF8Scalar.read(raw, position, end).value else { return false }
    return value >= 0xA0 && value < 0x300 || value >= 0x370 && value < 0x483
      || value >= 0x2010 && value < 0x2028
      || value >= 0x3400 && value < 0xA000
  }

  /// Calls `body` with each piece of the written text.
  @inline(__always)
  func forEachPiece(_ text: UnitText, _ body: (Int, Int) -> Void) {
    guard splits else { return body(0, text.count) }
    var start = 0
    var position = unsafe UnigramModel.characterLength(text.bytes[0])
    while position + 2 < text.count {
      if unsafe text.bytes[position] == 0xE2 && text.bytes[position + 1] == 0x96
        && text.bytes[position + 2] == 0x81
      {
        body(start, position)
        start = position
      }
      position += unsafe UnigramModel.characterLength(text.bytes[position])
    }
    body(start, text.count)
  }
}
