/// Units of text in which spaces become `▁` and nothing else changes.
final class SpacedUnits: Sendable {
  /// By byte what to do with it.
  private let acts: [Act]
  private let map: Charsmap?
  private let drops: Bool
  private let splits: Bool
  private let collapses: Bool
  private let keepsLast: Bool
  let engine: PieceEngine

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
  }

  /// Writes the unit `raw[start..<end]`; false when it must go the long way.
  func write(_ raw: Span<UInt8>, _ start: Int, _ end: Int, to text: UnitText) -> Bool {
    text.count = 0
    var position = start
    if drops {
      while position < end, acts[Int(raw[position])] == .space { position += 1 }
      if position == end { return false }
      text.appendSpace(position - start, position - start)
    }
    var isAfterSpace = false
    while position < end {
      let byte = raw[position]
      let offset = position - start
      switch acts[Int(byte)] {
      case .copy: text.append(byte, offset, offset + 1)
      case .copyBeforeASCII:
        if position + 1 < end, raw[position + 1] >= 0x80, isKey(raw, position, end) { return false }
        text.append(byte, offset, offset + 1)
      case .space:
        if drops { return false }
        if collapses && isAfterSpace && keepsLast { text.count -= 3 }
        if !(collapses && isAfterSpace) || keepsLast { text.appendSpace(offset, offset + 1) }
        isAfterSpace = true
        position += 1
        continue
      case .look:
        guard let length = look(raw, position, end) else { return false }
        for index in 0..<length { text.append(raw[position + index], offset + index, offset + index + 1) }
        position += length - 1
      case .refuse: return false
      }
      isAfterSpace = false
      position += 1
    }
    return !text.isFull
  }

  private func isKey(_ raw: Span<UInt8>, _ position: Int, _ end: Int) -> Bool {
    map.map { $0.hasKey(in: raw, at: position, end: end) } ?? true
  }

  /// The length of a character that stays what it is; nil for one that may not, and for `▁` itself.
  private func look(_ raw: Span<UInt8>, _ position: Int, _ end: Int) -> Int? {
    let (value, length) = UTF8Scalar.read(raw, position, end)
    guard let value, value != 0x2581 else { return nil }
    if let map, map.hasKey(in: raw, at: position, end: end) { return nil }
    return length
  }

  /// Calls `body` with each piece of the written text.
  @inline(__always)
  func forEachPiece(_ text: UnitText, _ body: (Int, Int) -> Void) {
    guard splits && !drops else { return body(0, text.count) }
    var start = 0
    var position = 3
    while position < text.count {
      if unsafe text.bytes[position] == 0xE2 && text.bytes[position + 1] == 0x96 && text.bytes[position + 2] == 0x81 {
        body(start, position)
        start = position
      }
      position += unsafe UnigramModel.characterLength(text.bytes[position])
    }
    body(start, text.count)
  }
}
