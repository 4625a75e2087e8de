import Screen

/// Going through the trees of the open files.
extension State {
  /// Lists what is in sight of the trees, or all that matches the query; the chosen row stays chosen where it can.
  mutating func listTensors() {
    let before = tensors.chosen.map { (tensors.files.indices.contains($0.file) ? $0 : TensorRow(file: 0)) }
    let words = tensors.query.split(separator: " ").map(String.init)
    tensors.rows = tensors.files.indices.flatMap { file -> [TensorRow] in
      let open = tensors.files[file]
      if !words.isEmpty { return open.matches(words).map { TensorRow(file: file, node: $0) } }
      let folded = tensors.folded[open.number] ?? []
      let nodes = folded.contains(-1) ? [] : open.tree.visible(folded)
      return [TensorRow(file: file)] + nodes.map { TensorRow(file: file, node: $0) }
    }
    let place = before.flatMap { row in tensors.rows.firstIndex(of: row) }
    tensors.selected = place ?? max(0, min(tensors.selected, tensors.rows.count - 1))
  }

  /// Chooses a row; its file comes to be the one that is looked at.
  mutating func selectTensor(_ row: Int) -> [Effect] {
    tensors.selected = max(0, min(row, tensors.rows.count - 1))
    if let path = tensors.chosenFile?.path, tensors.paths.first != path {
      tensors.paths = [path] + tensors.paths.filter { $0 != path }
    }
    scrolls[.tensors] = 0
    return reinspect()
  }

  /// Chooses the first tensor of a file, or the file itself when its tree begins with a group.
  mutating func selectFile(_ file: Int) {
    let own = tensors.rows.firstIndex { $0.file == file && $0.node == nil } ?? 0
    let next = own + 1
    let isTensor =
      tensors.rows.indices.contains(next) && tensors.rows[next].file == file
      && tensors.rows[next].node.map { tensors.files[file].tree.nodes[$0].index != nil } == true
    tensors.selected = isTensor ? next : own
  }

  /// Moves the choice in the tree, or the cursor in the matrix.
  mutating func scrollTensors(rows: Int) -> [Effect] {
    if tensors.slice != nil { return moveCell(down: rows, right: 0) }
    return selectTensor(max(0, tensors.selected + max(-1 << 30, min(rows, 1 << 30))))
  }

  /// Opens the chosen tensor as a matrix, or folds and unfolds the chosen group.
  mutating func openChosenTensor() -> [Effect] {
    guard let row = tensors.chosen else { return showTensorPrompt() }
    guard let key = tensors.chosenKey else { return fold(row, nil) }
    let file = tensors.files[row.file]
    if let withheld = file.withheld(key.index) { return say("\(withheld.reason)", warning: true) }
    guard let tensor = file.tensor(key.index) else { return [] }
    if tensor.shape.count == 0 { return say("\(tensor.title) \(tensor.shape) has no elements") }
    tensors.slice = SliceView(key, tensor.shape)
    return reinspect()
  }

  /// Asks for a file.
  mutating func showTensorPrompt() -> [Effect] {
    overlays.append(.prompt(Prompt(.tensors)))
    return []
  }

  /// Folds a group or file, unfolds it, or with nil does the other of what it is; what is folded stands as -1 for a file.
  mutating func fold(_ row: TensorRow, _ isFolded: Bool?) -> [Effect] {
    let file = tensors.files[row.file]
    let node = row.node ?? -1
    if node >= 0, file.tree.nodes[node].index != nil { return [] }
    var folded = tensors.folded[file.number] ?? []
    if isFolded ?? !folded.contains(node) { folded.insert(node) } else { folded.remove(node) }
    tensors.folded[file.number] = folded
    listTensors()
    return []
  }

  /// To the right: unfolds, or goes to the first below.
  mutating func unfoldTensors() -> [Effect] {
    guard let row = tensors.chosen, tensors.query.isEmpty else { return [] }
    let isFolded = tensors.folded[tensors.files[row.file].number]?.contains(row.node ?? -1) == true
    if isFolded { return fold(row, false) }
    return tensors.chosenKey == nil ? selectTensor(tensors.selected + 1) : []
  }

  /// To the left: folds, or goes to the group that it is in.
  mutating func foldTensors() -> [Effect] {
    guard let row = tensors.chosen, tensors.query.isEmpty else { return [] }
    let file = tensors.files[row.file]
    let isFolded = tensors.folded[file.number]?.contains(row.node ?? -1) == true
    if !isFolded, tensors.chosenKey == nil { return fold(row, true) }
    guard let node = row.node else { return [] }
    let depth = file.tree.nodes[node].depth
    let above = tensors.rows[..<tensors.selected].lastIndex { other in
      other.file == row.file && other.node.map { file.tree.nodes[$0].depth < depth } ?? true
    }
    return above.map { selectTensor($0) } ?? []
  }

  /// Unfolds all groups of the chosen file, or folds them all.
  mutating func foldAllTensors() -> [Effect] {
    guard let file = tensors.chosenFile else { return [] }
    let isOpen = tensors.folded[file.number]?.isEmpty ?? true
    tensors.folded[file.number] =
      isOpen ? Set(file.tree.nodes.indices.filter { file.tree.nodes[$0].index == nil }) : []
    listTensors()
    return reinspect()
  }

  /// Typing in the search line.
  mutating func typeTensorQuery(_ key: Key) -> [Effect] {
    switch key.code {
    case .escape, .enter, .down, .tab:
      tensors.isTyping = false
      return key.code == .down ? scrollTensors(rows: 1) : reinspect()
    default:
      var line = LineInput(tensors.query)
      guard line.take(key) else {
        guard let command = Keymap.command(for: Chord(key), in: self) else { return [] }
        return run(command.0, command.1)
      }
      tensors.query = line.text
      listTensors()
      return selectTensor(0)
    }
  }

  /// Back from the matrix to the tree, from a search to all, from the pane to the text.
  mutating func leaveTensors() -> [Effect] {
    if tensors.slice != nil {
      tensors.slice = nil
      return reinspect()
    }
    if !tensors.query.isEmpty {
      let row = tensors.chosen
      tensors.query = ""
      if let row, let node = row.node { unfold(to: node, row.file) }
      listTensors()
      return selectTensor(row.flatMap { tensors.rows.firstIndex(of: $0) } ?? 0)
    }
    if !layout.panes.contains(PaneKind.text.rawValue) { layout = Arrangement.standard(for: size) }
    layout.focus(PaneKind.text.rawValue)
    return showCaret() + resegment() + reinspect()
  }

  /// Opens the groups that a node is in.
  private mutating func unfold(to node: Int, _ file: Int) {
    let open = tensors.files[file]
    let around = open.tree.nodes[..<node].indices.filter { open.tree.nodes[$0].end > node }
    tensors.folded[open.number]?.subtract(around + [-1])
  }

  /// A press in the pane chooses a row of the tree or a cell of the matrix.
  mutating func pressTensors(_ mouse: Mouse) -> [Effect] {
    if tensors.slice != nil { return pressCell(mouse) }
    guard let row = TensorsPane.row(at: mouse.row, self) else { return reinspect() }
    if row == tensors.selected { return openChosenTensor() }
    return selectTensor(row)
  }
}
