import Basics
import Tensors

/// How the next shared token is chosen, as the knob has it.
enum PursuitNames {
  static let all = PursuitChoice.allCases.map(\.rawValue)
}

/// What a person set.
struct TransplantSettings: Sendable, Equatable {
  var k: Int
  var choice: PursuitChoice
  var baseline: TransplantMethod
  var matchesPrefixes: Bool
  var matchesBytes: Bool
  var heldShare: Double
  /// The most tokens that are rebuilt.
  var rows: Int
  var token: String
  var usesHead: Bool
  var filters: Bool
  var noise: Float
  var scale: Float
  var seed: UInt64

  init(_ knobs: Knobs) {
    k = knobs.integer("k")
    choice = PursuitChoice(rawValue: knobs.text("choice")) ?? .dot
    baseline = TransplantMethod(rawValue: knobs.text("baseline")) ?? .mean
    matchesPrefixes = knobs.isOn("prefix")
    matchesBytes = knobs.isOn("byte")
    heldShare = knobs.number("held")
    rows = knobs.integer("rows") == 0 ? .max : knobs.integer("rows")
    token = knobs.text("token")
    usesHead = knobs.text("matrix") == "head"
    filters = knobs.isOn("filter")
    noise = Float(knobs.number("noise"))
    scale = Float(knobs.number("scale"))
    seed = UInt64(knobs.integer("seed"))
  }

  /// How many picks are found at once, so that k can be turned without finding them anew: all that make sense where that is cheap.
  func depth(_ anchors: Int, _ width: Int) -> Int {
    let most = min(anchors, width)
    if anchors * width <= 1 << 19 { return most }
    var depth = 16
    while depth < k { depth *= 2 }
    return min(most, depth)
  }
}
