import Basics
import Figures
import Tensors
import Tokens

/// Text embeddings read as lists of words: what a vector says when it is sent through the head of the language model.
///
/// logits = W h and p = softmax(logits). With W = (1,0,0) (0,1,0) (0,0,1) (0,1,1) (1,1,0) (1,0,1) and h = (2, .5, 1) the first tokens are 5, 4 and 0.
/// Embedders differ from their raw models mostly along u₁, the first right singular vector of the embeddings, which are not centred; taking it off,
/// h - λ (h · u₁) u₁, brings words of the text to the top. The data-driven target of a text is tf · ln((D + 1) / (df + 1)) over its words, made to sum
/// one; the model-derived one is the softmax of the first m logits without u₁. Training makes KL(target || p) small; its gradient at h is Wᵀ (p - t).
/// Sources: An et al., "Text2Token: Unsupervised Text Representation Learning with Token Target Prediction", 2025, arXiv 2510.10224 (its abstract: two
/// kinds of targets, their order, token target prediction; the rest of the recipe is our reconstruction); alignment measures and u₁ from Nie et al.,
/// "A Text is Worth Several Tokens", ACL 2025, arXiv 2406.17378.
package struct Text2TokenLens: Lens {
  package static let card = LensCard(
    id: "text2token", number: "46", title: "Text to token",
    question: "Which words does the vector of a text stand for, and are they in the text?",
    source:
      "An, Zhang, Nie, Wu, Zhang, Long, Text2Token: Unsupervised Text Representation Learning with Token Target Prediction, 2025, arXiv 2510.10224",
    shelf: .vectors,
    needs: Needs(
      "texts of some hundred words, on which a small embedder is trained; or embeddings H [texts, d] and the head W [entries, d] (.npy, .safetensors) with the texts and their tokenizer",
      samples: ["Prose", "Legal"], texts: 4096, tokenizers: 0...1, tensorFiles: 8),
    knobs: [
      Knob("lambda", "λ", "how much of u₁ is taken off: 1 takes all", .number(0, in: 0...1.5, step: 0.1)),
      Knob("k", "k", "how many tokens of a text are looked at", .integer(10, in: 1...50, step: 1)),
      Knob("text", "text", "which text is shown, from 0", .integer(0, in: 0...99_999, step: 1)),
      Knob(
        "stage", "stage", "trained on words of the text; 2: then on what the model itself says",
        .choice(["1", "2"])),
      Knob(
        "idf", "idf cut",
        "words whose idf is not above this are no targets (nats); 1: those in more than 37 % of the texts",
        .number(1, in: 0...6, step: 0.25)),
      Knob(
        "rho", "ρ", "share of the data-driven target in the second stage", .number(0, in: 0...1, step: 0.1)),
      Knob(
        "temperature", "temperature", "of the softmax that makes targets of logits",
        .number(1, in: 0.1...5, step: 0.1)),
      Knob("m", "m", "tokens of a target that is made of logits", .integer(20, in: 1...200, step: 5)),
      Knob(
        "beyond", "beyond", "targets made of logits: any tokens, or only such as are not in the text",
        .choice(["any", "beyond the text"])),
      Knob("steps", "steps", "of training", .integer(600, in: 50...3000, step: 50)),
      Knob(
        "seed", "seed", "another seed is another start and other held texts",
        .integer(1, in: 1...9999, step: 1)),
    ])

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    let study =
      subject.tensorSets.isEmpty
      ? try await Text2TokenStudy(training: subject, ticket)
      : try await Text2TokenStudy(brought: subject, ticket)
    try ticket.step(1)
    return study.plate()
  }
}
