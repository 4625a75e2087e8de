import Basics
import Lenses
import Screen

/// The pane that trains micro models.
extension State {
  /// Opens the pane over the whole screen, or goes back to the text; a training goes on meanwhile.
  mutating func toggleLab() -> [Effect] {
    let isOpen = layout.panes.contains(PaneKind.lab.rawValue)
    layout = isOpen ? Arrangement.standard(for: size) : Layout(PaneKind.lab.rawValue)
    return (isOpen ? showCaret() : []) + resegment() + reinspect()
  }

  /// Chooses the model to train; what was trained of another stays where it was written.
  mutating func chooseModel(_ model: LabModel) -> [Effect] {
    if jobs[.lab] != nil, model != lab.model {
      return say("\(lab.model.rawValue) is being trained; r stops it")
    }
    lab.model = model
    lab.knob = min(lab.knob, lab.shownKnobs.count - 1)
    if lab.found?.request.order.model != model { lab.found = nil }
    return []
  }

  /// Trains, goes on from a checkpoint, or stops.
  mutating func runLab(_ start: LabRequest.Start) -> [Effect] {
    if jobs[.lab] != nil { return start == .going ? [.cancel(.lab)] : say("It is running; r stops it") }
    let request = LabRequest(order: lab.order, start: start, number: nextGeneration(.lab))
    (lab.asked, lab.found) = (request, nil)
    jobs[.lab] = 0
    return [.trainModel(request)]
  }

  /// Takes how far it has come.
  mutating func take(_ new: LabFound) -> [Effect] {
    guard new.request == lab.asked else { return [] }
    lab.found = new
    if new.outcome == .running {
      jobs[.lab] = Double(new.step) / Double(max(1, new.steps))
      return []
    }
    jobs[.lab] = nil
    switch new.outcome {
    case .finished: return say("Wrote \(new.request.order.path)")
    case .stopped: return say("Stopped at step \(new.step) of \(new.steps); r goes on")
    case .failed, .running: return []
    }
  }

  // MARK: - Knobs

  /// Chooses the next knob.
  mutating func nextLabKnob(by steps: Int) -> [Effect] {
    let count = lab.shownKnobs.count
    lab.knob = ((lab.knob + steps) % count + count) % count
    return []
  }

  /// Turns the chosen knob; one that holds words is typed.
  mutating func turnLabKnob(by steps: Int) -> [Effect] {
    guard let knob = lab.chosenKnob else { return [] }
    if case .text = knob.kind { return typeLabKnob("") }
    lab.knobs.turn(knob.key, by: steps)
    return []
  }

  /// Sets the chosen knob from words, or asks for them.
  mutating func typeLabKnob(_ words: String) -> [Effect] {
    guard let knob = lab.chosenKnob else { return [] }
    guard !words.isEmpty else {
      overlays.append(.prompt(Prompt(.labKnob(knob.title, knob.range), text: lab.knobs.text(knob.key))))
      return []
    }
    return setLabKnob(knob.key, words)
  }

  /// Sets a knob by its name.
  mutating func setLabKnob(_ key: String, _ words: String) -> [Effect] {
    do throws(Trouble) { try lab.knobs.set(key, words) } catch { return show(error) }
    return []
  }
}
