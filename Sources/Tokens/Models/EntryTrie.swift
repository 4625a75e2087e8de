/// All entries that begin at a place, shortest first: a double array.
///
/// A node is a slot; its child by byte `b` stands in slot `base ^ b` and names its parent there, so a step costs one look.
/// `base` picks a block of 256 slots, in which any set of children fits when it is empty.
/// Source: Aoe, "An efficient digital search algorithm by using a double-array structure", IEEE Transactions on
/// Software Engineering 15 (1989); the exclusive or is that of Yata's Darts-clone.
struct EntryTrie: Sendable {
  /// By slot: the parent's slot in the high half, the base in the low half with its top bit set where an entry ends.
  private var units: [UInt64]
  /// By slot: the entry that ends there.
  private var entries: [TokenID]
  /// The longest entry in bytes.
  private(set) var longest = 0

  private static let endBit: UInt64 = 1 << 31
  private static let free = UInt64.max

  /// The entries with these ids. Of several with the same bytes the one that comes last in `ids` is found.
  init(_ ids: [TokenID], of table: VocabularyTable) {
    units = []
    entries = []
    var keys = ids.enumerated().map { Key(order: $0, id: $1, bytes: table.bytes(of: $1) ?? []) }
      .filter { !$0.bytes.isEmpty }
    keys.sort { $0.precedes($1) }
    longest = keys.reduce(0) { max($0, $1.bytes.count) }
    build(keys.map(\.bytes), keys.map(\.id))
  }

  /// Whether an entry begins with this byte.
  func begins(with byte: UInt8) -> Bool { units[Int(units[0] & 0x7FFF_FFFF) ^ Int(byte)] >> 32 == 0 }

  /// Every slot in order: base, parent's slot, entry, and whether one ends there. A free slot names a parent that no slot is.
  func mapSlots<T>(_ body: (UInt32, UInt32, TokenID, Bool) -> T) -> [T] {
    units.indices.map { index in
      let unit = units[index]
      if unit == Self.free { return body(0, .max, 0, false) }
      return body(
        UInt32(truncatingIfNeeded: unit), UInt32(truncatingIfNeeded: unit >> 32), entries[index],
        unit & Self.endBit != 0)
    }
  }

  /// Calls `found` for every entry that begins at `position` and ends at or before `end`, shortest first.
  @inline(__always)
  func forEachPrefix(
    of text: Span<UInt8>, at position: Int, end: Int, _ found: (_ entry: TokenID, _ end: Int) -> Void
  ) {
    var slot = 0
    var position = position
    while position < end {
      let next = Int(units[slot] & 0x7FFF_FFFF) ^ Int(text[position])
      let unit = units[next]
      if unit >> 32 != UInt64(slot) { return }
      slot = next
      position += 1
      if unit & Self.endBit != 0 { found(entries[slot], position) }
    }
  }
}

extension EntryTrie {
  /// An entry in the order of its bytes, and of its place in the list where those are equal.
  private struct Key {
    let order: Int
    let id: TokenID
    let bytes: [UInt8]
    /// The first eight bytes as a number, which decides most comparisons.
    private let head: UInt64

    init(order: Int, id: TokenID, bytes: [UInt8]) {
      self.order = order
      self.id = id
      self.bytes = bytes
      head = (0..<8).reduce(0) { $0 << 8 | ($1 < bytes.count ? UInt64(bytes[$1]) : 0) }
    }

    func precedes(_ other: Key) -> Bool {
      if head != other.head { return head < other.head }
      if bytes == other.bytes { return order < other.order }
      return bytes.lexicographicallyPrecedes(other.bytes)
    }
  }

  /// The keys that share their first `depth` bytes, which lead to `slot`.
  private struct Group {
    var keys: Range<Int>
    var depth: Int
    var slot: Int
  }

  /// `keys` are sorted; of equal ones the last counts.
  private mutating func build(_ keys: [[UInt8]], _ ids: [TokenID]) {
    var room = Room()
    addBlock(&room)
    room.take(0)
    // The root names a parent that no slot is, so that it is nobody's child.
    units[0] = UInt64(UInt32.max - 1) << 32
    var waiting = [Group(keys: 0..<keys.count, depth: 0, slot: 0)]
    while let group = waiting.popLast() {
      var first = group.keys.lowerBound
      while first < group.keys.upperBound, keys[first].count == group.depth {
        entries[group.slot] = ids[first]
        units[group.slot] |= Self.endBit
        first += 1
      }
      if first == group.keys.upperBound { continue }
      place(Group(keys: first..<group.keys.upperBound, depth: group.depth, slot: group.slot), keys, &room) {
        waiting.append($0)
      }
    }
  }

  private mutating func place(
    _ group: Group, _ keys: [[UInt8]], _ room: inout Room, _ add: (Group) -> Void
  ) {
    var labels: [UInt8] = []
    var starts: [Int] = []
    for index in group.keys where keys[index][group.depth] != labels.last {
      labels.append(keys[index][group.depth])
      starts.append(index)
    }
    starts.append(group.keys.upperBound)
    var base = base(for: labels, room)
    if base == nil {
      addBlock(&room)
      base = (units.count - 256)
    }
    let found = base ?? 0
    units[group.slot] |= UInt64(found)
    for (index, label) in labels.enumerated() {
      let slot = found ^ Int(label)
      room.take(slot)
      units[slot] = UInt64(group.slot) << 32
      add(Group(keys: starts[index]..<starts[index + 1], depth: group.depth + 1, slot: slot))
    }
  }

  private mutating func addBlock(_ room: inout Room) {
    room.open(units.count)
    units += repeatElement(Self.free, count: 256)
    entries += repeatElement(0, count: 256)
  }

  /// A place for children in one of the open blocks.
  private func base(for labels: [UInt8], _ room: Room) -> Int? {
    for block in room.blocks where block.count >= labels.count {
      for slot in block.start..<block.start + 256 where units[slot] == Self.free {
        let base = slot ^ Int(labels[0])
        if labels.allSatisfy({ units[base ^ Int($0)] == Self.free }) { return base }
      }
    }
    return nil
  }

  /// The blocks in which children are still placed, with the number of their free slots.
  ///
  /// Children of k labels that find no place meet blocks of which at least 256 / k slots are taken, so a node costs at
  /// most some sixteen slots whatever the entries are.
  private struct Room {
    private static let limit = 16
    private(set) var blocks: [(start: Int, count: Int)] = []

    mutating func open(_ start: Int) {
      if blocks.count == Self.limit { blocks.removeFirst() }
      blocks.append((start, 256))
    }

    mutating func take(_ slot: Int) {
      guard let index = blocks.firstIndex(where: { $0.start == slot & ~255 }) else { return }
      blocks[index].count -= 1
      if blocks[index].count == 0 { blocks.remove(at: index) }
    }
  }
}
