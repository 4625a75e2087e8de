import Basics
import Figures
import Patches

/// Similarity as points: where in a picture the vector of one made-up token points to.
///
/// sim_i = f_i · s of the last hidden states f of the picture's tokens and s at the place that says <SEG>, a plain product. M is sim made coarser, from 0 to 1;
/// its cells of 0.8 and more are positives, of 0.2 and less negatives, the middles of both are places to click on. A second step moves each by a fraction of a pixel
/// towards what is more similar. For the sixteen tokens of the tests M = [[1, .1286], [.75, 0]] and the points on 8 × 8 pixels are (2, 2)+, (6, 6)−, (6, 2)−,
/// (2, 6), moved to (1.959, 2.054) and so on; by products the hottest token is 9, by cosines 4.
/// Source: Qian, Yin and Dou, "Reasoning to Attend: Try to Understand How <SEG> Token Works" (READ), CVPR 2025, arXiv 2412.17741, and its released code.
/// There is no mask decoder and no language model here: a micro two-tower stands in, or vectors of a real model are brought.
package struct ReadLens: Lens {
  package static let card = LensCard(
    id: "read", number: "14", title: "Similarity as points",
    question: "Where in the picture does the vector of one token point to, and may one click there?",
    source:
      "Qian, Yin, Dou, Reasoning to Attend: Try to Understand How <SEG> Token Works (READ), CVPR 2025, arXiv 2412.17741",
    shelf: .pictures,
    needs: Needs(
      "a picture for the micro model; or f [tokens, width] and s [width] of a model of yours (.npy, .npz, .safetensors), with a mask [height, width] where one is known",
      samples: [], texts: 0, tokenizers: 0...0, tensorFiles: 4, pictures: 64, pictureSamples: "Scenes",
      models: ["two-tower"]),
    knobs: [
      Knob(
        "query", "query", "a colour and a shape, such as red square; empty: what the model is surest of",
        .text("")),
      Knob(
        "positive", "t_pos", "cells of M from this on are positives", .number(0.8, in: 0.05...1, step: 0.05)),
      Knob(
        "negative", "t_neg", "cells of M up to this are negatives", .number(0.2, in: 0...0.95, step: 0.05)),
      Knob(
        "ds", "ds", "tokens beside each other that become one cell: 2 is coarse and calm, 1 fine and noisy",
        .integer(2, in: 1...8, step: 1)),
      Knob("points", "points", "the most points", .integer(30, in: 1...600, step: 5)),
      Knob(
        "similarity", "similarity", "the released code multiplies, whatever its comment says",
        .choice(PatchSimilarity.allCases.map(\.rawValue))),
      Knob(
        "temperature", "temperature", "of the step between pixels: lower moves points further",
        .number(1, in: 0.01...10, step: 0.05)),
      Knob(
        "grow", "grow",
        "of the toy decoder, the least cosine with a + from which a region grows; 1: it does not",
        .number(0.8, in: -1...1, step: 0.05)),
      Knob("picture", "picture", "which picture, from 0", .integer(0, in: 0...63, step: 1)),
      Knob(
        "vector", "vector", "which s, where several were brought, from 0", .integer(0, in: 0...9999, step: 1)),
      Knob(
        "layer", "layer", "which layer, where f has several; -1: the last",
        .integer(-1, in: -1...999, step: 1)),
      Knob(
        "height", "height", "pixels of the picture; 0: as the picture, else 336",
        .integer(0, in: 0...65_535, step: 8)),
      Knob(
        "width", "width", "pixels of the picture; 0: as the picture, else 336",
        .integer(0, in: 0...65_535, step: 8)),
      Knob(
        "seed", "seed", "of the fresh scenes that points are measured on", .integer(14, in: 1...9999, step: 1)
      ),
    ])

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    try ticket.step(0)
    var study = try ReadStudy(subject, ticket)
    subject.show(study.plate)
    try await study.measure(subject, ticket.part(0.2..<1))
    try ticket.step(1)
    return study.plate
  }
}
