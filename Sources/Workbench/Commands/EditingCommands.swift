import Documents

/// Changing the text.
enum EditingCommands {
  static let all = [
    Command("edit.type", "Type into the text", keys: ["i", "enter"], in: .reading, .editing, hint: "type") {
      state, _ in
      state.view.isTyping = true
      return []
    },
    Command(
      "edit.read", "Stop typing: letters become commands", keys: ["esc"], in: .typing, .editing,
      hint: "command keys"
    ) {
      state, _ in
      state.view.isTyping = false
      state.document.endGroup()
      return []
    },
    Command("edit.unselect", "Drop the selection", keys: ["esc"], in: .reading, .editing) { state, _ in
      state.view.selection = Selection(state.view.selection.caret)
      return []
    },
    Command("edit.newline", "New line", keys: ["enter"], in: .typing, .editing) { state, _ in
      state.insert([0x0A], kind: .typing)
    },
    Command("edit.tab", "Insert a tab", keys: ["ctrl+t"], in: .typing, .editing) { state, _ in
      state.insert([0x09], kind: .typing)
    },
    Command("edit.backspace", "Delete before the cursor", keys: ["backspace"], in: .text, .editing) {
      state, _ in
      state.delete { TextMotion.previous($0, before: $1)..<$1 }
    },
    Command("edit.delete", "Delete at the cursor", keys: ["delete", "ctrl+d"], in: .text, .editing) {
      state, _ in
      state.delete { $1..<TextMotion.next($0, after: $1) }
    },
    Command("edit.deleteWord", "Delete the word before the cursor", keys: ["ctrl+w"], in: .text, .editing) {
      state, _ in
      state.delete { TextMotion.previousWord($0, before: $1)..<$1 }
    },
    Command("edit.deleteLine", "Delete to the end of the line", keys: ["ctrl+k"], in: .text, .editing) {
      state, _ in
      state.delete { text, caret in
        let end = text.range(ofLine: text.line(at: caret)).upperBound
        return caret..<(end > caret ? end : min(text.count, caret + 1))
      }
    },
    Command("edit.selectAll", "Select all", keys: ["ctrl+a"], in: .text, .editing) { state, _ in
      state.view.selection = Selection(anchor: 0, caret: state.document.text.count)
      return []
    },
    Command("edit.selectToken", "Select the token under the cursor", keys: ["s"], in: .reading, .editing) {
      state, _ in
      guard let segmentation = state.segmentation, let index = state.currentTokenIndex else { return [] }
      let bytes = segmentation.bytes(of: segmentation.tokens[index])
      state.view.selection = Selection(anchor: bytes.upperBound, caret: bytes.lowerBound)
      return []
    },
    Command("edit.copy", "Copy the selection, or the token", keys: ["ctrl+y", "y"], in: .text, .editing) {
      state, _ in
      if state.view.selection.isEmpty { _ = state.run(line: "edit.selectToken") }
      return state.copySelection()
    },
    Command(
      "edit.cut", "Cut the selection", keys: ["ctrl+x"], in: .text, .editing, unavailable: nothingSelected
    ) { state, _ in
      let effects = state.copySelection()
      return effects + state.edit(state.view.selection.range, with: [], kind: .other)
    },
    Command("edit.paste", "Paste", keys: ["ctrl+v"], in: .text, .editing) { _, _ in [.readClipboard] },
    Command("edit.undo", "Undo", keys: ["ctrl+u", "u"], in: .text, .editing) { state, _ in
      state.travel({ $0.undo(from: $1) }, "Nothing to undo")
    },
    Command("edit.redo", "Redo", keys: ["ctrl+r"], in: .text, .editing) { state, _ in
      state.travel({ $0.redo(from: $1) }, "Nothing to redo")
    },
  ]

  private static let nothingSelected: @Sendable (State) -> String? = {
    $0.view.selection.isEmpty ? "nothing is selected; Shift with arrows selects" : nil
  }
}

extension State {
  /// Deletes the selection, or what `range` gives for the text and the caret.
  mutating func delete(_ range: (Rope, Int) -> Range<Int>) -> [Effect] {
    let selection = view.selection
    if !selection.isEmpty { return edit(selection.range, with: [], kind: .other) }
    return edit(range(document.text, selection.caret), with: [], kind: .deleting)
  }

  /// Copies the selection to the program's own clipboard and to the terminal's.
  mutating func copySelection() -> [Effect] {
    clipboard = selectedBytes
    return [.copy(clipboard)]
  }
}
