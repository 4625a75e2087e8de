/// A layout as one line of text, for session files: `h 1 ( p0 0.6 v 0.4 ( p1 0.5 p2 0.5 ) )`.
///
/// Words in preorder: `pN weight` is pane N; `h weight ( … )` and `v weight ( … )` are splits.
extension Layout {
  /// The written form.
  package var written: String {
    var words: [String] = []
    var waiting: [Int?] = [root]
    while let next = waiting.popLast() {
      guard let index = next, let node = nodes[index] else {
        words.append(")")
        continue
      }
      let weight = String((node.weight * 1000).rounded() / 1000)
      switch node.content {
      case .pane(let pane): words += ["p\(pane)", weight]
      case .split(let axis, let children):
        words += [axis == .horizontal ? "h" : "v", weight, "("]
        waiting.append(nil)
        waiting.append(contentsOf: children.reversed().map(Optional.some))
      }
    }
    return words.joined(separator: " ")
  }

  /// Reads the written form; nil when it is none, or holds a pane twice, or a pane outside `allowed`.
  package init?(written: String, allowed: Set<PaneID>) {
    var open: [Int] = []
    var nodes: [Int: Node] = [:]
    var seen: Set<PaneID> = []
    var words = written.split(separator: " ").map(String.init)[...]
    while let word = words.popFirst() {
      if word == ")" {
        guard open.popLast() != nil else { return nil }
        continue
      }
      guard nodes.count < 64, let weight = words.popFirst().flatMap(Double.init), weight > 0, weight <= 1000
      else { return nil }
      let index = nodes.count
      if index > 0 {
        guard let parent = open.last, case .split(let axis, let children) = nodes[parent]?.content else {
          return nil
        }
        nodes[parent]?.content = .split(axis, children: children + [index])
      }
      if word == "h" || word == "v" {
        guard words.popFirst() == "(" else { return nil }
        nodes[index] = Node(
          content: .split(word == "h" ? .horizontal : .vertical, children: []), weight: weight,
          parent: open.last)
        open.append(index)
      } else {
        guard word.first == "p", let pane = PaneID(word.dropFirst()), allowed.contains(pane),
          seen.insert(pane).inserted
        else { return nil }
        nodes[index] = Node(content: .pane(pane), weight: weight, parent: open.last)
      }
    }
    let isWhole = nodes.values.allSatisfy {
      if case .split(_, let children) = $0.content { return children.count > 1 }
      return true
    }
    guard open.isEmpty, isWhole, let first = seen.min() else { return nil }
    self.init(first)
    self.nodes = nodes
    root = 0
    reserveNodes(nodes.count)
  }
}
