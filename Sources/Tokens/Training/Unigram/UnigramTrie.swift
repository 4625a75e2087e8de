/// Finds all entries that begin at a place: a trie whose edges lie in one table of open addressing.
struct UnigramTrie: Sendable {
  /// Edges by node and character; all ones is free.
  private var keys: [UInt64]
  private var children: [Int32]
  /// By node, the entry that ends there, −1 for none.
  private var entries: [Int32] = [-1]

  init(_ pieces: [UnigramPiece]) {
    let total = pieces.reduce(0) { $0 + $1.units.count }
    var size = 1 << 6
    while size < total * 2 { size *= 2 }
    keys = Array(repeating: .max, count: size)
    children = Array(repeating: -1, count: size)
    for (number, piece) in pieces.enumerated() {
      var node = 0
      for unit in piece.units { node = grown(node, unit) }
      entries[node] = Int32(number)
    }
  }

  /// Calls `body(entry, length)` for every entry that begins at `start`, the shortest first.
  @inline(__always)
  func forEachMatch(_ units: [UInt32], _ start: Int, _ end: Int, _ body: (Int32, Int) -> Void) {
    var (node, place) = (0, start)
    while place < end {
      let slot = slot(node, units[place])
      guard keys[slot] != .max else { return }
      node = Int(children[slot])
      place += 1
      if entries[node] >= 0 { body(entries[node], place - start) }
    }
  }

  private mutating func grown(_ node: Int, _ unit: UInt32) -> Int {
    let slot = slot(node, unit)
    if keys[slot] == .max {
      keys[slot] = UInt64(node) << 32 | UInt64(unit)
      children[slot] = Int32(entries.count)
      entries.append(-1)
    }
    return Int(children[slot])
  }

  @inline(__always)
  private func slot(_ node: Int, _ unit: UInt32) -> Int {
    let key = UInt64(node) << 32 | UInt64(unit)
    var slot = Int(truncatingIfNeeded: EntryHash.mixed(key, 1)) & (keys.count - 1)
    while keys[slot] != .max && keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
    return slot
  }
}
