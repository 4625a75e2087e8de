import Tensors

/// What turns a vision model's rows into tokens of a language model: which hidden states are taken, and the steps they go through.
///
/// LLaVA's are one matrix (Liu et al., "Visual Instruction Tuning", 2023, arXiv 2304.08485) or two with GELU between (Liu et al., "Improved Baselines with
/// Visual Instruction Tuning", 2023, arXiv 2310.03744). Others differ in their steps: a new kind is a case of `Step`.
package struct Projector: Sendable {
  /// One step on the way.
  package enum Step: Sendable {
    case dense(Dense)
    case function(Unary)
  }

  /// Hidden states by number, 0 being what goes into the first layer, negative ones counted from the end; several are put side by side.
  package let layers: [Int]
  /// Whether the special rows go through it too (`full`), or patches only (`default`).
  package let takesSpecials: Bool
  package let steps: [Step]

  package init(layers: [Int], takesSpecials: Bool, steps: [Step]) {
    self.layers = layers
    self.takesSpecials = takesSpecials
    self.steps = steps
  }

  /// The rows [… inputs] as tokens [… outputs].
  package func callAsFunction(_ rows: Tensor) -> Tensor {
    steps.reduce(rows) { x, step in
      switch step {
      case .dense(let dense): dense(x)
      case .function(let f): x.map(f)
      }
    }
  }

  /// Of a pass, the patches as tokens: [pictures, patches, outputs]. `layers` must be among the hidden states.
  package func tokens(of outcome: VisionTransformer.Outcome, firstPatch: Int) -> Tensor {
    let chosen = layers.map { layer in
      let hidden = outcome.hidden[layer < 0 ? outcome.hidden.count + layer : layer]
      return hidden.sliced(1, firstPatch..<hidden.size(1))
    }
    return self(chosen.count == 1 ? chosen[0] : .concatenated(chosen, axis: -1))
  }

  /// How many numbers a token has that comes out; nil when no step is a matrix.
  package var outputs: Int? {
    steps.reversed().lazy.compactMap { if case .dense(let dense) = $0 { dense.outputs } else { nil } }.first
  }

  /// `2 matrices 1024 → 4096 over hidden state -2, CLS left out`.
  package var sentence: String {
    let matrices = steps.compactMap { if case .dense(let dense) = $0 { dense } else { nil } }
    let sizes = matrices.first.map { "\($0.inputs)" } ?? "?"
    let end = matrices.last.map { "\($0.outputs)" } ?? "?"
    return
      "projector of \(matrices.count == 1 ? "one matrix" : "\(matrices.count) matrices") \(sizes) → \(end) over hidden state "
      + layers.map(String.init).joined(separator: ", ")
  }
}
