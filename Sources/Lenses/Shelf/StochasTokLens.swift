import Basics
import Figures
import Tokens

/// Stochastic tokenization: while a model is trained, tokens are now and then replaced by two entries that spell the same.
///
/// From n tokens ⌊n·p⌋ steps are taken. Each draws a place in the sequence as it now is; the token there is replaced by one of
/// the pairs of entries into which it can be cut, every pair as likely as every other; a token that cannot be cut uses the
/// step up. So the length grows by the steps that found something, to at most ⌊(1+p)·n⌋, and the text stays the same.
/// With `e x a m p l ex am ple le pl exam ample example` and one step, `example` becomes `ex ample` or `exam ple`, each with
/// probability 1/2; after two steps `ex am ple` has 1/2, `e x ample` 1/4, `exam p le` and `exam pl e` 1/8 each.
/// Source: Sims et al., "StochasTok: Improving Fine-Grained Subword Understanding in LLMs", 2025, arXiv 2506.01687.
package struct StochasTokLens: Lens {
  package static let card = LensCard(
    id: "stochastok", number: "41", title: "StochasTok",
    question: "Why can a model not count the letters in a token, and what is the cheapest cure?",
    source:
      "Sims et al., StochasTok: Improving Fine-Grained Subword Understanding in LLMs, 2025, arXiv 2506.01687",
    shelf: .segmentation,
    needs: Needs(
      "a text; any tokenizer with a list of entries (without one, 2000 merges are learned)",
      samples: ["Prose/news-the-bridge-that-closed.txt", "Prose"], texts: 64, tokenizers: 0...1),
    knobs: [
      Knob(
        "p", "p", "steps per token: 0 leaves the text, 2 comes near single bytes",
        .number(0.1, in: 0...2, step: 0.05)),
      Knob("seed", "seed", "another seed is another draw", .integer(1, in: 1...9999, step: 1)),
      Knob(
        "token", "token", "the token that the tree takes apart, as text; empty: the one at the cursor",
        .text("")),
      Knob(
        "tree", "tree", "its cuts, or the cuts of its parts too, down to single bytes",
        .choice(["all", "one level"])),
      Knob("dropout", "dropout", "beside it BPE-dropout that gives as many tokens on average", .toggle(true)),
    ])

  /// Bytes that are shown cut, and bytes on which lengths are measured.
  static let (shown, measured) = (360, 2048)

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    let study = try await StochasTokStudy(subject, ticket)
    var plate = Plate(figures: study.mainFigures, label: study.label, links: study.links)
    let rest = study.vocabularyFigures
    plate.figures += rest
    subject.show(plate)
    let curve = try await study.curve(subject.memory, ticket)
    plate.figures.insert(.chart(curve), at: 2)
    if let row = study.measuredRow(curve), case .table(var table) = plate.figures[1] {
      table.rows.append(row)
      plate.figures[1] = .table(table)
    }
    try ticket.step(1)
    return plate
  }
}
