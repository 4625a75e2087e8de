import Basics
import Figures
import Tensors

/// Token graphs: what a sentence vector looks at when tokens may talk to those that are like them.
///
/// Of the vectors (1, 0) (.8, .6) (0, 1) (-1, 0) the cosines are above .5 for 0–1 and 1–2, so that 3 stands alone. Over this graph K layers of
/// graph attention are run; the vectors before and after each are joined; a score w₂ · tanh(W₁ u + b₁) is made of each token, a softmax over the
/// tokens of the sentence makes weights π of the scores, and the sentence is Σ π u. With the matrices of the tests π is .444 .259 .127 .170.
/// AdaPool is the same without a graph; mean, max, first and last token learn nothing but the classifier behind them.
/// Source: Mantri, Schönlieb, Lähner and Eliasof, "Towards Improved Sentence Representations using Token Graphs", ICLR 2026, arXiv 2603.03389.
/// Graph layers other than attention, and the projection for retrieval, are left out.
package struct GlotLens: Lens {
  package static let card = LensCard(
    id: "glot", number: "50", title: "Token graphs",
    question:
      "Which tokens did the sentence vector look at, and does it help that they first look at each other?",
    source:
      "Mantri, Schönlieb, Lähner, Eliasof, Towards Improved Sentence Representations using Token Graphs (GLOT), ICLR 2026, arXiv 2603.03389",
    shelf: .vectors,
    needs: Needs(
      "nothing, or a text of words; or hidden states [n, d] or [sentences, n, d] with a mask and labels (.npy, .npz, .safetensors)",
      samples: ["Prose/news-the-bridge-that-closed.txt"], texts: 4096, tokenizers: 0...1, tensorFiles: 8),
    knobs: [
      Knob(
        "tau", "tau", "an edge where a cosine is above this: 1 has none, -1 has all",
        .number(0.6, in: -1...1, step: 0.05)),
      Knob("layers", "K", "layers of graph attention", .integer(2, in: 1...4, step: 1)),
      Knob(
        "ratio", "ratio", "share of noise words in the stress test", .choice(["0.5", "0.8", "0.9", "0.2"])),
      Knob(
        "pooling", "pooling", "whose weights mark the text", .choice(GlotPooling.allCases.map(\.rawValue))),
      Knob("sentence", "sentence", "which sentence is shown, from 0", .integer(1, in: 0...99_999, step: 1)),
      Knob("cells", "cells", "all similarities, or those of edges only", .choice(["all", "edges"])),
      Knob(
        "read", "read", "the text that was brought, else a sentence of the stress test; or one of them",
        .choice(["auto", "stress", "text"])),
      Knob(
        "jump", "jump", "what the read-out sees: x with all layers, or their max or mean without x",
        .choice(GlotShape.Jump.allCases.map(\.rawValue))),
      Knob(
        "table", "table", "train at this ratio of noise, or at all four",
        .choice(["this ratio", "all ratios"])),
      Knob(
        "tensor", "tensor", "which tensor of the files has the hidden states; empty: the largest", .text("")),
      Knob(
        "seed", "seed", "another seed is another encoder, test and start", .integer(1, in: 1...9999, step: 1)),
    ])

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    var study = try await GlotStudy(subject, ticket)
    subject.show(study.plate())
    try await study.train(subject, ticket)
    try ticket.step(1)
    return study.plate()
  }
}
