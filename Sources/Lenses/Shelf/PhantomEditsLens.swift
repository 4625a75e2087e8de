import Basics
import Figures
import Tokens

/// Phantom edits: several token sequences spell one string, and a model that was asked to replace a word can give back other ids
/// for the same word.
///
/// The spellings A(s) of a string are counted over byte positions, N[0] = 1 and N[i] = Σ N[i − length] over the entries that
/// end at byte i: with `a b c ab bc abc` the string `abcab` has N = 1 1 2 4 4 8, so 8 spellings, of which the encoder gives one,
/// the canonical. At a word of a text a micro model gives every spelling the product of its tokens' probabilities times the
/// probability that the word ends there; unchanged is the canonical one, different (a phantom edit) the sum over the others,
/// replaced the rest. A model that saw one spelling of each word only has next to no phantoms; one that saw more (BPE-dropout
/// of its training text) puts much of the mass of the same word on them; a mask takes them away.
/// Source: Ayoobi, Armstrong and Mukherjee, "Say Anything but This: When Tokenizer Betrays Reasoning in LLMs", 2026,
/// arXiv 2601.14658. The order in which the eight types of change are asked is ours.
package struct PhantomEditsLens: Lens {
  package static let card = LensCard(
    id: "phantom-edits", number: "03", title: "Phantom edits",
    question:
      "In how many ways can one word be spelled in tokens, and does a model take them for different words?",
    source:
      "Ayoobi, Armstrong, Mukherjee, Say Anything but This: When Tokenizer Betrays Reasoning in LLMs, 2026, arXiv 2601.14658",
    shelf: .segmentation,
    needs: Needs(
      "a text, or JSON lines with target, ids_in and ids_out of a real model (and a row of logits as .npy); any tokenizer with a list of entries",
      samples: ["Prose/news-the-bridge-that-closed.txt", "Prose"], texts: 64, tokenizers: 0...1),
    knobs: [
      Knob(
        "dropout", "dropout", "share of merges left out when the micro model's training text is cut",
        .number(0.1, in: 0...0.9, step: 0.05)),
      Knob(
        "mask", "mask", "take from the sampler every spelling of the word but the canonical one",
        .toggle(false)),
      Knob(
        "surface", "surface",
        "which strings are the same word: without white space around it, or byte for byte",
        .choice(["trimmed", "exact"])),
      Knob("word", "word", "which word; empty: the one at the cursor", .text("")),
      Knob("temperature", "temperature", "of the sampler", .number(1, in: 0.1...3, step: 0.1)),
      Knob("top-k", "top-k", "how many tokens the sampler keeps; 0: all", .integer(0, in: 0...500, step: 10)),
      Knob("top-p", "top-p", "how much probability the sampler keeps", .number(1, in: 0.05...1, step: 0.05)),
      Knob(
        "words", "words", "how many words of the text are asked about", .integer(60, in: 1...500, step: 10)),
      Knob("seed", "seed", "draws other words and another training text", .integer(1, in: 1...9999, step: 1)),
      Knob(
        "vocabulary", "vocabulary", "the tokenizer in use, or 700 merges learned from the texts",
        .choice(["given", "learned"])),
    ])

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    guard let first = subject.texts.first, !first.bytes.isEmpty else {
      throw Trouble(.input, "phantom edits are looked for in a text", remedy: "Type one, or name a file")
    }
    if ReplacementDump.isLikely(first.bytes) {
      let study = try await PhantomDumpStudy(subject, ticket)
      return Plate(figures: study.figures, label: study.label, links: study.links)
    }
    let study = try await PhantomStudy(subject, ticket)
    return Plate(figures: study.figures, label: study.label, links: study.links)
  }
}
