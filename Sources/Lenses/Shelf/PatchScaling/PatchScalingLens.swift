import Basics
import Figures
import Patches

/// Patchification scaling: what a picture's patches cost at every size, what they must lose, and what a small model learns from them.
///
/// A picture of S × S pixels cut at p has N = ⌊(S − p)/p + 1⌋² tokens, 3p²D + D weights to embed them, (N + 1) D for their positions, and a layer of
/// attention takes 2N²D + 12ND² multiply-adds: at 224 pixels p = 16 8 4 2 1 has 196 784 3136 12544 50176 tokens. Half the side is four times the tokens and
/// sixteen times the looks. The residual of a picture is the energy of its patches behind the first D principal components; it is nought when 3p² ≤ D. A
/// micro model is trained at each p by one recipe, and two forms are laid through the losses: L = a + b log₂ p, and L = L0 + A · N⁻ᵏ. For p = 16 8 4 2 1 and
/// L = 1.90 1.62 1.41 1.27 1.19 they are a = 1.124, b = .177, R² .952, and L0 = .983, A = 1.344, k = .274 (N = (32/p)²).
/// Source: "Scaling Laws in Patchification: An Image Is Worth 50,176 Tokens And More", ICML 2025, arXiv 2502.03738, known from its abstract and its released model;
/// both forms are assumptions of ours.
package struct PatchScalingLens: Lens {
  package static let card = LensCard(
    id: "patch-scaling", number: "04", title: "Patchification scaling",
    question: "Is cutting a picture into patches a tokenizer worth keeping, and what is the bill for pixels?",
    source:
      "Wang et al., Scaling Laws in Patchification: An Image Is Worth 50,176 Tokens And More, 2025, arXiv 2502.03738",
    shelf: .pictures,
    needs: Needs(
      "a picture; or a folder of labelled pictures (the folder's name is the class), or losses in a knob or a .npy table [n, 2] of p and loss (without any, digits are drawn here)",
      samples: [], texts: 0, tokenizers: 0...0, tensorFiles: 1, pictures: 4096, pictureSamples: "Scenes"),
    knobs: [
      Knob("p", "p", "pixels of a patch's side", .choice(["4", "2", "1", "32", "16", "8"])),
      Knob(
        "size", "size", "the picture as it is, or its centre square at so many pixels",
        .choice(["own", "224", "128", "64", "32"])),
      Knob(
        "width", "D", "numbers a token has in the model of the bill", .integer(768, in: 1...8192, step: 64)),
      Knob(
        "sweep", "sweep", "which p the micro model is trained at; the last takes longest",
        .choice(["16 8 4 2", "16 8 4 2 1", "16 8 4", "none"])),
      Knob(
        "steps", "steps", "of every training, the same for all p", .integer(600, in: 20...20_000, step: 100)),
      Knob(
        "backbone", "backbone",
        "what goes through the tokens: attention, or a causal mixer with the mean in front",
        .choice(PatchClassifierChoice.names)),
      Knob(
        "micro", "micro", "numbers a token of the micro model, four heads", .integer(48, in: 8...128, step: 8)
      ),
      Knob("depth", "depth", "layers of the micro model", .integer(2, in: 1...12, step: 1)),
      Knob(
        "flips", "flips", "causal layers that read from the end",
        .choice(FlippedLayers.allCases.map(\.rawValue))),
      Knob(
        "fit", "fit", "which form is drawn through the losses",
        .choice(["both", "log2 p", "power of N", "none"])),
      Knob("losses", "losses", "pairs of p and loss of your own to fit: 16 1.90, 8 1.62, 4 1.41", .text("")),
      Knob("clock", "clock", "also the seconds that each training took on this machine", .toggle(false)),
      Knob("seed", "seed", "of weights, pictures and their order", .integer(1, in: 1...9999, step: 1)),
    ])

  package init() {}

  package func look(at subject: Subject, _ ticket: Ticket) async throws(Trouble) -> Plate {
    try ticket.step(0)
    var study = try await PatchScalingStudy(subject, ticket.part(0..<0.1))
    subject.show(study.plate)
    try await study.sweep(subject, ticket.part(0.1..<1))
    try ticket.step(1)
    return study.plate
  }
}
