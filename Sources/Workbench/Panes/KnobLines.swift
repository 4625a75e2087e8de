import Basics
import Lenses
import Screen

/// Knobs in rows, and below them what the chosen one does.
enum KnobLines {
  /// Draws as many rows of knobs as they take, and a row of help; what is left of the area.
  @discardableResult
  static func draw(
    _ knobs: [Knob], _ settings: Knobs, chosen: Int, isFocused: Bool, _ state: State,
    into frame: inout Frame, _ area: Rect
  ) -> Rect {
    let theme = state.theme
    var (x, y) = (area.column, area.row)
    for (index, knob) in knobs.enumerated() {
      let isChosen = index == chosen
      let value = shown(settings.text(knob.key), knob)
      let isSet = settings.text(knob.key) != knob.initial
      let marks = isChosen && isFocused ? (state.isASCII ? ("<", ">") : ("‹", "›")) : (" ", " ")
      let width = Legible.columns(of: knob.title) + Legible.columns(of: value) + 4
      if x > area.column, x + width > area.endColumn { (x, y) = (area.column, y + 1) }
      guard y < area.endRow else { break }
      x = frame.put(
        knob.title + " ", column: x, row: y, style: theme.style(isChosen ? "key" : "text.dim"), within: area)
      let style = theme.style(isChosen ? "list.selected" : isSet ? "number" : "text")
      x = frame.put(marks.0 + value + marks.1, column: x, row: y, style: style, within: area) + 1
    }
    let help = Rect(column: area.column, row: y + 1, width: area.width, height: 1)
    if knobs.indices.contains(chosen) {
      let knob = knobs[chosen]
      let text = Fit.shorten(
        "\(knob.title): \(knob.help) (\(knob.range))", to: area.width, ascii: state.isASCII)
      frame.put(text, column: help.column, row: help.row, style: theme.style("note"), within: area)
    }
    return area.split(top: min(area.height, y + 2 - area.row)).1
  }

  private static func shown(_ value: String, _ knob: Knob) -> String {
    if case .text = knob.kind, value.isEmpty { return "…" }
    return Fit.shorten(Legible.string(of: value), to: 24)
  }
}
