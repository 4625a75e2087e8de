import Basics
import Figures
import Tensors

/// Visual tokens as words: which of the patches that a language model is given it can read at all.
///
/// Every token is compared with the rows of the model's input table; K(t) are its 3 nearest ids by cosine. An id that is nearest to some token of nearly every
/// picture names tokens that say nothing of the picture: dead ones where they are most, sinks where they are alike. A token with such an id in K(t) is a
/// member; one without any is alive. With the 12 words E[i,j] = sin(4i+j+1) and 5 tokens H[t,j] = (t+1) cos(4t+j+1) the members of {8} are
/// tokens 0 and 3, and of {1, 8} tokens 0, 2 and 3.
/// Source: "What Do Visual Tokens Really Encode? Uncovering Sparsity and Redundancy in Multimodal Large Language Models" (EmbedLens, CVPR 2026), arXiv
/// 2603.00510. How groups are found for a model that the paper has no ids for is ours.
package struct EmbedLens: Lens {
  package static let card = LensCard(
    id: "embedlens", number: "11", title: "Visual tokens as words",
    question: "Which patches of a picture can the language model read, and as what words?",
    source:
      "What Do Visual Tokens Really Encode? Uncovering Sparsity and Redundancy in MLLMs (EmbedLens), CVPR 2026, arXiv 2603.00510",
    shelf: .pictures,
    needs: Needs(
      "nothing, or pictures of 32 × 32; or the input table [ids, width] and projected tokens [tokens, width] or [pictures, tokens, width] as tensors (and a tokenizer that names the ids)",
      samples: [], texts: 0, tokenizers: 0...1, tensorFiles: 8, pictures: 64, pictureSamples: "Scenes",
      models: ["projector", "reader"]),
    knobs: looking + finding + trying)

  private static let looking = [
    Knob("picture", "picture", "which picture is shown, from 0", .integer(0, in: 0...9999, step: 1)),
    Knob(
      "cell", "cell", "the token whose words are listed, from 0 row by row",
      .integer(27, in: 0...99_999, step: 1)),
    Knob(
      "layer", "layer",
      "in which layer of the reader, or of layers you brought, the token is read; 0: as it goes in",
      .integer(0, in: 0...999, step: 1)),
    Knob("count", "words", "how many words are listed", .integer(10, in: 1...50, step: 1)),
    Knob(
      "k", "k", "how many nearest words make a token a member; the method has 3",
      .integer(3, in: 1...10, step: 1)),
  ]

  private static let finding = [
    Knob(
      "pictures", "M",
      "over how many pictures words are sought that come back; fresh scenes are added to yours",
      .integer(16, in: 1...64, step: 1)),
    Knob(
      "coverage", "coverage", "the least share of pictures with a word for it to come back",
      .number(0.9, in: 0.1...1, step: 0.05)),
    Knob(
      "likeness", "likeness", "the least cosine between pictures for a sink",
      .number(0.99, in: 0...1, step: 0.01)),
    Knob(
      "targets", "targets", "ids of your own as name=1,2 name=3, or llava-1.5; empty: those that are found",
      .text("")),
    Knob(
      "table", "table", "which tensor is the input table; empty: one called embed, or the highest", .text("")),
    Knob(
      "stack", "stack", "what the first axis of tokens [n, tokens, width] is",
      .choice(["pictures", "layers"])),
  ]

  private static let trying = [
    Knob(
      "scenes", "scenes", "fresh scenes that the reader is asked about",
      .integer(200, in: 10...1000, step: 10)),
    Knob(
      "skip", "skip", "sublayers that members skip in the row of your own: 1 is attention 1, 1.5 its network",
      .text("1.5")),
    Knob("cut", "cut", "weights that are cut in that row", .choice(["none", "vv", "vt", "both"])),
    Knob("others", "others", "in that row all others skip (−1) instead of the members", .toggle(false)),
    Knob("seed", "seed", "of fresh scenes and random choices", .integer(1, in: 0...9999, step: 1)),
  ]

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    try ticket.step(0)
    let own = try EmbedLensTreatment(subject.knobs)
    var study = try await EmbedLensStudy(subject, ticket.part(0..<0.3))
    subject.show(study.plate)
    try await study.tryTreatments(own, subject, ticket.part(0.3..<1))
    try ticket.step(1)
    return study.plate
  }
}
