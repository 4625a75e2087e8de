import Basics
import Documents
import Screen

/// The text pane: where the caret goes, and what is on the screen.
extension State {
  /// Whether tokens are divided by bars: on demand, and always where there is no colour.
  package var hasBars: Bool { view.boundaries == .bars || (colorMode == .none && view.boundaries != .none) }

  /// How the text is laid out now.
  package var textLayout: TextLayout {
    TextLayout(
      text: document.text, segmentation: segmentation, mode: view.mode, width: textArea.width,
      wraps: view.wraps,
      hasBars: hasBars,
      options: Legible.Options(isASCII: isASCII, showsSpaces: view.showsWhitespace))
  }

  /// Rows of text that fit.
  package var textRowLimit: Int { max(1, textArea.height / textLayout.rowHeight) }

  /// The bytes that are on the screen, counted generously.
  package var visibleBytes: Range<Int> {
    let room = max(1, textArea.height) * max(1, textArea.width) * 4
    return view.top..<min(document.text.count, view.top + min(max(room, 1024), 1 << 16))
  }

  /// Whether Hebrew, Arabic or the like is about on the screen: terminals then see it in logical order.
  var showsRightToLeft: Bool {
    let bytes = document.text[view.top..<view.top + min(4096, textArea.width * textRowLimit)]
    for (first, second) in zip(bytes, bytes.dropFirst()) where first >= 0xD6 {
      if (first == 0xD6 && second >= 0x90) || (0xD7...0xDF).contains(first) { return true }
    }
    return false
  }

  /// Moves the caret; `extending` keeps the other end of the selection.
  mutating func moveCaret(to offset: Int, extending: Bool, keepingColumn: Bool = false) -> [Effect] {
    let caret = min(max(0, offset), document.text.count)
    view.selection = Selection(anchor: extending ? view.selection.anchor : caret, caret: caret)
    if !keepingColumn { view.goalColumn = nil }
    document.endGroup()
    return showCaret()
  }

  /// Scrolls so that the caret is on the screen.
  mutating func showCaret() -> [Effect] {
    let layout = textLayout
    let caret = view.selection.caret
    let limit = textRowLimit
    if caret < view.top {
      view.top = layout.row(holding: caret).range.lowerBound
    } else {
      let rows = layout.rows(from: view.top, limit: limit)
      let last = rows.last?.range ?? 0..<0
      let isBelow =
        rows.count == limit && caret >= last.upperBound
        && !(caret == document.text.count && caret == last.upperBound && !endsWithNewline)
      if isBelow { view.top = layout.rowStart(limit - 1, above: caret) }
      if rows.first.map({ $0.range.lowerBound != view.top }) ?? false, let first = rows.first, !isBelow {
        view.top = first.range.lowerBound
      }
    }
    if !view.wraps { showColumn(layout.row(holding: caret).column(of: caret)) }
    return resegment() + reinspect()
  }

  private var endsWithNewline: Bool {
    document.text.count > 0 && document.text[document.text.count - 1] == 0x0A
  }

  private mutating func showColumn(_ column: Int) {
    let width = textArea.width
    if column < view.left { view.left = max(0, column - width / 4) }
    if column >= view.left + width { view.left = column - width * 3 / 4 }
  }

  /// Moves the caret by rows, keeping its column.
  mutating func moveCaret(rows: Int, extending: Bool) -> [Effect] {
    let layout = textLayout
    let caret = view.selection.caret
    let row = layout.row(holding: caret)
    let goal = view.goalColumn ?? row.column(of: caret)
    var target = row
    if rows < 0 {
      let start = layout.rowStart(-rows, above: caret)
      target = layout.row(holding: start)
    } else if let below = layout.rows(from: caret, limit: rows + 1).last {
      target = below
    }
    if target.range.lowerBound == row.range.lowerBound && rows != 0 {
      return moveCaret(to: rows < 0 ? row.range.lowerBound : row.range.upperBound, extending: extending)
    }
    let isLast = target.range.upperBound == document.text.count
    let effects = moveCaret(
      to: target.offset(at: goal, isLastRow: isLast), extending: extending, keepingColumn: true)
    view.goalColumn = goal
    return effects
  }

  /// Scrolls by rows without moving the caret.
  mutating func scrollText(rows: Int) -> [Effect] {
    let layout = textLayout
    if rows < 0 {
      view.top = layout.rowStart(-rows, above: view.top)
    } else if let row = layout.rows(from: view.top, limit: rows + 1).last {
      view.top = row.range.lowerBound
    }
    return resegment()
  }

  /// Moves the caret to the start of the next or previous token.
  mutating func moveCaret(tokens: Int, extending: Bool) -> [Effect] {
    guard let segmentation, let index = currentTokenIndex else {
      return moveCaret(to: view.selection.caret + tokens, extending: extending)
    }
    let target = index + tokens
    if segmentation.tokens.indices.contains(target) {
      return moveCaret(
        to: segmentation.bytes(of: segmentation.tokens[target]).lowerBound, extending: extending)
    }
    return moveCaret(
      to: tokens > 0 ? segmentation.range.upperBound : segmentation.range.lowerBound - 1, extending: extending
    )
  }

  /// Puts bytes in the place of the selection.
  mutating func insert(_ bytes: [UInt8], kind: TextDocument.EditKind) -> [Effect] {
    let selection = view.selection
    return edit(selection.range, with: bytes, kind: selection.isEmpty ? kind : .other)
  }

  /// Puts bytes in the place of a range and the caret behind them.
  mutating func edit(_ range: Range<Int>, with bytes: [UInt8], kind: TextDocument.EditKind) -> [Effect] {
    if range.isEmpty && bytes.isEmpty { return [] }
    if loading != nil {
      return say("The file is still being read; editing begins when it is whole", warning: true)
    }
    let old = document.text
    document.replace(range, with: bytes, kind: kind, selection: view.selection)
    view.selection = Selection(range.lowerBound + bytes.count)
    view.goalColumn = nil
    return textChanged(from: old) + showCaret()
  }

  /// Goes to an older or newer version of the text.
  mutating func travel(_ step: (inout TextDocument, Selection) -> Selection?, _ nothing: String) -> [Effect] {
    let old = document.text
    guard let selection = step(&document, view.selection) else { return say(nothing) }
    view.selection = selection
    return textChanged(from: old) + showCaret()
  }

  /// The selected bytes.
  package var selectedBytes: [UInt8] { document.text[view.selection.range] }
}
