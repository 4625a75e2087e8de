/// Two sequences of tokens aligned: what was kept, what was taken out and what was put in.
///
/// ```
/// TokenEdits(from: [1, 2, 3], to: [1, 4, 3]).edits   // keep 0..<1 as 0..<1, change 1..<2 to 1..<2, keep 2..<3 as 2..<3
/// ```
/// Ends that are alike are kept at once; between them tokens that occur once on both sides are fixed points, and between
/// those the shortest edit script is taken. Stretches too long for that (`area`) count as changed, so that the time is
/// bounded. Sources: Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1986; the fixed points are
/// those of Cohen's patience diff.
package struct TokenEdits: Sendable, Equatable {
  /// A stretch of both sequences.
  package struct Edit: Sendable, Equatable {
    /// Indexes into the first and into the second sequence; one may be empty.
    package var old: Range<Int>
    package var new: Range<Int>
    /// Whether both stretches have the same ids.
    package var isKept: Bool
  }

  /// In order; they tile both sequences.
  package private(set) var edits: [Edit] = []

  /// The longest stretch, old times new length, for which the shortest script is looked for.
  private static let area = 1 << 22

  package init(from old: [TokenID], to new: [TokenID]) {
    align(old[...], new[...])
  }

  private mutating func align(_ old: ArraySlice<TokenID>, _ new: ArraySlice<TokenID>) {
    let head = zip(old, new).prefix { $0 == $1 }.count
    keep(old.startIndex..<old.startIndex + head, new.startIndex..<new.startIndex + head)
    let (a, b) = (old.dropFirst(head), new.dropFirst(head))
    let tail = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
    let (left, right) = (a.dropLast(tail), b.dropLast(tail))
    if left.isEmpty || right.isEmpty {
      change(left.indices, right.indices)
    } else if left.count * right.count <= Self.area {
      shortest(left, right)
    } else {
      anchored(left, right)
    }
    keep(left.endIndex..<left.endIndex + tail, right.endIndex..<right.endIndex + tail)
  }

  /// Between tokens that occur once on both sides and come in the same order.
  private mutating func anchored(_ old: ArraySlice<TokenID>, _ new: ArraySlice<TokenID>) {
    let anchors = Self.anchors(old, new)
    if anchors.isEmpty { return change(old.indices, new.indices) }
    var (i, j) = (old.startIndex, new.startIndex)
    for (x, y) in anchors {
      align(old[i..<x], new[j..<y])
      keep(x..<x + 1, y..<y + 1)
      (i, j) = (x + 1, y + 1)
    }
    align(old[i...], new[j...])
  }

  /// The longest rising run of pairs (patience sorting).
  private static func anchors(_ old: ArraySlice<TokenID>, _ new: ArraySlice<TokenID>) -> [(Int, Int)] {
    func places(_ ids: ArraySlice<TokenID>) -> [TokenID: Int] {
      Dictionary(ids.indices.map { (ids[$0], $0) }, uniquingKeysWith: { _, _ in -1 }).filter { $0.value >= 0 }
    }
    let there = places(new)
    let pairs = places(old).compactMap { id, x in there[id].map { (x, $0) } }.sorted { $0.0 < $1.0 }
    var tops: [Int] = []
    var before = Array(repeating: -1, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, tops.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[tops[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[index] = tops[low - 1] }
      if low == tops.count { tops.append(index) } else { tops[low] = index }
    }
    var result: [(Int, Int)] = []
    var index = tops.last ?? -1
    while index >= 0 {
      result.append(pairs[index])
      index = before[index]
    }
    return result.reversed()
  }

  private mutating func shortest(_ old: ArraySlice<TokenID>, _ new: ArraySlice<TokenID>) {
    let script = Array(new).difference(from: Array(old))
    var (removed, inserted) = (Set<Int>(), Set<Int>())
    for step in script {
      switch step {
      case .remove(let offset, _, _): removed.insert(old.startIndex + offset)
      case .insert(let offset, _, _): inserted.insert(new.startIndex + offset)
      }
    }
    var (i, j) = (old.startIndex, new.startIndex)
    while i < old.endIndex || j < new.endIndex {
      if removed.contains(i) {
        change(i..<i + 1, j..<j)
        i += 1
      } else if inserted.contains(j) {
        change(i..<i, j..<j + 1)
        j += 1
      } else {
        keep(i..<i + 1, j..<j + 1)
        (i, j) = (i + 1, j + 1)
      }
    }
  }

  private mutating func keep(_ old: Range<Int>, _ new: Range<Int>) {
    add(Edit(old: old, new: new, isKept: true))
  }

  private mutating func change(_ old: Range<Int>, _ new: Range<Int>) {
    add(Edit(old: old, new: new, isKept: false))
  }

  /// Neighbours of one kind become one edit.
  private mutating func add(_ edit: Edit) {
    if edit.old.isEmpty && edit.new.isEmpty { return }
    if let last = edits.last, last.isKept == edit.isKept {
      edits[edits.count - 1].old = last.old.lowerBound..<edit.old.upperBound
      edits[edits.count - 1].new = last.new.lowerBound..<edit.new.upperBound
    } else {
      edits.append(edit)
    }
  }
}
