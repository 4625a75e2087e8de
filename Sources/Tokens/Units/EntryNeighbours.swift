/// Which two bytes stand side by side inside some entry of a vocabulary.
///
/// Between two others nothing is ever merged, and no entry lies across. A visible space counts as a plain one too, since
/// that is what it is in the raw text.
struct EntryNeighbours: Sendable {
  private var bits = [UInt64](repeating: 0, count: 1024)
  /// Whether some entry has a visible space behind another character.
  private(set) var crossWords = false
  /// Whether some entry is longer than the spelling of a byte, or than one of `fixed`, and holds it.
  private(set) var holdSpellings = false

  /// All entries count, whether they can be made or not.
  init(_ vocabulary: VocabularyTable, fixed: [UInt8]?) {
    let byte = Array("<0x".utf8)
    var entry: [UInt8] = []
    for id in 0..<TokenID(vocabulary.idLimit) where vocabulary.length(of: id) > 1 {
      entry.removeAll(keepingCapacity: true)
      guard vocabulary.append(id, to: &entry) else { continue }
      add(entry)
      if Self.holds(entry, byte, beyond: 6) { holdSpellings = true }
      if let fixed, Self.holds(entry, fixed, beyond: fixed.count) { holdSpellings = true }
    }
  }

  private static func holds(_ entry: [UInt8], _ part: [UInt8], beyond length: Int) -> Bool {
    guard entry.count > length, let first = part.first else { return false }
    return entry.indices.contains { entry[$0] == first && entry[$0...].starts(with: part) }
  }

  private mutating func add(_ entry: [UInt8]) {
    var wasSpace = false
    var position = 0
    while position < entry.count {
      let isSpace = VisibleSpace.stands(in: entry.span, at: position, end: entry.count)
      let end = position + (isSpace ? 3 : 1)
      if position > 0 {
        let left: UInt8 = wasSpace ? 0x20 : entry[position - 1]
        mark(left, entry[position])
        if isSpace { mark(left, 0x20) }
        if isSpace && !wasSpace { crossWords = true }
        if entry[position] == 0x20 && left != 0x20 { crossWords = true }
      }
      wasSpace = isSpace
      position = end
    }
  }

  private mutating func mark(_ left: UInt8, _ right: UInt8) {
    let bit = Int(left) << 8 | Int(right)
    bits[bit >> 6] |= 1 << UInt64(bit & 63)
  }

  /// Whether these two stand side by side in some entry.
  func contains(_ left: UInt8, _ right: UInt8) -> Bool {
    let bit = Int(left) << 8 | Int(right)
    return bits[bit >> 6] >> UInt64(bit & 63) & 1 == 1
  }
}
