import Basics
import Figures

/// Where an update of weights lies in the geometry of the weights that it changes.
///
/// Of a matrix before, W0, and after, W1, with D = W1 - W0: an entry is unchanged when |w1 - w0| ≤ η · max(|w0|, |w1|), or when both have the same
/// bits in bfloat16; NSS = |s1 - s0| / |s0| of the singular values; the angles between the spans of the first k singular vectors; and which share of
/// the changed entries lies among the α · n largest entries of the rank-r reconstruction of W0 (the principal ones), and which among the α · n
/// smallest of W0. By chance both shares are α. With W0 = [[1, .5, -.25, .1], [.2, -1.5, .3, .05], [.7, .1, 2, -.4]] and
/// D = [[.0005, .002, 0, .02], [-.004, .001, .01, 0], [0, -.03, .004, .0003]] half of the entries are unchanged, NSS is 0.0036, and the largest angle
/// of the left vectors for k = 2 is 0.58°.
/// Source: "The Path Not Taken: RLVR Provably Learns Off the Principals", 2025, arXiv 2511.08567. Known from its abstract and from "On the Geometry of
/// On-Policy Distillation", arXiv 2606.07082, which restates its measures; k = r = min(rows, columns) / 8 is our assumption.
package struct OffPrincipalsLens: Lens {
  package static let card = LensCard(
    id: "off-principals", number: "05", title: "Off the principals",
    question: "Which weights does fine-tuning really change, and how much of that is number format?",
    source:
      "The Path Not Taken: RLVR Provably Learns Off the Principals, 2025, arXiv 2511.08567",
    shelf: .vectors,
    needs: Needs(
      "two files of weights with the same names, before and after, or two .npy matrices; a third may be another update of the same (without any, three tiny networks are trained)",
      samples: [], texts: 0, tokenizers: 0...0, tensorFiles: 3),
    knobs: [
      Knob(
        "eta", "η", "an entry is unchanged when it moved by no more than this share of itself",
        .number(0.001, in: 0...0.05, step: 0.0005)),
      Knob(
        "rule", "rule", "what counts as unchanged: η, or the same bits in bfloat16",
        .choice(["η", "bf16 bits"])),
      Knob(
        "alpha", "α", "share of entries in either mask, which is what chance gives",
        .number(0.3, in: 0.05...1, step: 0.05)),
      Knob(
        "k", "k", "singular vectors whose span is compared; 0: an eighth", .integer(0, in: 0...512, step: 1)),
      Knob("r", "r", "rank of the reconstruction; 0: an eighth", .integer(0, in: 0...512, step: 1)),
      Knob("tensor", "tensor", "the one that is drawn, by a part of its name; empty: the last", .text("")),
      Knob("update", "update", "which update is drawn where there are two", .choice(["second", "first"])),
      Knob(
        "rate", "rate", "learning rate of both micro runs", .number(0.0001, in: 0.00001...0.01, step: 0.00005)
      ),
      Knob("steps", "steps", "steps of both micro runs", .integer(150, in: 10...1000, step: 10)),
      Knob("seed", "seed", "of the micro networks", .integer(0, in: 0...9999, step: 1)),
    ])

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    try ticket.step(0)
    var study = try await OffPrincipalsStudy(subject, ticket)
    try await study.measure(subject.show, ticket)
    try ticket.step(1)
    return study.plate
  }
}

/// What a person set.
struct OffPrincipalsSettings: Hashable, Sendable {
  var visibility: UpdateVisibility
  /// The share of entries in either mask.
  var alpha: Double
  /// As set; 0 for an eighth.
  var k: Int
  var r: Int
  /// A part of the name of the tensor that is drawn.
  var tensor: String
  var drawsFirst: Bool

  init(_ knobs: Knobs) {
    visibility = knobs.text("rule") == "η" ? .relative(knobs.number("eta")) : .bfloat16
    alpha = knobs.number("alpha")
    (k, r) = (knobs.integer("k"), knobs.integer("r"))
    tensor = knobs.text("tensor").lowercased()
    drawsFirst = knobs.text("update") == "first"
  }

  /// How many vectors are compared, and how many the reconstruction has, for a matrix of this smaller size.
  func ranks(_ least: Int) -> (k: Int, r: Int) {
    let eighth = max(1, least / 8)
    return (k == 0 ? eighth : min(k, least), r == 0 ? eighth : min(r, least))
  }
}
