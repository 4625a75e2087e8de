import Basics
import Screen

/// The whole screen for a state: pure, and made anew each time.
package func render(_ state: State) -> Frame {
  var frame = Frame(state.size, style: state.theme.style("text"))
  if state.size.columns < 20 || state.size.rows < 5 {
    drawCountLine(state, &frame)
    return frame
  }
  TitleLine.draw(state, into: &frame)
  for (id, rect) in state.layout.places(in: state.paneArea) {
    guard let kind = PaneKind(rawValue: id) else { continue }
    let isFocused = kind == state.focus && state.overlays.isEmpty
    let pane = Panes.pane(kind)
    if rect.width < 12 || rect.height < 3 {
      pane.draw(state, into: &frame, rect)
      continue
    }
    frame.box(rect, title: pane.title(state), focused: isFocused, theme: state.theme, ascii: state.isASCII)
    pane.draw(state, into: &frame, rect.inset(by: 1))
  }
  StatusLine.draw(state, into: &frame)
  KeyBar.draw(state, into: &frame)
  if let overlay = state.overlays.last {
    frame.cursor = nil
    OverlayPainter.draw(overlay, state, into: &frame)
  }
  return frame
}

/// On a screen too small for anything else: the count.
private func drawCountLine(_ state: State, _ frame: inout Frame) {
  let count = "\(state.census.tokenCount)\(state.census.isComplete ? "" : "+") tokens"
  frame.put(Fit.shorten(count, to: state.size.columns), column: 0, row: 0, style: state.theme.style("text"))
}
