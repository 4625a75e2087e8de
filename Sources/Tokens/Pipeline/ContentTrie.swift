import CScan

/// Finds the longest of many byte strings that begins at a place.
///
/// Nodes are numbered; edges stand in one open-addressing table from (node, byte) to node. Where nothing can begin is known
/// from the first byte, looked for 32 at a time when at most four differ, and from the second.
///
/// Safety: `candidate` looks for first bytes in `text[position ..< end]`, whose bounds it has checked.
struct ContentTrie: Sendable {
  private var edges: [UInt64]
  private var mask: Int
  /// By node: the number of the content that ends there, or −1.
  private var ends: [Int32] = [-1]
  private var firstBytes: [Bool] = Array(repeating: false, count: 256)
  /// For each pair of bytes a bit: whether a content begins with it, or is the first byte alone.
  private var pairs: [UInt64] = Array(repeating: 0, count: 1024)
  /// The first bytes when there are at most four, some named more than once.
  private var fewFirst: InlineArray<4, UInt8>?
  private(set) var isEmpty = true

  init(_ contents: [[UInt8]]) {
    var capacity = 64
    while capacity < contents.reduce(0, { $0 + $1.count }) * 2 { capacity *= 2 }
    edges = Array(repeating: 0, count: capacity)
    mask = capacity - 1
    for (number, content) in contents.enumerated() where !content.isEmpty { insert(content, Int32(number)) }
    let first = firstBytes.indices.filter { firstBytes[$0] }.map { UInt8($0) }
    if (1...4).contains(first.count) { fewFirst = InlineArray { first[$0 % first.count] } }
  }

  private mutating func notePair(_ content: [UInt8]) {
    for second in content.count == 1 ? 0...255 : Int(content[1])...Int(content[1]) {
      let pair = Int(content[0]) << 8 | second
      pairs[pair >> 6] |= 1 << UInt64(pair & 63)
    }
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
    notePair(content)
    isEmpty = false
  }

  /// The next place at or after `position` where a content may begin, or `end`.
  func candidate(in text: Span<UInt8>, from position: Int, end: Int) -> Int {
    var position = position
    while position < end {
      position = firstByte(in: text, from: position, end: end)
      if position + 1 >= end { break }
      let pair = Int(text[position]) << 8 | Int(text[position + 1])
      if pairs[pair >> 6] >> UInt64(pair & 63) & 1 != 0 { break }
      position += 1
    }
    return position
  }

  private func firstByte(in text: Span<UInt8>, from start: Int, end: Int) -> Int {
    guard let fewFirst else {
      var position = start
      while position < end, !firstBytes[Int(text[position])] { position += 1 }
      return position
    }
    precondition(start >= 0 && start <= end && end <= text.count, "the range lies inside the text")
    return unsafe text.withUnsafeBufferPointer { text in
      guard let base = text.baseAddress else { return end }
      return unsafe fewFirst.span.withUnsafeBufferPointer { wanted in
        unsafe start + cs_seek(base + start, end - start, wanted.baseAddress)
      }
    }
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
