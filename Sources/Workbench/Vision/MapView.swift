import Basics
import Figures
import Lenses
import Patches

/// The pane of visual tokens: what is open, how it is looked at, and what was found.
package struct MapView: Sendable, Equatable {
  /// What a person opened; nil as long as nothing has been asked for.
  package var order: MapOrder?
  package var tab = MapTab.map
  package var score = MapScore.states
  package var knobs = MapKnobs.initial
  /// The chosen knob, among those that the view has.
  package var knob = 0
  /// The chosen picture and token.
  package var picture = 0
  package var cell = 0
  /// The chosen layer; nil for the last.
  package var layer: Int?
  /// The two rules that are compared; the first is also the one that the reader is tried with.
  package var rules = [MapRule.alive, .norm]
  package var trial = MapTrial.prune
  /// Rows above the visible ones, of lists.
  package var scroll = 0
  /// The file of a vector that tokens are compared with, and behind it perhaps the tensor and the row.
  package var vector = ""

  /// What was asked last, and what came of it, which may answer an older question.
  var asked: MapRequest?
  package internal(set) var shown: MapFound?
  /// The words that make groups under the knobs.
  package internal(set) var targets: MapTargets?
  /// Why the last question has no answer.
  package internal(set) var trouble: String?
  /// What was asked of the reader last, and what it answered.
  var trialAsked: TrialRequest?
  package internal(set) var trialFound: TrialFound?
  /// What was asked of the chosen picture or token last, and the answer.
  var closerAsked: CloserRequest?
  package internal(set) var closer: CloserFound?

  package init() {}

  package var album: MapAlbum? { shown.flatMap { try? $0.result.get() } }

  /// The chosen knob.
  package var chosenKnob: Knob? { shownKnobs.indices.contains(knob) ? shownKnobs[knob] : nil }

  /// The knobs that change something in the view.
  package var shownKnobs: [Knob] { knobs.knobs.filter { tab.knobs.contains($0.key) } }

  /// The report of what is shown under the knobs as they stand.
  package var report: MapReport? {
    album.map { MapReport($0, knobs, targets, picture: picture, cell: cell) }
  }

  /// Finds the words that make groups anew, after another album or knob.
  mutating func retarget() { targets = album?.targets(knobs) }
}
