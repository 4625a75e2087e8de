import Basics
import Figures
import Screen

/// Micro models being trained: which there are, the knobs, how far it has come, and the curve of the loss.
enum LabPane: Pane {
  static func title(_ state: State) -> String {
    let name = "Micro models · \(state.lab.model.rawValue)"
    return state.jobs[.lab].map { "\(name) · training \(Int($0 * 100)) %" } ?? name
  }

  static func draw(_ state: State, into frame: inout Frame, _ area: Rect) {
    let (tabs, below) = area.split(top: 1)
    drawModels(state, into: &frame, tabs)
    let (knobs, rest) = below.split(top: below.height > 6 ? 2 : 0)
    KnobLines.draw(
      state.lab.shownKnobs, state.lab.knobs, chosen: state.lab.knob, isFocused: state.focus == .lab, state,
      into: &frame, knobs)
    let (status, body) = rest.split(top: 1)
    frame.put(
      Fit.shorten(line(state), to: status.width, ascii: state.isASCII), column: status.column,
      row: status.row, style: state.theme.style(isTrouble(state) ? "warning" : "text"), within: status)
    guard let chart = state.lab.found?.chart else {
      return PaneNote.draw(explanation(state), state, into: &frame, body.split(top: 1).rest)
    }
    FigurePainter.draw(
      .chart(chart), into: &frame, body, theme: state.theme, .filling(body, state, showsTitle: true))
  }

  /// The models with their keys; the chosen one stands out.
  private static func drawModels(_ state: State, into frame: inout Frame, _ row: Rect) {
    var x = row.column
    for (index, model) in LabModel.allCases.enumerated() {
      let style = model == state.lab.model ? "list.selected" : "key"
      let text = model == state.lab.model ? "list.selected" : "text.dim"
      x = frame.put("\(index + 1)", column: x, row: row.row, style: state.theme.style(style), within: row)
      x =
        frame.put(" \(model.rawValue)", column: x, row: row.row, style: state.theme.style(text), within: row)
        + 2
    }
    let rest = row.endColumn - x
    guard rest > 20 else { return }
    frame.put(
      Fit.shorten(state.lab.model.purpose, to: rest, ascii: state.isASCII), column: x, row: row.row,
      style: state.theme.style("note"), within: row)
  }

  private static func isTrouble(_ state: State) -> Bool {
    if case .failed? = state.lab.found?.outcome { return true }
    return false
  }

  /// How far it has come, in a line.
  private static func line(_ state: State) -> String {
    guard let found = state.lab.found else { return state.jobs[.lab] == nil ? "r begins" : "beginning …" }
    let dot = state.isASCII ? ", " : " · "
    let steps = "step \(found.step) of \(found.steps)"
    let so = found.step > 0 ? "\(dot)loss \(found.loss)" : ""
    switch found.outcome {
    case .failed(let trouble): return "\(trouble)"
    case .finished: return "done: \(steps)\(so)"
    case .stopped: return "stopped and kept: \(steps)\(so)\(dot)r goes on"
    case .running:
      let left = found.rate > 0 ? Int(Double(found.steps - found.step) / found.rate) : 0
      let rate =
        found.rate > 0 ? "\(dot)\(Decimals.text(found.rate, 1)) steps/s\(dot)about \(left) s left" : ""
      return "\(steps)\(so)\(rate)\(dot)r stops"
    }
  }

  /// What will happen, for a person who has never trained one.
  private static func explanation(_ state: State) -> String {
    let order = state.lab.order
    return
      "\(order.model.rawValue) \(order.model.purpose). r trains it here, on scenes of coloured shapes that are drawn from the seed, and shows the loss "
      + "as it falls. The weights go to \(order.path). r again stops it and keeps a checkpoint, from which r goes on to the very weights of a "
      + "training that was not stopped. It is small enough to be looked into whole, and claims nothing about large models."
  }
}
