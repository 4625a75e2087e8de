import Basics
import Lenses

/// The knobs of the map, as data: pane and command line turn the same ones.
package enum MapKnobs {
  /// Every knob as it stands at the start.
  package static var initial: Knobs { Knobs(all) }

  /// The same for a model: of the micro model's 54 words the nearest alone counts, since among the nearest three one that comes back is almost
  /// always found.
  package static func initial(_ model: MapModel) -> Knobs {
    var knobs = initial
    if model == .micro { knobs.turn("nearest", by: -2) }
    return knobs
  }

  /// Above this many, words are not kept for a token.
  package static let wordLimit = 10

  private static let all = [
    Knob(
      "nearest", "words",
      "how many of a token's nearest words count for its group; the method takes 3, here 1 for the micro model",
      .integer(3, in: 1...wordLimit, step: 1)),
    Knob(
      "threshold", "threshold", "the least cosine of a word that counts; -1 takes any, as the method does",
      .number(-1, in: -1...1, step: 0.05)),
    Knob(
      "coverage", "coverage", "the least share of the pictures in which a word has to come back",
      .number(0.9, in: 0.5...1, step: 0.05)),
    Knob(
      "sameness", "sameness", "the least cosine, from picture to picture, of the tokens of a sink",
      .number(0.99, in: 0...1, step: 0.005)),
    Knob(
      "targets", "targets",
      "ids of words that make a group, as sink=1141,26673 dead=30296; empty to find them",
      .text("")),
    Knob("keep", "keep", "the share of the tokens that a rule keeps", .number(0.5, in: 0...1, step: 0.05)),
    Knob("seed", "seed", "of what is drawn at random", .integer(1, in: 0...999_999, step: 1)),
  ]
}
