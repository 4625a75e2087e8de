/// Finds the longest of many byte strings that begins at a place.
///
/// Nodes are numbered; edges stand in one open-addressing table from (node, byte) to node. A table of first bytes says at
/// once where nothing can begin.
struct ContentTrie: Sendable {
  private var edges: [UInt64]
  private var mask: Int
  /// By node: the number of the content that ends there, or −1.
  private var ends: [Int32] = [-1]
  private var firstBytes: [Bool] = Array(repeating: false, count: 256)
  private(set) var isEmpty = true

  init(_ contents: [[UInt8]]) {
    var capacity = 64
    while capacity < contents.reduce(0, { $0 + $1.count }) * 2 { capacity *= 2 }
    edges = Array(repeating: 0, count: capacity)
    mask = capacity - 1
    for (number, content) in contents.enumerated() where !content.isEmpty { insert(content, Int32(number)) }
  }

  private mutating func insert(_ content: [UInt8], _ number: Int32) {
    var node = 0
    for byte in content {
      if let next = step(node, byte) {
        node = next
      } else {
        ends.append(-1)
        edges[slot(node, byte)] = Self.key(node, byte) << 32 | UInt64(ends.count - 1)
        node = ends.count - 1
      }
    }
    ends[node] = number
    firstBytes[Int(content[0])] = true
    isEmpty = false
  }

  /// The next place at or after `position` where a content may begin, or `end`.
  @inline(__always)
  func candidate(in text: Span<UInt8>, from position: Int, end: Int) -> Int {
    var position = position
    while position < end, !firstBytes[Int(text[position])] { position += 1 }
    return position
  }

  /// The longest content that begins at `position` and ends at or before `end`.
  func longest(in text: Span<UInt8>, at position: Int, end: Int) -> (number: Int, end: Int)? {
    var best: (number: Int, end: Int)?
    var node = 0
    var position = position
    while position < end, let next = step(node, text[position]) {
      node = next
      position += 1
      if ends[node] >= 0 { best = (Int(ends[node]), position) }
    }
    return best
  }

  /// All contents that begin at `position` and end at or before `end`, shortest first.
  func forEach(in text: Span<UInt8>, at position: Int, end: Int, _ found: (_ number: Int, _ end: Int) -> Void) {
    var node = 0
    var position = position
    while position < end, let next = step(node, text[position]) {
      node = next
      position += 1
      if ends[node] >= 0 { found(Int(ends[node]), position) }
    }
  }

  private func step(_ node: Int, _ byte: UInt8) -> Int? {
    let packed = edges[slot(node, byte)]
    return packed == 0 ? nil : Int(packed & 0xFFFF_FFFF)
  }

  /// Where the edge is, or an empty slot. Node numbers stay below 2²⁴ by the limits on added tokens.
  private func slot(_ node: Int, _ byte: UInt8) -> Int {
    let key = Self.key(node, byte)
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while edges[slot] != 0 && edges[slot] >> 32 != key { slot = (slot + 1) & mask }
    return slot
  }

  private static func key(_ node: Int, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 | UInt64(byte) | 1 << 31 }
}
