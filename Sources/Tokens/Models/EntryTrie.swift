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
    var keys = ids.indices.filter { table.length(of: ids[$0]) > 0 }
      .map { Key(head: table.word(of: ids[$0]), order: UInt32($0), id: ids[$0]) }
    keys.sort { $0.precedes($1, table) }
    longest = keys.reduce(0) { max($0, table.length(of: $1.id)) }
    build(keys.map(\.id), table)
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
    /// The first eight bytes as a number, which decides most comparisons.
    let head: UInt64
    let order: UInt32
    let id: TokenID

    func precedes(_ other: Key, _ table: VocabularyTable) -> Bool {
      if head != other.head { return head < other.head }
      if table.precedes(id, other.id) { return true }
      return order < other.order && !table.precedes(other.id, id)
    }
  }

  /// The keys that share their first `depth` bytes, which lead to `slot`.
  private struct Group {
    var keys: Range<Int>
    var depth: Int
    var slot: Int
  }

  /// `keys` are sorted; of equal ones the last counts.
  private mutating func build(_ keys: [TokenID], _ table: VocabularyTable) {
    var room = Room()
    addBlock(&room)
    room.take(0)
    // The root names a parent that no slot is, so that it is nobody's child.
    units[0] = UInt64(UInt32.max - 1) << 32
    var waiting = [Group(keys: 0..<keys.count, depth: 0, slot: 0)]
    var children = Children()
    while let group = waiting.popLast() {
      var first = group.keys.lowerBound
      while first < group.keys.upperBound, table.length(of: keys[first]) == group.depth {
        entries[group.slot] = keys[first]
        units[group.slot] |= Self.endBit
        first += 1
      }
      if first == group.keys.upperBound { continue }
      children.find(keys, first..<group.keys.upperBound, group.depth, table)
      let base = place(children.labels, under: group.slot, &room)
      for (index, label) in children.labels.enumerated() {
        waiting.append(
          Group(
            keys: children.starts[index]..<children.starts[index + 1], depth: group.depth + 1,
            slot: base ^ Int(label)))
      }
    }
  }

  /// The next bytes of keys that begin alike, and where the keys with each begin.
  private struct Children {
    private(set) var labels: [UInt8] = []
    private(set) var starts: [Int] = []

    mutating func find(_ keys: [TokenID], _ range: Range<Int>, _ depth: Int, _ table: VocabularyTable) {
      labels.removeAll(keepingCapacity: true)
      starts.removeAll(keepingCapacity: true)
      for index in range {
        let byte = UInt8(truncatingIfNeeded: table.byte(depth, of: keys[index]))
        if byte == labels.last { continue }
        labels.append(byte)
        starts.append(index)
      }
      starts.append(range.upperBound)
    }
  }

  /// Puts children under a slot; their base.
  private mutating func place(_ labels: [UInt8], under slot: Int, _ room: inout Room) -> Int {
    var base = room.base(for: labels)
    if base == nil {
      addBlock(&room)
      base = units.count - 256
    }
    let found = base ?? 0
    units[slot] |= UInt64(found)
    for label in labels {
      room.take(found ^ Int(label))
      units[found ^ Int(label)] = UInt64(slot) << 32
    }
    return found
  }

  private mutating func addBlock(_ room: inout Room) {
    room.open(units.count)
    units += repeatElement(Self.free, count: 256)
    entries += repeatElement(0, count: 256)
  }

  /// The blocks in which children are still placed, with a bit for each free slot.
  ///
  /// Children of k labels that find no place meet blocks of which at least 256 / k slots are taken, so a node costs at
  /// most some sixteen slots whatever the entries are.
  private struct Room {
    private static let limit = 16
    private var blocks: [Block] = []

    private struct Block {
      let start: Int
      var count = 256
      var free: (UInt64, UInt64, UInt64, UInt64) = (.max, .max, .max, .max)

      init(start: Int) { self.start = start }

      subscript(word: Int) -> UInt64 {
        get {
          switch word {
          case 0: free.0
          case 1: free.1
          case 2: free.2
          default: free.3
          }
        }
        set {
          switch word {
          case 0: free.0 = newValue
          case 1: free.1 = newValue
          case 2: free.2 = newValue
          default: free.3 = newValue
          }
        }
      }

      func isFree(_ slot: Int) -> Bool { self[slot >> 6] >> UInt64(slot & 63) & 1 == 1 }
    }

    mutating func open(_ start: Int) {
      if blocks.count == Self.limit { blocks.removeFirst() }
      blocks.append(Block(start: start))
    }

    mutating func take(_ slot: Int) {
      guard let index = blocks.firstIndex(where: { $0.start == slot & ~255 }) else { return }
      blocks[index].count -= 1
      blocks[index][(slot & 255) >> 6] &= ~(1 << UInt64(slot & 63))
      if blocks[index].count == 0 { blocks.remove(at: index) }
    }

    /// A place for children in one of the open blocks.
    func base(for labels: [UInt8]) -> Int? {
      for block in blocks where block.count >= labels.count {
        for word in 0..<4 {
          var free = block[word]
          while free != 0 {
            let base = (word << 6 | free.trailingZeroBitCount) ^ Int(labels[0])
            if labels.allSatisfy({ block.isFree(base ^ Int($0)) }) { return block.start + base }
            free &= free - 1
          }
        }
      }
      return nil
    }
  }
}
