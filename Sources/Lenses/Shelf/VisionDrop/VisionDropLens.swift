import Basics
import Figures
import Patches

/// Visual tokens made few in several places of a model, by what visual tokens themselves look at.
///
/// Each stage keeps the D tokens of highest score, and lets C others, evenly spread over the rest, take up what is left: x_c + mean of its members. In the
/// vision model the score is the attention of CLS, heads summed; in the language model the mean attention of visual tokens on visual tokens. With 8 tokens,
/// D 3 and C 2, of the scores .05 .20 .10 .03 .25 .07 .12 .18 tokens 1, 4 and 7 stay, 0 and 3 become targets.
/// Source: "Rethinking Visual Token Reduction in LVLMs under Cross-modal Misalignment" (VisionDrop), arXiv 2506.22283. The misalignment read-outs and the
/// corrected mean are ours.
package struct VisionDropLens: Lens {
  package static let card = LensCard(
    id: "visiondrop", number: "49", title: "Fewer visual tokens, in stages",
    question:
      "Which visual tokens stay when they are made few, and does the question choose the same ones as the picture?",
    source:
      "Rethinking Visual Token Reduction in LVLMs under Cross-modal Misalignment (VisionDrop), arXiv 2506.22283",
    shelf: .pictures,
    needs: Needs(
      "nothing, or a picture of 32 × 32; or tensors: attention [heads, all, all] and tokens [n, width], and keys [heads, all, width] if there are some; or a dump of Samples/dump_hidden_states.py --keys",
      samples: [], texts: 0, tokenizers: 0...0, tensorFiles: 4, pictures: 64, pictureSamples: "Scenes",
      models: ["cls-vit", "projector", "reader"]),
    knobs: choosing + trying)

  private static let choosing = [
    Knob("picture", "picture", "which picture is shown, from 0", .integer(0, in: 0...9999, step: 1)),
    Knob("dominant", "D", "tokens that stage E keeps", .integer(16, in: 0...4096, step: 1)),
    Knob("contextual", "C", "tokens of stage E that take up the rest", .integer(4, in: 0...512, step: 1)),
    Knob(
      "encoder", "score E", "what stage E goes by", .choice(["cls", "visual", "norm"])),
    Knob(
      "layer", "layer E", "which layer of the vision model stage E looks at; the micro model has 3",
      .integer(2, in: 1...128, step: 1)),
    Knob(
      "stages", "stages L", "stages in the reader as layer:D+C; the layer is the one behind, from 0",
      .text("1:8+3 2:5+2")),
    Knob(
      "score", "score L",
      "what stages of the reader go by: visual tokens, corrected for order, or the last word",
      .choice(["visual", "corrected", "text"])),
  ]

  private static let trying = [
    Knob(
      "pair", "pair", "the layer of the reader in which both choices are compared",
      .integer(1, in: 0...2, step: 1)),
    Knob(
      "question", "question", "what the reader is asked about the shown picture",
      .choice(["colour", "shape", "row", "count", "letter"])),
    Knob(
      "scenes", "scenes", "fresh scenes that the reader is asked about",
      .integer(200, in: 10...1000, step: 10)),
    Knob(
      "first", "first", "of brought attention, the row of the first token; -1: worked out",
      .integer(-1, in: -1...99_999, step: 1)),
    Knob("causal", "causal", "whether rows of brought attention see only those before them", .toggle(false)),
    Knob("seed", "seed", "of fresh scenes and random choices", .integer(1, in: 0...9999, step: 1)),
  ]

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    try ticket.step(0)
    if !subject.tensorSets.isEmpty { return try VisionDropBrought(subject, ticket).plate }
    var study = try VisionDropStudy(subject, ticket.part(0..<0.1))
    subject.show(study.plate)
    try await study.tryBudgets(subject, ticket.part(0.1..<1))
    try ticket.step(1)
    return study.plate
  }
}
