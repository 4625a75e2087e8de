import Documents
import Screen

/// The mouse: a press focuses and places, a drag selects, the wheel scrolls. Whatever it does, a key does too.
extension State {
  mutating func take(_ mouse: Mouse) -> [Effect] {
    if let overlay = overlays.last { return take(mouse, for: overlay) }
    if mouse.row == size.rows - 1, mouse.kind == .press { return pressKeyBar(mouse.column) }
    guard let id = layout.pane(atColumn: mouse.column, row: mouse.row, in: paneArea),
      let pane = PaneKind(rawValue: id)
    else { return [] }
    switch mouse.kind {
    case .wheelUp, .wheelDown:
      let rows = mouse.kind == .wheelUp ? -3 : 3
      return pane == .text ? scrollText(rows: rows) : scrollList(rows: rows, in: pane)
    case .press:
      layout.focus(pane.rawValue)
      if pane == .text, isOnMinimap(mouse) { return jump(toMinimapRow: mouse.row) }
      if pane == .text { return press(mouse, extending: mouse.modifiers.contains(.shift)) }
      if pane == .vocabulary { return pressVocabulary(mouse) }
      if pane == .similarity { return pressSimilarity(mouse) }
      if pane == .tensors { return pressTensors(mouse) }
      if pane == .tokenGrid { return pressMap(mouse) }
      if pane == .lenses, let area = place(of: .lenses)?.inset(by: 1) {
        lenses.selected = LensBrowserPane.lens(atRow: mouse.row, self, area) ?? lenses.selected
      }
      return reinspect()
    case .drag:
      if isOnMinimap(mouse) && view.selection.isEmpty { return jump(toMinimapRow: mouse.row) }
      return pane == .text && focus == .text ? press(mouse, extending: true) : []
    case .release: return []
    }
  }

  private func isOnMinimap(_ mouse: Mouse) -> Bool {
    minimapArea?.contains(column: mouse.column, row: mouse.row) == true
  }

  private mutating func press(_ mouse: Mouse, extending: Bool) -> [Effect] {
    guard let offset = offset(atColumn: mouse.column, row: mouse.row) else { return [] }
    return moveCaret(to: offset, extending: extending)
  }

  /// The place in the text at a cell of the screen; nil outside the rows.
  package func offset(atColumn column: Int, row: Int) -> Int? {
    let area = textArea
    guard row >= area.row, row < area.endRow else { return nil }
    let layout = textLayout
    let index = (row - area.row) / layout.rowHeight
    let rows = layout.rows(from: view.top, limit: textRowLimit)
    guard index < rows.count else { return document.text.count }
    let local = max(0, column - area.column + view.left)
    return TextPane.offset(in: rows[index], atColumn: local, layout)
  }

  private mutating func pressVocabulary(_ mouse: Mouse) -> [Effect] {
    guard let place = place(of: .vocabulary) else { return [] }
    let row = mouse.row - place.row - VocabularyPane.headRows
    if row >= 0, row < place.height - VocabularyPane.headRows - 1,
      vocabulary.top + row < vocabulary.ids?.count ?? 0
    {
      vocabulary.selected = vocabulary.top + row
    }
    return reinspect()
  }

  private mutating func pressKeyBar(_ column: Int) -> [Effect] {
    guard let command = KeyBar.items(self).first(where: { $0.columns.contains(column) })?.command else {
      return []
    }
    return run(command)
  }

  private mutating func take(_ mouse: Mouse, for overlay: Overlay) -> [Effect] {
    switch (mouse.kind, overlay) {
    case (.wheelUp, _): return take(Key(.up), for: overlay)
    case (.wheelDown, _): return take(Key(.down), for: overlay)
    case (.press, .chooser(var chooser)):
      let box = OverlayPainter.chooserBox(self)
      guard box.contains(column: mouse.column, row: mouse.row) else {
        overlays.removeLast()
        return []
      }
      let items = chooser.items(in: self)
      let index = OverlayPainter.firstRow(chooser, items.count, self) + mouse.row - box.row - 2
      guard mouse.row >= box.row + 2, items.indices.contains(index) else { return [] }
      chooser.selected = index
      return choose(chooser, items)
    default: return []
    }
  }
}
