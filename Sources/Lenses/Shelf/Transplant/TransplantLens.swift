import Basics
import Figures
import Tensors

/// A vocabulary bolted onto a model without training: every token of a donor that the base lacks is written as a sparse sum of tokens that both have, in
/// the donor's space, and the same factors are replayed in the base's space.
///
/// For a donor row y and shared rows A_d (donor), A_b (base): k times the shared token of largest |⟨rest, a⟩| is taken, raw, a not being made length 1;
/// the factors c solve least squares on those taken; the new row is Σ cᵢ A_b[i]. With A_d = [[1,0,0], [0,2,0], [.6,.8,0], [0,0,.5], [1,1,1]],
/// A_b = [[1,0], [0,1], [1,1], [2,-1], [.5,.5]] and y = [.9, 1.3, .5] tokens 4, 1 and 0 are taken with c = .5, .4, .4; the new row is [.65, .65].
/// Source: Goddard and Fernandes Neto, "Training-Free Tokenizer Transplantation via Orthogonal Matching Pursuit", 2025, arXiv 2506.06607, and the
/// tool that came with it, mergekit's tokensurgeon. Unlike the tool, keys are bytes of text, so é of a byte-level vocabulary meets é of any other,
/// and atoms that add nothing end a pursuit.
package struct TransplantLens: MatrixLens {
  package static let card = LensCard(
    id: "omp-transplant", number: "23", title: "Tokenizer transplant",
    question: "Can I bolt another tokenizer onto my model, and which tokens will be bad?",
    source:
      "Goddard and Fernandes Neto, Training-Free Tokenizer Transplantation via Orthogonal Matching Pursuit, 2025, arXiv 2506.06607",
    shelf: .vectors,
    needs: Needs(
      "two tokenizers, base and donor, each with its matrix of embeddings (beside it, or two files in the same order); a text to cut by both. Without matrices two tiny ones are learned from the text",
      samples: ["Prose"], texts: 64, tokenizers: 0...2, tensorFiles: 2),
    knobs: [
      Knob(
        "k", "k",
        "shared tokens that make a new row; the tool takes 64, which presumes thousands of dimensions",
        .integer(8, in: 1...256, step: 1)),
      Knob(
        "choice", "choice", "raw dot is the tool's, which favours long rows; cosine is the textbook's",
        .choice(PursuitNames.all)),
      Knob(
        "baseline", "baseline", "what OMP is compared with token by token",
        .choice(TransplantMethod.allCases.dropFirst().map(\.rawValue))),
      Knob("prefix", "prefix", "copy the longest beginning that the base has", .toggle(false)),
      Knob("byte", "byte", "copy between a byte and its spelling <0xHH>", .toggle(false)),
      Knob(
        "held", "held out", "share of shared tokens that are hidden and rebuilt, at most 200 tokens",
        .number(0.2, in: 0.01...0.9, step: 0.05)),
      Knob(
        "rows", "rows", "tokens that are rebuilt, evenly spread; 0: all",
        .integer(256, in: 0...100_000, step: 64)),
      Knob("token", "token", "the one whose steps are shown: text, or #id; empty: the worst", .text("")),
      Knob(
        "matrix", "matrix", "input embeddings, or the output head where it is apart",
        .choice(["input", "head"])),
      Knob("filter", "filter", "leave out tokens that look never trained", .toggle(false)),
      Knob(
        "noise", "noise", "deviation of normal noise on rebuilt rows", .number(0, in: 0...1, step: 0.01)),
      Knob("scale", "scale", "factor of rebuilt rows", .number(1, in: 0.1...3, step: 0.1)),
      Knob(
        "seed", "seed", "of what is held out, of noise and of gaussian rows",
        .integer(1, in: 1...9999, step: 1)),
    ])

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    try ticket.step(0)
    guard subject.texts.contains(where: { !$0.bytes.isEmpty }) else {
      throw Trouble(.input, "there is no text to cut by both tokenizers", remedy: "Type one, or name a file")
    }
    var study = try await TransplantStudy(subject, ticket.part(0..<0.2))
    if await study.isNew { subject.show(study.plate) }
    try await study.rebuild(ticket.part(0.2..<0.6))
    if await study.isNew { subject.show(study.plate) }
    try await study.judge(ticket.part(0.6..<1))
    try ticket.step(1)
    return study.plate
  }

  package static let matrixWords = "the new embeddings, a row for each id of the donor"

  package func matrix(of subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Tensor {
    var subject = subject
    try subject.knobs.set("rows", "0")
    var study = try await TransplantStudy(subject, ticket)
    try await study.rebuild(ticket)
    guard let whole = try study.whole(ticket) else {
      throw Trouble(
        .limit, at: .option("--save"), "the new matrix would take more than 1 GiB",
        remedy: "Use a machine learning library for matrices of this size")
    }
    return whole
  }
}
