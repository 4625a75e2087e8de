import Basics
import Figures
import Tokens

/// SuperBPE: byte pair encoding that first learns inside words and then goes on across them.
///
/// The first t merges are those of plain BPE. Then the barrier of spaces is lifted: lines are cut only at digits by three, at
/// runs of two or more punctuation marks and at dangling spaces; the t merges are done anew, and the most frequent pair is merged
/// until there are T. A pair is passed over for good when it would make an entry with a colon and a space, or with more than
/// four words. Bytes per token = bytes / tokens; fewer tokens = 1 − n_SuperBPE / n_BPE: with 150,738,138 tokens for 224,388,826
/// (10⁹ bytes of the authors' own measurement) 32.82 %.
/// Source: Liu, Hayase, Hofmann, Oh, Smith and Choi, "SuperBPE: Space Travel for Language Models", COLM 2025, arXiv 2503.13423.
package struct SuperBPELens: Lens {
  package static let card = LensCard(
    id: "superbpe", number: "24", title: "SuperBPE",
    question: "What is gained when tokens may cross spaces, and when should they begin to?",
    source:
      "Liu, Hayase, Hofmann, Oh, Smith, Choi, SuperBPE: Space Travel for Language Models, COLM 2025, arXiv 2503.13423",
    shelf: .training,
    needs: Needs(
      "texts to learn from; or a byte-level tokenizer to extend (--knob start=extend), or two to compare",
      samples: ["Prose", "Legal"], texts: 200, tokenizers: 0...2),
    knobs: [
      Knob(
        "t", "t", "merges inside words before the barrier of spaces is lifted",
        .integer(1000, in: 0...20_000, step: 50)),
      Knob(
        "T", "T", "merges in all; the vocabulary has 256 entries more",
        .integer(2000, in: 50...20_000, step: 250)),
      Knob("words", "words", "the most words in an entry; 0: any number", .integer(4, in: 0...6, step: 1)),
      Knob("colon", "colon", "pass over entries with a colon and a space", .toggle(true)),
      Knob("sentence", "sentence", "what is cut both ways; empty: the line at the cursor", .text("")),
      Knob(
        "held", "held out", "the last tenth of every text, or the whole last text",
        .choice(["tenth", "last text"])),
      Knob(
        "start", "start", "learn from the texts, extend the tokenizer in use, or compare two",
        .choice(["learn", "extend", "compare"])),
    ])

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    guard subject.texts.contains(where: { !$0.bytes.isEmpty }) else {
      throw Trouble(.input, "SuperBPE learns from a text", remedy: "Type one, or name files")
    }
    if subject.knobs.text("start") == "compare" { return try SuperComparison(subject, ticket).plate }
    var study = try await SuperStudy(subject, ticket)
    subject.show(study.plate)
    try await study.sweep(ticket)
    try ticket.step(1)
    return study.plate
  }
}
