import Basics
import Figures
import Lab
import Lenses

/// The pane that trains micro models: what is to be trained, and how far that has come.
package struct LabView: Sendable, Equatable {
  package var model = LabModel.clsViT
  package var knobs = Knobs(Self.knobs)
  /// The chosen knob, among those that the model has.
  package var knob = 0
  /// What was asked last, and what came of it.
  package internal(set) var asked: LabRequest?
  package internal(set) var found: LabFound?

  package init() {}

  /// The knobs that change something for the model.
  package var shownKnobs: [Knob] { knobs.knobs.filter { $0.key != "attention" || model == .projector } }

  /// The chosen knob.
  package var chosenKnob: Knob? { shownKnobs.indices.contains(knob) ? shownKnobs[knob] : nil }

  /// What the knobs say.
  package var order: LabOrder {
    let steps = knobs.integer("steps")
    return LabOrder(
      model, steps: steps == 0 ? nil : steps, seed: UInt64(max(0, knobs.integer("seed"))),
      attends: model == .projector && knobs.isOn("attention"), folder: knobs.text("folder"))
  }

  private static let knobs = [
    Knob(
      "steps", "steps", "how many steps of 32 scenes; 0: as many as the model usually takes",
      .integer(0, in: 0...MicroTraining.limit, step: 50)),
    Knob("seed", "seed", "what weights and scenes follow from", .integer(1, in: 0...999_999, step: 1)),
    Knob(
      "attention", "attention", "a block of global attention, so that patches hear of each other",
      .toggle(false)),
    Knob("folder", "folder", "where the weights go; it is made if need be", .text("models")),
  ]
}

/// Train a model, or go on with it.
package struct LabRequest: Sendable, Equatable {
  /// How it begins.
  package enum Start: Sendable, Equatable {
    /// From the checkpoint where there is one; weights that are there are not replaced.
    case going
    /// From the beginning; what is there is replaced.
    case anew
  }

  package var order: LabOrder
  package var start: Start
  /// What tells requests apart.
  package var number: Int
}

/// How far a training has come, and what has become of it.
package struct LabFound: Sendable, Equatable {
  /// Where it stands.
  package enum Outcome: Sendable, Equatable {
    case running, stopped, finished
    case failed(Trouble)
  }

  package var request: LabRequest
  package var step: Int
  package var steps: Int
  /// The mean loss of the last steps, with its unit.
  package var loss: String
  /// Steps a second since it began or went on.
  package var rate: Double
  package var chart: Chart?
  package var outcome: Outcome

  /// Of a training as it stands, `done` of its steps made in `seconds`.
  init(_ request: LabRequest, _ training: MicroTraining, done: Int, in seconds: Double, _ outcome: Outcome) {
    self.request = request
    (step, steps) = (training.step, training.steps)
    loss = "\(Decimals.text(Double(training.latestLoss), 4)) \(training.lesson.unit)"
    rate = seconds > 0 ? Double(done) / seconds : 0
    chart = training.step > 0 ? training.chart(path: request.order.path) : nil
    self.outcome = outcome
  }

  /// Of one that could not begin.
  package init(_ request: LabRequest, failed trouble: Trouble) {
    self.request = request
    (step, steps, loss, rate, chart) = (0, 0, "", 0, nil)
    outcome = .failed(trouble)
  }
}
