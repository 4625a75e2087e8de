/// Which panes there are, and how they share the screen: a tree of splits as plain data.
///
/// Panes are named by numbers that the caller chooses. The tree is kept flat, in an array, with the root at `root`:
/// no part of it is ever visited by recursion. Sizes are weights, so a layout fits any screen; panes that would
/// get fewer than `least` cells give way, the focused one last.
package struct Layout: Sendable, Equatable {
  /// The number that the caller gives to a pane.
  package typealias PaneID = Int

  /// How the parts of a split lie.
  package enum Axis: Sendable, Equatable {
    /// Side by side.
    case horizontal
    /// One above the other.
    case vertical
  }

  /// Where a neighbour is looked for.
  package enum Direction: Sendable, CaseIterable { case left, right, up, down }

  struct Node: Sendable, Equatable {
    enum Content: Sendable, Equatable {
      case pane(PaneID)
      case split(Axis, children: [Int])
    }
    var content: Content
    var weight: Double
    var parent: Int?
  }

  /// Below these columns and rows a pane is not drawn.
  package static let least = Size(columns: 12, rows: 3)
  /// Below this size only the focused pane is drawn.
  package static let single = Size(columns: 40, rows: 10)

  var nodes: [Int: Node]
  var root: Int
  private var nextNode: Int
  /// The pane that gets the keys.
  package private(set) var focused: PaneID
  /// The pane that has the screen for itself, if one has.
  package private(set) var isZoomed = false

  /// One pane.
  package init(_ pane: PaneID) {
    nodes = [0: Node(content: .pane(pane), weight: 1, parent: nil)]
    (root, nextNode, focused) = (0, 1, pane)
  }

  /// The panes from left to right and top to bottom.
  package var panes: [PaneID] {
    var found: [PaneID] = []
    var waiting = [root]
    while let next = waiting.popLast(), let node = nodes[next] {
      switch node.content {
      case .pane(let pane): found.append(pane)
      case .split(_, let children): waiting.append(contentsOf: children.reversed())
      }
    }
    return found
  }

  /// Gives the focus to a pane; nothing happens when there is no such pane.
  package mutating func focus(_ pane: PaneID) {
    if panes.contains(pane) { focused = pane }
  }

  /// Gives the focus to the next pane, or to the one before.
  package mutating func focusNext(backwards: Bool = false) {
    let panes = panes
    guard let at = panes.firstIndex(of: focused) else { return }
    focused = panes[(at + (backwards ? panes.count - 1 : 1)) % panes.count]
  }

  /// Lets the focused pane have the screen for itself, or ends that.
  package mutating func toggleZoom() { isZoomed = panes.count > 1 && !isZoomed }

  /// Opens `pane` beside the focused one (to its right, or below) and focuses it. `share` is the new pane's part.
  package mutating func split(_ axis: Axis, opening pane: PaneID, share: Double = 0.5) {
    guard !panes.contains(pane), let old = node(of: focused), let place = nodes[old] else { return }
    let share = min(0.9, max(0.1, share))
    isZoomed = false
    if let parent = place.parent, case .split(axis, var children) = nodes[parent]?.content,
      let at = children.firstIndex(of: old)
    {
      let new = add(Node(content: .pane(pane), weight: place.weight * share, parent: parent))
      nodes[old]?.weight = place.weight * (1 - share)
      children.insert(new, at: at + 1)
      nodes[parent]?.content = .split(axis, children: children)
    } else {
      let split = add(Node(content: .pane(pane), weight: place.weight, parent: place.parent))
      let new = add(Node(content: .pane(pane), weight: share, parent: split))
      nodes[split]?.content = .split(axis, children: [old, new])
      nodes[old]?.weight = 1 - share
      nodes[old]?.parent = split
      replace(old, with: split, in: place.parent)
    }
    focused = pane
  }

  /// Closes a pane; the last one stays. The focus goes to the pane that was before it.
  package mutating func close(_ pane: PaneID) {
    let panes = panes
    guard panes.count > 1, let node = node(of: pane), let parent = nodes[node]?.parent,
      case .split(let axis, let children) = nodes[parent]?.content
    else { return }
    if focused == pane, let at = panes.firstIndex(of: pane) { focused = panes[at == 0 ? 1 : at - 1] }
    nodes[node] = nil
    let rest = children.filter { $0 != node }
    nodes[parent]?.content = .split(axis, children: rest)
    if rest.count == 1 { dissolve(parent, into: rest[0]) }
    isZoomed = isZoomed && panes.count > 2
  }

  /// Makes the focused pane larger (or, with a negative share, smaller) along an axis by a share of its split.
  package mutating func resize(_ axis: Axis, by share: Double) {
    var at = node(of: focused)
    while let node = at, let parent = nodes[node]?.parent {
      if case .split(axis, let children) = nodes[parent]?.content {
        shift(node, among: children, by: share)
        return
      }
      at = parent
    }
  }

  /// Exchanges the focused pane with its neighbour in a direction.
  package mutating func exchange(_ direction: Direction, in area: Rect) {
    guard let other = neighbour(direction, in: area), let a = node(of: focused), let b = node(of: other)
    else {
      return
    }
    nodes[a]?.content = .pane(other)
    nodes[b]?.content = .pane(focused)
  }

  /// Moves the focus to the neighbour in a direction, if there is one.
  package mutating func moveFocus(_ direction: Direction, in area: Rect) {
    if let other = neighbour(direction, in: area) { focused = other }
  }

  /// Keeps the numbers below `count` for nodes that are there already.
  mutating func reserveNodes(_ count: Int) { nextNode = count }

  private func node(of pane: PaneID) -> Int? {
    nodes.first { $0.value.content == .pane(pane) }?.key
  }

  private mutating func add(_ node: Node) -> Int {
    nodes[nextNode] = node
    nextNode += 1
    return nextNode - 1
  }

  private mutating func replace(_ old: Int, with new: Int, in parent: Int?) {
    guard let parent, case .split(let axis, let children) = nodes[parent]?.content else {
      root = new
      return
    }
    nodes[parent]?.content = .split(axis, children: children.map { $0 == old ? new : $0 })
  }

  /// Takes away a split that has only one child left. A child that splits along the same axis as the grandparent stays
  /// nested: weights stay true and nobody sees the difference.
  private mutating func dissolve(_ split: Int, into child: Int) {
    guard let node = nodes[split] else { return }
    nodes[child]?.parent = node.parent
    nodes[child]?.weight = node.weight
    replace(split, with: child, in: node.parent)
    nodes[split] = nil
  }

  private mutating func shift(_ node: Int, among children: [Int], by share: Double) {
    let total = children.reduce(0) { $0 + (nodes[$1]?.weight ?? 0) }
    guard children.count > 1, total > 0, let old = nodes[node]?.weight else { return }
    let new = min(0.9, max(0.1, old / total + share))
    let shrink = (1 - new) / max(1e-9, 1 - old / total)
    for child in children where child != node {
      let weight = nodes[child]?.weight ?? 0
      nodes[child]?.weight = weight / total * shrink
    }
    nodes[node]?.weight = new
  }
}
