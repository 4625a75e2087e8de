import Basics

/// A table of replacements as SentencePiece compiles it: a double array that finds what begins a text, and what to put there.
///
/// Four bytes tell the size of the double array, which follows; then come the replacements, each ended by a zero byte. A
/// unit of the array (32 bits, little-endian) has an offset to its children, whether a key ends there, and its label; the
/// child by the label zero holds the place of the replacement.
/// Source: Yata, Darts-clone 0.32 (2011); Aoe, "An efficient digital search algorithm by using a double-array structure", 1989.
package struct Charsmap: Sendable {
  private let units: [UInt32]
  private let replacements: [UInt8]
  /// No key of a table made in earnest comes near; what a broken one leads to is cut off here.
  private static let keyLimit = 1024
  private static let replacementLimit = 1024

  /// Throws, at `place`, where the table points outside itself.
  package init(_ bytes: [UInt8], place: Trouble.Place) throws(Trouble) {
    guard bytes.count > 4 else {
      throw Self.broken("the table of character replacements has \(bytes.count) bytes", place)
    }
    let size = Int(Self.word(bytes, 0))
    guard size < bytes.count - 4 else {
      throw Self.broken("the double array of \(size) bytes is larger than its table", place)
    }
    guard size >= 4, size % 4 == 0 else {
      throw Self.broken("a double array of \(size) bytes has no whole units", place)
    }
    units = stride(from: 4, to: 4 + size, by: 4).map { Self.word(bytes, $0) }
    replacements = Array(bytes[(4 + size)...])
    guard replacements.last == 0 else {
      throw Self.broken("the last replacement is not ended", place)
    }
    try check(place)
  }

  /// The table as bytes, in the form that it is read from.
  package var packed: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 + units.count * 4 + replacements.count)
    for word in [UInt32(units.count * 4)] + units {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return bytes + replacements
  }

  /// Offsets of all units lead to blocks that are there, and values to replacements.
  private func check(_ place: Trouble.Place) throws(Trouble) {
    guard Self.offset(units[0]) > 0 else {
      throw Self.broken("the root of the double array leads to itself", place)
    }
    for (index, unit) in units.enumerated() {
      if Self.isValue(unit) {
        guard Int(unit & 0x7FFF_FFFF) < replacements.count else {
          throw Self.broken("unit \(index) of the double array names a replacement outside the table", place)
        }
      } else if index ^ Self.offset(unit) >= units.count {
        throw Self.broken("unit \(index) of the double array leads outside it", place)
      }
    }
    var length = 0
    for byte in replacements {
      length = byte == 0 ? 0 : length + 1
      if length > Self.replacementLimit {
        throw Trouble(
          .limit, at: place, "a replacement is longer than \(Self.replacementLimit) bytes")
      }
    }
  }

  private static func broken(_ what: String, _ place: Trouble.Place) -> Trouble {
    Trouble(.input, at: place, what, remedy: "Fetch the file again")
  }

  private static func word(_ bytes: [UInt8], _ at: Int) -> UInt32 {
    UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16 | UInt32(bytes[at + 3]) << 24
  }

  private static func isValue(_ unit: UInt32) -> Bool { unit >> 31 == 1 }
  private static func hasValue(_ unit: UInt32) -> Bool { unit >> 8 & 1 == 1 }
  private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit >> 9 & 1) * 8)) }

  /// Calls `found` for every key that begins at `position`, shortest first, until it returns false.
  @inline(__always)
  private func forEachKey(
    in text: Span<UInt8>, _ position: Int, _ end: Int, _ found: (_ end: Int, _ value: Int) -> Bool
  ) {
    var node = Self.offset(units[0])
    var position = position
    let end = min(end, position + Self.keyLimit)
    while position < end {
      node ^= Int(text[position])
      guard node < units.count, units[node] & 0x8000_00FF == UInt32(text[position]) else { return }
      let unit = units[node]
      node ^= Self.offset(unit)
      position += 1
      guard Self.hasValue(unit) else { continue }
      guard node < units.count, Self.isValue(units[node]) else { return }
      if !found(position, Int(units[node] & 0x7FFF_FFFF)) { return }
    }
  }

  /// Whether no key consists of this ASCII character, or begins with it and another.
  func leaves(_ byte: UInt8) -> Bool {
    var isKey = false
    for second in 0..<UInt8(128) where !isKey {
      let text = [byte, second]
      forEachKeyOrBeginning(of: text.span) { isKey = true }
    }
    return !isKey
  }

  /// What the table makes of ASCII characters wherever they stand.
  ///
  /// A character is sure only when no key goes on with it. Whether one does is read off the double array in one pass: a unit
  /// with the character's label whose parent is not the root. A unit that is in no key may look like one; that
  /// makes a character unsure, never wrong.
  var fates: ByteFates {
    var fates = ByteFates(changesOthers: true)
    let root = Self.offset(units[0])
    var isBase = [Bool](repeating: false, count: units.count)
    for (index, unit) in units.enumerated() where !Self.isValue(unit) {
      let base = index ^ Self.offset(unit)
      if base < units.count { isBase[base] = true }
    }
    for (index, unit) in units.enumerated() where !Self.isValue(unit) && unit & 0xFF < 0x80 {
      let base = index ^ Int(unit & 0xFF)
      if base != root, base >= units.count || isBase[base] { fates.fates[Int(unit & 0xFF)] = .unsure }
    }
    for byte in UInt8.min..<0x80 { settle(byte, root ^ Int(byte), &fates) }
    // The label zero is that of values.
    fates.fates[0] = .unsure
    return fates
  }

  /// What becomes of a character whose unit would stand at `node`.
  private func settle(_ byte: UInt8, _ node: Int, _ fates: inout ByteFates) {
    guard node < units.count, !Self.isValue(units[node]), units[node] & 0xFF == UInt32(byte) else { return }
    let found = longest(in: [byte].span, at: 0, end: 1)
    let isSpace = isOnlyKey(node) && found.map { Array(self[$0.replacement]) } == [0x20]
    fates.changesBeforeOthers[Int(byte)] = !isSpace
    if isSpace && fates.fates[Int(byte)] == .same {
      fates.fates[Int(byte)] = .space
    } else if Self.hasValue(units[node]) {
      fates.fates[Int(byte)] = .unsure
    }
  }

  /// Whether no longer key begins with the key that ends at this unit.
  private func isOnlyKey(_ node: Int) -> Bool {
    let base = node ^ Self.offset(units[node])
    return (1..<256).allSatisfy { label in
      let child = base ^ label
      return child >= units.count || Self.isValue(units[child]) || units[child] & 0xFF != UInt32(label)
    }
  }

  /// Whether a key begins at this place.
  func hasKey(in text: Span<UInt8>, at position: Int, end: Int) -> Bool {
    var isFound = false
    forEachKey(in: text, position, end) { _, _ in
      isFound = true
      return false
    }
    return isFound
  }

  /// Calls `found` when the first byte is a key, or both together begin one.
  private func forEachKeyOrBeginning(of text: Span<UInt8>, _ found: () -> Void) {
    var node = Self.offset(units[0])
    for position in 0..<text.count {
      node ^= Int(text[position])
      guard node < units.count, units[node] & 0x8000_00FF == UInt32(text[position]) else { return }
      if position > 0 || Self.hasValue(units[node]) { return found() }
      node ^= Self.offset(units[node])
    }
  }

  /// The longest key that begins at `position`: where it ends, and the bytes that stand for it.
  func longest(in text: Span<UInt8>, at position: Int, end: Int) -> (end: Int, replacement: Range<Int>)? {
    var best: (end: Int, value: Int)?
    forEachKey(in: text, position, end) { end, value in
      best = (end, value)
      return true
    }
    return best.map { ($0.end, replacement($0.value)) }
  }

  /// What stands for the shortest key that begins at `position`.
  func shortest(in text: Span<UInt8>, at position: Int, end: Int) -> Range<Int>? {
    var value: Int?
    forEachKey(in: text, position, end) { _, found in
      value = found
      return false
    }
    return value.map(replacement)
  }

  /// The bytes of a replacement.
  subscript(_ range: Range<Int>) -> ArraySlice<UInt8> { replacements[range] }

  private func replacement(_ value: Int) -> Range<Int> {
    guard value < replacements.count else { return 0..<0 }
    var end = value
    while end < replacements.count, replacements[end] != 0 { end += 1 }
    return value..<end
  }
}
