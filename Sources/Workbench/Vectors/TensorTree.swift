import Basics
import Formats
import Tensors

/// A file of tensors that is open, with the tree of their names; two are equal when their numbers are.
package struct OpenedTensors: Sendable, Equatable {
  /// Under which it was opened; none is used twice.
  package let number: Int
  /// As it was named.
  package let path: String
  package let file: TensorFile
  package let tree: TensorTree
  private let names: LoweredNames

  package init(number: Int, path: String, _ file: TensorFile, _ ticket: Ticket) throws(Trouble) {
    self.number = number
    self.path = path
    self.file = file
    let names = file.tensors.map(\.title) + file.withheld.map(\.name)
    tree = try TensorTree(
      Array(zip(names, file.tensors.map(\.byteCount) + file.withheld.map { _ in 0 })), ticket)
    self.names = LoweredNames(names)
  }

  /// The leaves of the tree whose names hold all the words, in whatever case.
  package func matches(_ words: [String]) -> [Int] {
    let words = words.map { Array($0.lowercased().utf8) }
    return tree.nodes.indices.filter { node in
      guard let index = tree.nodes[node].index else { return false }
      return words.allSatisfy { names.contains($0, in: index) }
    }
  }

  /// The tensor of a number that the tree has; nil when it is withheld.
  package func tensor(_ index: Int) -> StoredTensor? {
    file.tensors.indices.contains(index) ? file.tensors[index] : nil
  }

  /// The withheld one of a number that the tree has.
  package func withheld(_ index: Int) -> WithheldTensor? {
    let place = index - file.tensors.count
    return file.withheld.indices.contains(place) ? file.withheld[place] : nil
  }

  /// What the file calls it.
  package func name(_ index: Int) -> String { tensor(index)?.title ?? withheld(index)?.name ?? "" }

  package static func == (a: OpenedTensors, b: OpenedTensors) -> Bool { a.number == b.number }
}

/// Names as a tree in which dots and slashes part the levels, numbers in the order of their values.
///
/// `h.0.attn.weight`, `h.0.attn.bias` and `h.10.bias` become `h`, below it `0.attn` with two leaves, and `10.bias`: a group with
/// one member is drawn together with it.
package struct TensorTree: Sendable {
  /// A group or a name, in preorder.
  package struct Node: Sendable, Equatable {
    package var label: String
    package var depth: Int
    /// The number of the name; nil for a group.
    package var index: Int?
    /// The node behind all those that hang below it.
    package var end = 0
    /// How many names there are in it, and their bytes.
    package var count = 0
    package var byteCount = 0
  }

  package private(set) var nodes: [Node] = []

  /// What stands behind so many dots is one label.
  private static let depthLimit = 24

  /// Names with their sizes in bytes. Throws when the ticket is cancelled.
  package init(_ entries: [(name: String, byteCount: Int)], _ ticket: Ticket = .open) throws(Trouble) {
    let parts = entries.map {
      $0.name.split(maxSplits: Self.depthLimit, omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }
    }
    try ticket.step(0.2)
    let order = parts.indices.sorted { a, b in
      parts[a] == parts[b] ? a < b : parts[a].lexicographicallyPrecedes(parts[b], by: Self.precedes)
    }
    try ticket.step(0.8)
    grow(order, parts, entries.map(\.name))
    measure(entries.map(\.byteCount))
  }

  /// Digits count as the number that they make: `arr_9` stands before `arr_10`.
  private static func precedes(_ a: Substring, _ b: Substring) -> Bool {
    var (left, right) = (a.utf8[...], b.utf8[...])
    while let first = left.first, let other = right.first {
      if isDigit(first), isDigit(other) {
        let (own, others) = (left.prefix(while: isDigit), right.prefix(while: isDigit))
        let (x, y) = (own.drop { $0 == 0x30 }, others.drop { $0 == 0x30 })
        if x.count != y.count { return x.count < y.count }
        if !x.elementsEqual(y) { return x.lexicographicallyPrecedes(y) }
        (left, right) = (left.dropFirst(own.count), right.dropFirst(others.count))
      } else {
        if first != other { return first < other }
        (left, right) = (left.dropFirst(), right.dropFirst())
      }
    }
    return left.isEmpty && right.isEmpty ? a.utf8.lexicographicallyPrecedes(b.utf8) : left.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Stretches of sorted names that begin alike become groups; without recursion, since a file decides how deep it goes.
  private mutating func grow(_ order: [Int], _ parts: [[Substring]], _ names: [String]) {
    var rest: [(range: Range<Int>, part: Int, depth: Int)] = [(order.indices, 0, 0)]
    while let (range, part, depth) = rest.popLast() {
      guard let first = range.first.map({ order[$0] }), let last = range.last.map({ order[$0] }) else {
        continue
      }
      let own = parts[first]
      if range.count == 1 {
        let start = own[min(part, own.count - 1)].startIndex
        nodes.append(Node(label: String(names[first][start...]), depth: depth, index: first))
        continue
      }
      var shared = part
      while shared < own.count, shared < parts[last].count, own[shared] == parts[last][shared] { shared += 1 }
      if shared > part {
        let label = names[first][own[part].startIndex..<own[shared - 1].endIndex]
        nodes.append(Node(label: String(label), depth: depth))
      }
      let below = depth + (shared > part ? 1 : 0)
      let runs = Self.runs(range) { position in
        let parts = parts[order[position]]
        return shared < parts.count ? parts[shared] : nil
      }
      rest += runs.reversed().map { ($0, shared, below) }
    }
  }

  /// Stretches of the range with the same key; places without a key stand alone.
  private static func runs(_ range: Range<Int>, _ key: (Int) -> Substring?) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = range.lowerBound
    for place in range.dropFirst() where key(place) == nil || key(place) != key(place - 1) {
      runs.append(start..<place)
      start = place
    }
    return runs + [start..<range.upperBound]
  }

  /// Ends and sums of groups.
  private mutating func measure(_ sizes: [Int]) {
    var open: [Int] = []
    var (count, bytes) = (0, 0)
    func close(_ node: Int, _ end: Int) {
      nodes[node].end = end
      nodes[node].count = count - nodes[node].count
      nodes[node].byteCount = bytes - nodes[node].byteCount
    }
    for index in nodes.indices {
      while let last = open.last, nodes[last].depth >= nodes[index].depth { close(open.removeLast(), index) }
      (nodes[index].count, nodes[index].byteCount) = (count, bytes)
      open.append(index)
      if let entry = nodes[index].index { (count, bytes) = (count + 1, bytes + sizes[entry]) }
    }
    while let last = open.popLast() { close(last, nodes.count) }
  }

  /// The groups that are folded at first: as many levels are open as give at most so many rows.
  package func folded(rows limit: Int = 40) -> Set<Int> {
    var perDepth: [Int] = []
    for node in nodes {
      if node.depth == perDepth.count { perDepth.append(0) }
      perDepth[node.depth] += 1
    }
    var (open, rows) = (0, perDepth.first ?? 0)
    while open + 1 < perDepth.count, rows + perDepth[open + 1] <= limit {
      open += 1
      rows += perDepth[open]
    }
    return Set(nodes.indices.filter { nodes[$0].index == nil && nodes[$0].depth >= open })
  }

  /// The nodes in sight when these groups are folded.
  package func visible(_ folded: Set<Int>) -> [Int] {
    var visible: [Int] = []
    var index = 0
    while index < nodes.count {
      visible.append(index)
      index = folded.contains(index) ? nodes[index].end : index + 1
    }
    return visible
  }
}

/// Names in lower case, in one piece, so that a million of them are searched between two keys.
private struct LoweredNames: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init(_ names: [String]) {
    for name in names {
      bytes += name.lowercased().utf8
      ends.append(bytes.count)
    }
  }

  /// Whether the name of a number holds the bytes.
  func contains(_ word: [UInt8], in index: Int) -> Bool {
    let (start, end) = (index == 0 ? 0 : ends[index - 1], ends[index])
    guard let first = word.first, word.count <= end - start else { return word.isEmpty }
    let (name, word) = (bytes.span, word.span)
    for place in start...end - word.count where name[place] == first {
      var length = 1
      while length < word.count, name[place + length] == word[length] { length += 1 }
      if length == word.count { return true }
    }
    return false
  }
}
