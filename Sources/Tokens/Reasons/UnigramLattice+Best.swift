extension UnigramLattice {
  /// The `count` best paths, best first.
  ///
  /// A* from the end of the piece, with the best totals from its start as an exact estimate of what is still to come. The
  /// order of equal scores, and what is given up when the queue grows too long, are those of SentencePiece. Fewer paths come
  /// back where there are no more, or when a million partial paths have been looked at.
  package func bestPaths(_ count: Int) -> [Path] {
    if count < 1 || length == 0 { return [] }
    let byEnd = nodesByEnd()
    var parts = [Part(node: -1, next: -1, total: 0)]
    var queue = Queue()
    queue.push(Queue.Element(priority: bestTotal(byEnd), part: 0))
    var paths: [Path] = []
    while let top = queue.pop() {
      let part = parts[top.part]
      let position = part.node < 0 ? length : nodes[part.node].range.lowerBound
      if position == 0 && part.node >= 0 && part.isWhole {
        paths.append(Path(nodes: chain(from: top.part, parts), score: top.priority))
        if paths.count == count { break }
        continue
      }
      if position == 0 && part.node >= 0 {
        // The start of the text is a step of its own, so that it takes its turn among the equals.
        parts.append(Part(node: part.node, next: part.next, total: part.total, isWhole: true))
        queue.push(Queue.Element(priority: part.total, part: parts.count - 1))
      } else {
        lengthen(top.part, byEnd[position], &parts, &queue)
      }
      if parts.count > Self.partLimit { break }
      if queue.count >= Self.queueLimit { queue.shrink(to: min(512, min(count, 1024) * 10)) }
    }
    return paths
  }

  /// Puts every node that ends where a part begins before it.
  private func lengthen(_ part: Int, _ ends: Range<Int>, _ parts: inout [Part], _ queue: inout Queue) {
    let total = parts[part].total
    for index in ends {
      parts.append(Part(node: index, next: part, total: rounded(nodes[index].score + total)))
      queue.push(Queue.Element(priority: rounded(nodes[index].best + total), part: parts.count - 1))
    }
  }

  private static let queueLimit = 10_000
  private static let partLimit = 1_000_000

  /// A path from the end of the piece back to a node.
  private struct Part {
    /// −1 at the end of the piece.
    var node: Int
    /// The part that this one lengthens.
    var next: Int
    /// The scores from here to the end.
    var total: Double
    /// Whether the start of the piece has been reached.
    var isWhole = false
  }

  private func chain(from part: Int, _ parts: [Part]) -> [Int] {
    var result: [Int] = []
    var part = part
    while part > 0 {
      result.append(parts[part].node)
      part = parts[part].next
    }
    return result
  }

  private func bestTotal(_ byEnd: [Range<Int>]) -> Double {
    byEnd[length].map { nodes[$0].best }.max() ?? 0
  }

  /// A sum as the library keeps it.
  func rounded(_ sum: Double) -> Double { isSingle ? Double(Float(sum)) : sum }

  /// Partial paths, the highest priority first.
  ///
  /// Equal priorities come out in the order of the heap of the C++ library, which moves the hole to a leaf before it puts
  /// the last element back, because the order of equally good paths depends on it.
  private struct Queue {
    struct Element {
      var priority: Double
      var part: Int
    }

    private var elements: [Element] = []
    var count: Int { elements.count }

    mutating func push(_ element: Element) {
      elements.append(element)
      rise(element, from: elements.count - 1)
    }

    mutating func pop() -> Element? {
      guard let first = elements.first, let last = elements.popLast() else { return nil }
      if elements.isEmpty { return first }
      var hole = 0
      while 2 * hole + 2 < elements.count {
        var child = 2 * hole + 2
        if elements[child].priority < elements[child - 1].priority { child -= 1 }
        elements[hole] = elements[child]
        hole = child
      }
      if 2 * hole + 2 == elements.count {
        elements[hole] = elements[2 * hole + 1]
        hole = 2 * hole + 1
      }
      rise(last, from: hole)
      return first
    }

    private mutating func rise(_ element: Element, from index: Int) {
      var hole = index
      while hole > 0, elements[(hole - 1) / 2].priority < element.priority {
        elements[hole] = elements[(hole - 1) / 2]
        hole = (hole - 1) / 2
      }
      elements[hole] = element
    }

    mutating func shrink(to size: Int) {
      var kept = Queue()
      for _ in 0..<size { if let top = pop() { kept.push(top) } }
      self = kept
    }
  }
}
