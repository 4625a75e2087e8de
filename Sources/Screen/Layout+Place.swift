/// From the tree of splits to rectangles.
extension Layout {
  /// Where each visible pane stands in `area`. On a small screen, or zoomed, that is the focused pane alone.
  package func places(in area: Rect) -> [(pane: PaneID, rect: Rect)] {
    let isSmall = area.width < Self.single.columns || area.height < Self.single.rows
    if isZoomed || isSmall { return [(focused, area)] }
    var places: [(pane: PaneID, rect: Rect)] = []
    var waiting = [(node: root, rect: area)]
    while let (next, rect) = waiting.popLast(), let node = nodes[next] {
      switch node.content {
      case .pane(let pane): places.append((pane, rect))
      case .split(let axis, let children):
        waiting.append(contentsOf: share(rect, axis, among: visible(children, axis, rect)).reversed())
      }
    }
    return places
  }

  /// The rectangle of one pane; nil when it is not drawn.
  package func rect(of pane: PaneID, in area: Rect) -> Rect? {
    places(in: area).first { $0.pane == pane }?.rect
  }

  /// The pane at a cell.
  package func pane(atColumn column: Int, row: Int, in area: Rect) -> PaneID? {
    places(in: area).first { $0.rect.contains(column: column, row: row) }?.pane
  }

  /// The pane that touches the focused one in a direction and shares most of its edge.
  package func neighbour(_ direction: Direction, in area: Rect) -> PaneID? {
    let places = places(in: area)
    guard let own = places.first(where: { $0.pane == focused })?.rect else { return nil }
    var best: (pane: PaneID, common: Int)?
    for (pane, rect) in places where pane != focused && rect.touches(own, on: direction) {
      let common = rect.commonEdge(with: own, on: direction)
      if common > 0, common > best?.common ?? 0 { best = (pane, common) }
    }
    return best?.pane
  }

  /// The children that get at least the least size; from the last, those without the focus give way.
  private func visible(_ children: [Int], _ axis: Axis, _ rect: Rect) -> [Int] {
    let room = axis == .horizontal ? rect.width : rect.height
    let least = axis == .horizontal ? Self.least.columns : Self.least.rows
    var kept = children
    while kept.count > 1, kept.count * least > room {
      let victim = kept.lastIndex { !holdsFocus($0) } ?? kept.count - 1
      kept.remove(at: victim)
    }
    return kept
  }

  private func holdsFocus(_ node: Int) -> Bool {
    var waiting = [node]
    while let next = waiting.popLast() {
      switch nodes[next]?.content {
      case .pane(focused): return true
      case .split(_, let children): waiting.append(contentsOf: children)
      default: break
      }
    }
    return false
  }

  /// Cuts a rectangle by weight; every part gets the least size, and the parts fill the whole.
  private func share(_ rect: Rect, _ axis: Axis, among children: [Int]) -> [(node: Int, rect: Rect)] {
    let least = axis == .horizontal ? Self.least.columns : Self.least.rows
    var room = axis == .horizontal ? rect.width : rect.height
    var weight = children.reduce(0) { $0 + (nodes[$1]?.weight ?? 0) }
    var rest = rect
    var parts: [(node: Int, rect: Rect)] = []
    for (index, child) in children.enumerated() {
      let own = nodes[child]?.weight ?? 0
      let others = (children.count - index - 1) * least
      let wish = weight > 0 ? Int((Double(room) * own / weight).rounded()) : room
      let length = index == children.count - 1 ? room : max(min(wish, room - others), min(least, room))
      switch axis {
      case .horizontal:
        let (part, remaining) = rest.split(left: length)
        parts.append((child, part))
        rest = remaining
      case .vertical:
        let (part, remaining) = rest.split(top: length)
        parts.append((child, part))
        rest = remaining
      }
      room -= length
      weight -= own
    }
    return parts
  }
}

extension Rect {
  /// Whether this rectangle lies directly beside `other` in that direction.
  func touches(_ other: Rect, on direction: Layout.Direction) -> Bool {
    switch direction {
    case .left: endColumn == other.column
    case .right: column == other.endColumn
    case .up: endRow == other.row
    case .down: row == other.endRow
    }
  }

  /// How many cells of the edge both have in common.
  func commonEdge(with other: Rect, on direction: Layout.Direction) -> Int {
    switch direction {
    case .left, .right: min(endRow, other.endRow) - max(row, other.row)
    case .up, .down: min(endColumn, other.endColumn) - max(column, other.column)
    }
  }
}
