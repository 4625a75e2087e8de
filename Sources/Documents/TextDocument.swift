/// A text that is being worked on: its bytes, where they came from, and what can be undone.
package struct TextDocument: Sendable, Equatable {
  /// The bytes as they are now.
  package private(set) var text: Rope
  /// The file it was read from or last saved to; nil for typed or piped text.
  package var path: String?
  /// Rises with every change, so that late answers about an older text can be told apart.
  package private(set) var version = 0
  /// Whether the text differs from what was read or last saved.
  package var isModified: Bool { !text.isSameVersion(as: saved) }

  private var saved: Rope
  private var past: [Moment] = []
  private var future: [Moment] = []
  private var lastKind: EditKind = .other

  /// What sort of change it is; neighbouring changes of one sort are undone together.
  package enum EditKind: Sendable, Equatable { case typing, deleting, other }

  /// A text and selection to go back to.
  private struct Moment: Sendable, Equatable {
    var text: Rope
    var selection: Selection
  }

  /// The most steps that are kept.
  private static let undoLimit = 1000

  package init(_ text: Rope = Rope(), path: String? = nil) {
    self.text = text
    self.path = path
    saved = text
  }

  package var canUndo: Bool { !past.isEmpty }
  package var canRedo: Bool { !future.isEmpty }

  /// Puts `bytes` in the place of `range`. `selection` is what undo brings back.
  package mutating func replace(
    _ range: Range<Int>, with bytes: [UInt8], kind: EditKind, selection: Selection
  ) {
    if kind == .other || kind != lastKind || past.isEmpty {
      past.append(Moment(text: text, selection: selection))
      if past.count > Self.undoLimit { past.removeFirst() }
    }
    lastKind = kind
    future.removeAll()
    text.replace(range, with: bytes)
    version += 1
  }

  /// Ends a group: the next change starts a new undo step even if it is of the same sort.
  package mutating func endGroup() { lastKind = .other }

  /// Goes back one step; gives the selection of then.
  package mutating func undo(from selection: Selection) -> Selection? {
    guard let moment = past.popLast() else { return nil }
    future.append(Moment(text: text, selection: selection))
    return goTo(moment)
  }

  /// Goes forward again one step.
  package mutating func redo(from selection: Selection) -> Selection? {
    guard let moment = future.popLast() else { return nil }
    past.append(Moment(text: text, selection: selection))
    return goTo(moment)
  }

  /// Adds what has been read meanwhile; not a change that could be undone.
  package mutating func appendLoaded(_ more: Rope) {
    let wasModified = isModified
    text.append(more)
    if !wasModified { saved = text }
    version += 1
  }

  /// Notes that `text` is what the file at `path` holds.
  package mutating func markSaved(_ savedText: Rope, to path: String) {
    saved = savedText
    self.path = path
  }

  private mutating func goTo(_ moment: Moment) -> Selection {
    text = moment.text
    version += 1
    lastKind = .other
    return moment.selection
  }

  /// Same version, text and place; the past is not compared.
  package static func == (a: TextDocument, b: TextDocument) -> Bool {
    a.version == b.version && a.path == b.path && a.isModified == b.isModified && a.text == b.text
  }
}

/// A caret, and where the selection began: both are byte offsets, equal when nothing is selected.
package struct Selection: Sendable, Hashable {
  package var anchor: Int
  package var caret: Int

  package init(anchor: Int, caret: Int) {
    self.anchor = anchor
    self.caret = caret
  }

  /// A caret without a selection.
  package init(_ caret: Int) { self.init(anchor: caret, caret: caret) }

  package var range: Range<Int> { min(anchor, caret)..<max(anchor, caret) }
  package var isEmpty: Bool { anchor == caret }
}
