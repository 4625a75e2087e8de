import Basics
import Figures
import Formats
import Screen
import Tensors

/// Files of tensors: the tree of what is in them with the numbers of the chosen one, or a matrix of one.
enum TensorsPane: Pane {
  static func title(_ state: State) -> String {
    let view = state.tensors
    var parts = ["Tensors"]
    if let slice = view.slice, let tensor = view.tensor(slice.key) {
      parts.append("\(tensor.title) \(tensor.shape), \(tensor.type.rawValue)")
    } else if let file = view.chosenFile {
      parts.append(PathNames.last(file.path))
    }
    if view.opening != nil { parts.append("opening …") }
    return parts.joined(separator: " · ")
  }

  static func draw(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    if let slice = state.tensors.slice { return drawSlice(slice, state, into: &frame, area) }
    var rest = area
    if let trouble = state.tensors.trouble {
      let (lines, below) = rest.split(top: min(4, Fit.wrap(trouble, to: max(1, rest.width)).count))
      put(trouble, "warning", state, into: &frame, lines)
      rest = below
    }
    if state.tensors.files.isEmpty {
      let hint =
        state.tensors.opening.map { "opening \($0) … Ctrl-C stops" }
        ?? "o opens a file of tensors: .npy, .npz, .safetensors, its index or folder, .gguf. T closes this pane."
      return put(hint, "text.dim", state, into: &frame, rest)
    }
    let places = places(state, rest)
    drawQuery(state, into: &frame, rest.split(top: 1).top)
    drawTree(state, into: &frame, places.tree)
    drawDetails(state, into: &frame, places.details)
  }

  /// Below the search line the tree, and beside it, or under it on a narrow screen, what there is to say of the chosen row.
  static func places(_ state: State, _ area: Rect) -> (tree: Rect, details: Rect) {
    let rest = area.split(top: 1).rest
    if area.width >= 98 {
      let (left, right) = rest.split(left: rest.width * 56 / 100)
      return (
        left, Rect(column: right.column + 2, row: right.row, width: right.width - 2, height: right.height)
      )
    }
    let below = rest.height < 8 ? 0 : min(8, rest.height / 2)
    let (tree, details) = rest.split(top: rest.height - below)
    return (tree, details)
  }

  /// Sentences in as many lines as they need and there are.
  static func put(
    _ text: String, _ role: String, _ state: State, into frame: inout Screen.Frame, _ area: Rect
  ) {
    for (index, line) in Fit.wrap(text, to: max(1, area.width)).prefix(area.height).enumerated() {
      frame.put(
        line, column: area.column, row: area.row + index, style: state.theme.style(role), within: area)
    }
  }

  // MARK: The tree

  /// The first row of the tree in sight.
  static func firstRow(_ state: State, height: Int) -> Int {
    let (selected, count) = (state.tensors.selected, state.tensors.rows.count)
    return max(0, min(selected - height / 2, count - height))
  }

  /// The row of the tree at a row of the screen.
  static func row(at row: Int, _ state: State) -> Int? {
    guard let area = state.place(of: .tensors)?.inset(by: 1) else { return nil }
    let trouble = state.tensors.trouble.map { min(4, Fit.wrap($0, to: max(1, area.width)).count) } ?? 0
    let tree = places(state, area.split(top: trouble).rest).tree
    guard row >= tree.row, row < tree.endRow else { return nil }
    let index = firstRow(state, height: tree.height) + row - tree.row
    return state.tensors.rows.indices.contains(index) ? index : nil
  }

  private static func drawQuery(_ state: State, into frame: inout Screen.Frame, _ line: Rect) {
    let theme = state.theme
    let (query, isTyping) = (state.tensors.query, state.tensors.isTyping && state.focus == .tensors)
    let x = frame.put(
      isTyping ? "search: " : "/ ", column: line.column, row: line.row, style: theme.style("key"),
      within: line)
    let hint = query.isEmpty ? "a part of a name" : query
    let end = frame.put(
      hint, column: x, row: line.row, style: theme.style(query.isEmpty ? "text.dim" : "prompt"), within: line)
    if !query.isEmpty {
      let found = "  \(StatusLine.grouped(state.tensors.rows.count)) found"
      frame.put(found, column: end, row: line.row, style: theme.style("text.dim"), within: line)
    }
    if isTyping && state.overlays.isEmpty {
      frame.cursor = (min(query.isEmpty ? x : end, line.endColumn - 1), line.row)
    }
  }

  private static func drawTree(_ state: State, into frame: inout Screen.Frame, _ area: Rect) {
    let first = firstRow(state, height: area.height)
    if state.tensors.rows.isEmpty { put("no name matches", "text.dim", state, into: &frame, area) }
    for index in 0..<area.height where first + index < state.tensors.rows.count {
      let line = Rect(column: area.column, row: area.row + index, width: area.width, height: 1)
      drawRow(first + index, state, into: &frame, line)
    }
  }

  private static func drawRow(_ index: Int, _ state: State, into frame: inout Screen.Frame, _ line: Rect) {
    let theme = state.theme
    let row = TensorRowText(state.tensors.rows[index], state)
    let isSelected = index == state.tensors.selected
    let selected = theme.style("list.selected")
    if isSelected { frame.fill(line, style: selected) }
    let facts = Fit.shorten(row.facts, to: max(0, line.width / 2), ascii: state.isASCII)
    let start = line.endColumn - Legible.columns(of: facts)
    frame.put(
      facts, column: start, row: line.row,
      style: isSelected ? selected : theme.style(row.isWithheld ? "warning" : "number"), within: line)
    let room = Rect(column: line.column, row: line.row, width: max(0, start - 1 - line.column), height: 1)
    let x = frame.put(
      row.mark, column: line.column + row.indent, row: line.row,
      style: isSelected ? selected : theme.style("tree.line"), within: room)
    frame.put(
      Fit.shorten(row.label, to: room.endColumn - x, ascii: state.isASCII), column: x, row: line.row,
      style: isSelected ? selected : theme.style(row.isTensor ? "text" : "title"), within: room)
  }
}

/// What a row of the tree says.
struct TensorRowText {
  var indent = 0
  /// Whether it is folded, in a shape.
  var mark = "  "
  var label: String
  var facts: String
  var isTensor = false
  var isWithheld = false

  init(_ row: TensorRow, _ state: State) {
    let file = state.tensors.files[row.file]
    let isFolded = state.tensors.folded[file.number]?.contains(row.node ?? -1) == true
    let marks = state.isASCII ? ("+ ", "- ") : ("▸ ", "▾ ")
    guard let number = row.node else {
      mark = isFolded ? marks.0 : marks.1
      let count = file.file.tensors.count + file.file.withheld.count
      label = "\(PathNames.last(file.path))  \(file.file.format)"
      facts = Self.facts(count, file.file.tensors.reduce(0) { $0 + $1.byteCount })
      return
    }
    let node = file.tree.nodes[number]
    indent = 2 * min(12, node.depth + 1)
    label = node.label
    guard let index = node.index else {
      mark = isFolded ? marks.0 : marks.1
      facts = Self.facts(node.count, node.byteCount)
      return
    }
    isTensor = true
    if !state.tensors.query.isEmpty { (indent, label) = (0, file.name(index)) }
    if let tensor = file.tensor(index) {
      facts = "\(tensor.shape)  \(Fit.pad(tensor.type.rawValue, to: 4))  \(Self.size(tensor.byteCount))"
    } else {
      isWithheld = true
      facts = "\(file.withheld(index)?.type ?? "")  cannot be read"
    }
  }

  private static func facts(_ count: Int, _ bytes: Int) -> String {
    "\(StatusLine.grouped(count)) tensor\(count == 1 ? "" : "s")  \(size(bytes))"
  }

  /// A size in at most seven columns: `512 B`, `1.5 kB`, `938.0 MB`, always so wide.
  static func size(_ bytes: Int) -> String { Fit.pad(plainSize(bytes), to: 8, right: true) }

  static func plainSize(_ bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    var size = Double(bytes)
    for unit in ["kB", "MB", "GB", "TB", "PB"] {
      size /= 1000
      if size < 999.95 || unit == "PB" { return "\(Decimals.text(size, 1)) \(unit)" }
    }
    return "\(bytes) B"
  }
}
